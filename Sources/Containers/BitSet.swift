/// A set of small non-negative integers packed into machine words.
///
/// Used for classes of choices: membership is one shift, and sets of a few hundred members fit a
/// handful of words. Two sets are equal when their members are, whatever their word counts.
///
/// - Complexity: membership O(1); algebra and counting O(*n* / 64) in the largest member.
package struct BitSet: Sendable, Hashable {
  /// 64 members a word, lowest first, without trailing zero words.
  package private(set) var words: [UInt64]

  package init() { words = [] }

  package init(_ members: some Sequence<Int>) {
    words = []
    for member in members { insert(member) }
  }

  /// The set whose packed words are given; trailing zero words are dropped.
  package init(words: [UInt64]) {
    self.words = words
    trim()
  }

  /// All integers below `count`.
  package static func below(_ count: Int) -> BitSet { BitSet(0..<count) }

  /// Whether the set holds a number.
  ///
  /// - Precondition: `member` is not negative.
  package func contains(_ member: Int) -> Bool {
    let word = member >> 6
    return word < words.count && words[word] >> UInt64(member & 63) & 1 == 1
  }

  /// Adds a member.
  ///
  /// - Precondition: `member` is not negative.
  package mutating func insert(_ member: Int) {
    precondition(member >= 0, "A bit set holds no negative member: \(member)")
    while words.count <= member >> 6 { words.append(0) }
    words[member >> 6] |= 1 << UInt64(member & 63)
  }

  /// Takes a member out; nothing happens when it is none.
  package mutating func remove(_ member: Int) {
    guard contains(member) else { return }
    words[member >> 6] &= ~(1 << UInt64(member & 63))
    trim()
  }

  /// Whether the set has no member.
  package var isEmpty: Bool { words.isEmpty }
  /// Number of members.
  package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Members in rising order.
  package var members: [Int] {
    var result: [Int] = []
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        result.append(index << 6 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return result
  }

  /// Members of either set.
  package func union(_ other: BitSet) -> BitSet { combined(with: other, |) }
  /// Members of both sets.
  package func intersection(_ other: BitSet) -> BitSet { combined(with: other, &) }
  /// Members of this set that the other does not hold.
  package func subtracting(_ other: BitSet) -> BitSet { combined(with: other) { $0 & ~$1 } }

  private func combined(with other: BitSet, _ join: (UInt64, UInt64) -> UInt64) -> BitSet {
    BitSet(
      words: (0..<max(words.count, other.words.count)).map { index in
        join(
          index < words.count ? words[index] : 0,
          index < other.words.count ? other.words[index] : 0)
      })
  }

  private mutating func trim() { while words.last == 0 { words.removeLast() } }
}
