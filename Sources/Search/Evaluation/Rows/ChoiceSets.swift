import Containers

/// Distinct sets of choices as tables of bytes, built once: asking a cell costs one load.
struct ChoiceSets {
  private let choiceCount: Int
  private var offsets: [BitSet: Int32] = [:]
  private(set) var table: [Bool] = []

  init(choiceCount: Int) { self.choiceCount = choiceCount }

  /// Where the set's table begins; equal sets share one.
  mutating func offset(of set: BitSet) -> Int32 {
    if let known = offsets[set] { return known }
    let offset = Int32(table.count)
    table.append(contentsOf: (0..<choiceCount).map(set.contains))
    offsets[set] = offset
    return offset
  }
}

/// Items of many owners side by side: owner *i* has those from `start[i]` to `start[i + 1]`.
struct Grouped<Element: BitwiseCopyable & Sendable>: Sendable {
  let items: FrozenBuffer<Element>
  private let start: FrozenBuffer<Int32>

  init(_ lists: [[Element]]) {
    items = FrozenBuffer(lists.flatMap { $0 })
    start = FrozenBuffer(lists.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1.count)) })
  }

  var isEmpty: Bool { items.isEmpty }

  @inline(__always)
  subscript(owner: Int) -> UnsafeBufferPointer<Element> {
    let first = Int(start.base[owner])
    return UnsafeBufferPointer(
      start: items.base + first, count: Int(start.base[owner + 1]) - first)
  }
}
