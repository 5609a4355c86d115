import Containers
import Grid

/// One sum window of one row, laid out by column for a pass from left to right.
struct RowWindow: Sendable {
  /// Index of the sum rule, and of the window among the rule's.
  var rule = 0
  var position = 0
  let isHard: Bool
  /// Least amount; ``noLow`` when falling short costs nothing.
  let low: Int
  /// Greatest amount; ``noHigh`` when a surplus costs nothing.
  let high: Int
  let priceUnder: Int
  let priceOver: Int
  /// What each choice adds, or 1 and 0 for the members of groups.
  let weights: [Int32]
  /// Whether the window looks at each column.
  let looksAt: [Bool]
  let firstColumn: Int
  let lastColumn: Int
  /// Nil when weights just add up.
  let groups: RowGroups?

  static let noLow = Int.min / 4
  static let noHigh = Int.max / 4

  /// Whether leaving the window out of a search may only make answers cheaper.
  var isNeverRewarding: Bool { isHard || (priceUnder >= 0 && priceOver >= 0) }

  init(
    _ family: SumFamily, _ window: SumWindow, isHard: Bool, columnCount: Int, choiceCount: Int
  ) {
    self.isHard = isHard
    priceUnder = Int(family.priceUnder)
    priceOver = Int(family.priceOver)
    low = window.min == .min || family.priceUnder == 0 ? Self.noLow : Int(window.min)
    high = window.max == .max || family.priceOver == 0 ? Self.noHigh : Int(window.max)
    var looksAt = [Bool](repeating: false, count: columnCount)
    switch family.measure {
    case .weights(let weights):
      self.weights = weights
      groups = nil
      for column in window.positions { looksAt[Int(column)] = true }
    case .anyInGroups(let columns, let members):
      weights = (0..<choiceCount).map { members.contains($0) ? 1 : 0 }
      groups = RowGroups(window.positions.map { columns[Int($0)] }, columnCount: columnCount)
      for group in window.positions {
        for column in columns[Int(group)] { looksAt[Int(column)] = true }
      }
    }
    self.looksAt = looksAt
    firstColumn = looksAt.firstIndex(of: true) ?? columnCount
    lastColumn = looksAt.lastIndex(of: true) ?? -1
  }

  /// Points for an amount, at the window's own level.
  func price(_ amount: Int) -> Int {
    if amount < low { return (low - amount) * priceUnder }
    if amount > high { return (amount - high) * priceOver }
    return 0
  }

  func overlaps(_ range: Range<Int>) -> Bool { range.contains { looksAt[$0] } }

  /// What is taken off amounts in states: all that stands before a range that does not close the
  /// window, so that states count from there and calls at other amounts meet the same states.
  func offset(_ range: Range<Int>, _ cells: UnsafePointer<UInt16>) -> Int {
    lastColumn < range.upperBound ? 0 : amount(cells, in: 0..<range.lowerBound)
  }

  /// What a row gathers in the window's columns inside `columns`, each group counted at most once.
  func amount(_ cells: UnsafePointer<UInt16>, in columns: Range<Int>) -> Int {
    var total = 0
    if let groups {
      for group in groups.columns
      where group.contains(where: { columns.contains($0) && weights[Int(cells[$0])] != 0 }) {
        total += 1
      }
      return total
    }
    for column in columns where looksAt[column] { total += Int(weights[Int(cells[column])]) }
    return total
  }
}

/// The groups of a window: each counts once, when any of its cells is a member.
struct RowGroups: Sendable {
  /// Columns of each group, rising; no empty group.
  let columns: [[Int]]
  /// Group of each column, −1 for none.
  let groupOfColumn: [Int]
  /// Bit that says, while a group is under way, whether it has counted already.
  let slotOfGroup: [Int]
  let slotCount: Int

  init(_ groups: [[Int32]], columnCount: Int) {
    let columns = groups.filter { !$0.isEmpty }.map { $0.map(Int.init).sorted() }
    var groupOfColumn = [Int](repeating: -1, count: columnCount)
    for (index, group) in columns.enumerated() {
      for column in group { groupOfColumn[column] = index }
    }
    self.groupOfColumn = groupOfColumn
    var slotOfGroup = [Int](repeating: 0, count: columns.count)
    var lastOfSlot: [Int] = []
    let inOrder = columns.indices.sorted { (columns[$0][0], $0) < (columns[$1][0], $1) }
    for group in inOrder {
      let slot = lastOfSlot.firstIndex { $0 < columns[group][0] } ?? lastOfSlot.count
      if slot == lastOfSlot.count { lastOfSlot.append(-1) }
      lastOfSlot[slot] = columns[group][columns[group].count - 1]
      slotOfGroup[group] = slot
    }
    self.columns = columns
    self.slotOfGroup = slotOfGroup
    slotCount = lastOfSlot.count
  }

  func first(_ group: Int) -> Int { columns[group][0] }
  func last(_ group: Int) -> Int { columns[group][columns[group].count - 1] }

  /// Bits of the groups that have columns on both sides of a border and a member in `side`.
  func bits(
    across border: Int, in side: Range<Int>, _ cells: UnsafePointer<UInt16>, _ weights: [Int32]
  ) -> Int32 {
    var bits: Int32 = 0
    for group in columns.indices where first(group) < border && last(group) >= border {
      let isHit = columns[group].contains {
        side.contains($0) && weights[Int(cells[$0])] != 0
      }
      if isHit { bits |= 1 << Int32(slotOfGroup[group]) }
    }
    return bits
  }
}
