/// A set of small non-negative integers packed into machine words.
///
/// Used for classes of choices: membership is one shift, and sets of members below 64, which most
/// are, need no storage of their own. Two sets are equal when their members are, whatever room
/// they once took.
///
/// - Complexity: membership O(1); algebra and counting O(*n* / 64) in the largest member.
package struct BitSet: Sendable, Hashable {
  /// Members below 64.
  private var low: UInt64 = 0
  /// 64 further members a word, lowest first, without trailing zero words.
  private var high: [UInt64] = []

  package init() {}

  package init(_ members: some Sequence<Int>) {
    for member in members { insert(member) }
  }

  /// The set whose packed words are given, 64 members each, lowest first; trailing zero words are
  /// dropped.
  package init(words: [UInt64]) {
    low = words.first ?? 0
    high = Array(words.dropFirst())
    trim()
  }

  /// All integers below `count`.
  package static func below(_ count: Int) -> BitSet { BitSet(0..<count) }

  private init(low: UInt64, high: [UInt64]) {
    self.low = low
    self.high = high
    trim()
  }

  /// Whether the set holds a number.
  ///
  /// - Precondition: `member` is not negative.
  package func contains(_ member: Int) -> Bool { word(member >> 6) >> UInt64(member & 63) & 1 == 1 }

  private func word(_ index: Int) -> UInt64 {
    if index == 0 { return low }
    return index <= high.count ? high[index - 1] : 0
  }

  /// Adds a member.
  ///
  /// - Precondition: `member` is not negative.
  package mutating func insert(_ member: Int) {
    precondition(member >= 0, "A bit set holds no negative member: \(member)")
    let bit: UInt64 = 1 << UInt64(member & 63)
    guard member >= 64 else {
      low |= bit
      return
    }
    while high.count < member >> 6 { high.append(0) }
    high[member >> 6 - 1] |= bit
  }

  /// Takes a member out; nothing happens when it is none.
  package mutating func remove(_ member: Int) {
    guard contains(member) else { return }
    let bit: UInt64 = 1 << UInt64(member & 63)
    guard member >= 64 else {
      low &= ~bit
      return
    }
    high[member >> 6 - 1] &= ~bit
    trim()
  }

  /// The set's packed words, 64 members each, lowest first, without trailing zero words.
  package var words: [UInt64] { isEmpty ? [] : [low] + high }

  /// Whether the set has no member.
  package var isEmpty: Bool { low == 0 && high.isEmpty }
  /// Number of members.
  package var count: Int { high.reduce(low.nonzeroBitCount) { $0 + $1.nonzeroBitCount } }

  /// Members in rising order.
  package var members: [Int] {
    var result: [Int] = []
    result.reserveCapacity(count)
    for index in 0...high.count {
      var rest = word(index)
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

  /// Whether the sets have a member in common.
  package func meets(_ other: BitSet) -> Bool {
    low & other.low != 0 || zip(high, other.high).contains { $0 & $1 != 0 }
  }

  /// Whether every member is one of the other's.
  package func isSubset(of other: BitSet) -> Bool {
    low & ~other.low == 0 && high.indices.allSatisfy { high[$0] & ~other.word($0 + 1) == 0 }
  }

  private func combined(with other: BitSet, _ join: (UInt64, UInt64) -> UInt64) -> BitSet {
    let length = max(high.count, other.high.count)
    guard length > 0 else { return BitSet(low: join(low, other.low), high: []) }
    return BitSet(
      low: join(low, other.low),
      high: (1...length).map { join(word($0), other.word($0)) })
  }

  private mutating func trim() { while high.last == 0 { high.removeLast() } }
}
