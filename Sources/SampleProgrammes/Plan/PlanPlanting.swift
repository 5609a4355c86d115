import Determinism

/// Finds a rotation plan that keeps the recipe's rules: late acceptance over swaps inside rows.
///
/// Each row starts as its class's curriculum laid out at random, and a move swaps two of its
/// blocks, or two half-blocks that may stand alone; so curricula and whole blocks hold throughout
/// and only heads, windows and sequences are searched for. A move is kept when the new cost is at
/// most that of some moves ago (E. Burke, Y. Bykov, "The late acceptance hill-climbing heuristic",
/// EJOR 258 (2017), doi:10.1016/j.ejor.2016.07.012): no temperature to set. Poor when nearly every
/// count of heads is forced; the recipes leave room.
struct PlanPlanting {
  /// Cost of one unit of a hard rule against one of a soft.
  private static let hardWeight = 20
  /// Length of the memory of costs: longer is slower and surer; 400 found every recipe's plan.
  private static let memory = 400
  /// Moves after which a size with this many cells is given up: ten times what the slowest needed.
  private static let movesPerCell = 20_000

  private let terms: PlanTerms
  private let kinds: [Int]
  /// Columns that no move touches, row by row.
  private let fixed: [[Bool]]
  private var cells: [Int]
  private var heads: [Int]
  private var generator: SeededGenerator
  private(set) var hard = 0
  private(set) var soft = 0

  /// - Parameters:
  ///   - kinds: The class of each resident.
  ///   - rows: Each resident's services by column, curriculum and whole blocks kept.
  init(
    terms: PlanTerms, kinds: [Int], rows: [[Int]], fixed: [[Bool]], generator: SeededGenerator
  ) {
    self.terms = terms
    self.kinds = kinds
    self.fixed = fixed
    self.generator = generator
    cells = rows.flatMap { $0 }
    heads = Array(repeating: 0, count: terms.covers.count * terms.columnCount)
    countAll()
  }

  private mutating func countAll() {
    let width = terms.columnCount
    for (row, kind) in kinds.enumerated() {
      for column in 0..<width {
        for cover in terms.coversOf[kind][cells[row * width + column]] {
          heads[cover * width + column] += 1
        }
      }
      let units = terms.rowUnits(cells[row * width..<(row + 1) * width], kind: kind)
      hard += units.hard
      soft += units.soft
    }
    for (index, cover) in terms.covers.enumerated() {
      for column in cover.columns { hard += excess(cover, heads[index * width + column]) }
    }
  }

  private func excess(_ cover: PlanTerms.Cover, _ heads: Int) -> Int {
    max(0, cover.minimum - heads) + max(0, heads - cover.maximum)
  }

  /// Moves until no hard rule is broken and the soft cost has stopped falling, or it gives up.
  ///
  /// - Returns: Services by resident and column.
  mutating func plan() throws(SampleFailure) -> [Int] {
    var remembered = Array(repeating: cost, count: Self.memory)
    let movesMax = Self.movesPerCell * cells.count
    var idle = 0
    for move in 0..<movesMax {
      let before = (cost: cost, hard: hard, soft: soft)
      guard let swap = drawSwap() else { continue }
      apply(swap)
      let slot = move % Self.memory
      if cost <= before.cost || cost <= remembered[slot] {
        idle = cost < before.cost ? 0 : idle + 1
      } else {
        apply(swap)
        idle += 1
      }
      remembered[slot] = min(remembered[slot], cost)
      if hard == 0, idle > 20 * cells.count || soft == 0 { break }
    }
    guard hard == 0 else { throw .noPlan(units: hard) }
    return cells
  }

  private var cost: Int { Self.hardWeight * hard + soft }

  /// Columns of one row whose services change places, pair by pair.
  private struct Swap {
    var row: Int
    var pairs: [(Int, Int)]
  }

  private mutating func drawSwap() -> Swap? {
    let row = generator.below(kinds.count)
    let width = terms.columnCount
    let first = generator.below(width)
    let second = generator.below(width)
    let start = row * width
    guard cells[start + first] != cells[start + second], !fixed[row][first], !fixed[row][second]
    else { return nil }
    let areHalves =
      terms.isHalf[cells[start + first]] && terms.isHalf[cells[start + second]]
    if areHalves, generator.below(4) > 0 { return Swap(row: row, pairs: [(first, second)]) }
    let one = first & ~1
    let other = second & ~1
    guard one != other else {
      return areHalves ? Swap(row: row, pairs: [(first, second)]) : nil
    }
    return Swap(row: row, pairs: [(one, other), (one + 1, other + 1)])
  }

  /// Applies a swap; applied again, it is undone.
  private mutating func apply(_ swap: Swap) {
    let width = terms.columnCount
    let start = swap.row * width
    let kind = kinds[swap.row]
    count(row: swap.row, kind: kind, sign: -1)
    for (one, other) in swap.pairs {
      let left = cells[start + one]
      let right = cells[start + other]
      shift(kind, column: one, from: left, to: right)
      shift(kind, column: other, from: right, to: left)
      cells.swapAt(start + one, start + other)
    }
    count(row: swap.row, kind: kind, sign: 1)
  }

  private mutating func count(row: Int, kind: Int, sign: Int) {
    let width = terms.columnCount
    let units = terms.rowUnits(cells[row * width..<(row + 1) * width], kind: kind)
    hard += sign * units.hard
    soft += sign * units.soft
  }

  private mutating func shift(_ kind: Int, column: Int, from old: Int, to service: Int) {
    for cover in terms.coversOf[kind][old] { add(-1, to: cover, column) }
    for cover in terms.coversOf[kind][service] { add(1, to: cover, column) }
  }

  private mutating func add(_ amount: Int, to index: Int, _ column: Int) {
    let place = index * terms.columnCount + column
    let cover = terms.covers[index]
    if cover.columns.contains(column) { hard -= excess(cover, heads[place]) }
    heads[place] += amount
    if cover.columns.contains(column) { hard += excess(cover, heads[place]) }
  }
}
