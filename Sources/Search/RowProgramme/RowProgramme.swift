package import Grid

/// What planning a stretch of one row has come to.
package enum RowResult: Sendable, Hashable {
  /// A cheapest sequence for the range, and its cost: the prices of its cells plus all soft points
  /// of the row's own transitions, runs, sums and orders.
  case found(cost: Int, cells: [UInt16])
  /// No sequence satisfies the hard rules that the range touches.
  case infeasible
  /// The states did not fit the limit, or prices were too large to add up; nothing is known.
  case tooLarge
}

/// Plans a stretch of one row exactly, at given prices for every choice of every cell.
///
/// A resource-constrained shortest path through the row's columns (S. Irnich, G. Desaulniers,
/// "Shortest path problems with resource constraints", 2005, doi:10.1007/0-387-25486-2_2). States
/// are found as they are reached and kept between calls; the amount of one long sum is the index
/// of a vector of costs. Sums that cost nothing where they were left out need not be carried, so
/// each is left out until an answer breaks it (G. Righini, M. Salani, "New dynamic programming
/// algorithms for the resource constrained elementary shortest path problem", 2008,
/// doi:10.1002/net.20212). `docs/algorithms/row-programme.md` has the details and limits.
///
/// Covers are not seen: their marginal prices belong into the caller's table. Poor where many hard
/// sums bind at once, as in a whole year with a dozen fixed counts: it then says `tooLarge`, and so
/// it does for rows under series, clock rules or rolling windows, which it does not know.
/// For one thread; equal sequences of calls give equal answers.
package final class RowProgramme {
  /// A price from which on a choice counts as closed; any lower one is a price.
  package static let closed = Int32.max / 2

  private let rules: RowRules
  private let isSupported: Bool
  /// How much each window has lately been needed, 0…``needMax``.
  private var need: [Int]
  /// Automata by the windows they carry.
  private var automata: [[Int]: RowAutomaton] = [:]
  private let workspace = RowWorkspace()
  private let keptStates: Int
  /// Steps of all calls so far, states times classes: what the calls have cost, by any clock alike.
  package private(set) var steps = 0

  /// A window is carried from this need on.
  private static let needCarried = 8
  private static let needMax = 16
  /// States of one automaton kept between calls unless the caller says: about 20 MB of words,
  /// places and steps.
  package static let keptStatesMax = 100_000
  /// Automata kept: window sets of one row seldom differ more than this.
  private static let keptAutomataMax = 8
  /// Bits of a state's word for groups under way.
  private static let groupSlotsMax = 30

  /// Reads one row's rules; quotas narrow its sums. An automaton with more than `keptStates` states
  /// is dropped after a call, for callers with many rows.
  ///
  /// - Complexity: O(rules + columns × choices + choices² × transition tables of the row).
  package init(
    model: SearchModel, row: Int, quotas: [Quota] = [], keptStates: Int = keptStatesMax
  ) {
    self.keptStates = keptStates
    let rules = RowRules(model, row: row, quotas: quotas)
    self.rules = rules
    isSupported =
      !model.hasRulesOfDuty(row: row)
      && rules.windows.allSatisfy { ($0.groups?.slotCount ?? 0) <= Self.groupSlotsMax }
    // A hard band from both sides nearly always binds; the rest is learnt.
    need = rules.windows.map {
      let isBand = $0.isHard && $0.low != RowWindow.noLow && $0.high != RowWindow.noHigh
      return isBand && $0.groups == nil ? Self.needMax : 0
    }
  }

  /// The cheapest choices for the columns of `range`, all other cells of the row as they are.
  ///
  /// `prices` holds one price a column of the range and choice, `offset * choiceCount + choice`;
  /// soft cell prices of the grid belong into it. `current` holds the whole row. `stateLimit` is
  /// the number of costs (4 bytes each) one call may keep, and of states of an automaton.
  /// The result is exact or says that it is not known.
  ///
  /// - Precondition: the range is not empty and lies inside the row.
  package func best(
    prices: UnsafePointer<Int32>, range: Range<Int>, current: UnsafePointer<UInt16>,
    stateLimit: Int
  ) -> RowResult {
    precondition(
      !range.isEmpty && range.lowerBound >= 0 && range.upperBound <= rules.model.columnCount,
      "Columns \(range) of \(rules.model.columnCount)")
    guard isSupported else { return .tooLarge }
    let task = RowTask(prices: prices, range: range, cells: current, stateLimit: stateLimit)
    var carried = rules.windows.indices.filter {
      need[$0] >= Self.needCarried || !rules.windows[$0].isNeverRewarding
    }
    var mayCarryLess = true
    while true {
      switch pass(task, carried) {
      case .infeasible: return .infeasible
      case .tooLarge:
        let least = rules.windows.indices.filter { !rules.windows[$0].isNeverRewarding }
        guard mayCarryLess, least.count < carried.count else { return .tooLarge }
        mayCarryLess = false
        carried = least
      case .found(_, let cells):
        let row = spliced(cells, task)
        let missed = missing(row, range, carried)
        if missed.isEmpty { return .found(cost: cost(row, task), cells: cells) }
        carried = (carried + missed).sorted()
      }
    }
  }

  /// What a whole row costs at the prices of a range, in the measure of ``RowResult``.
  package func cost(
    prices: UnsafePointer<Int32>, range: Range<Int>, row: UnsafePointer<UInt16>
  ) -> Int {
    range.reduce(rules.softPoints(row)) { sum, column in
      let offset = (column - range.lowerBound) * rules.model.choiceCount
      return sum + Int(prices[offset + Int(row[column])])
    }
  }

  private func cost(_ row: [UInt16], _ task: RowTask) -> Int {
    row.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { cost(prices: task.prices, range: task.range, row: $0) } ?? 0
    }
  }

  private func pass(_ task: RowTask, _ carried: [Int]) -> RowResult {
    var automaton = automata.removeValue(forKey: carried) ?? make(carried)
    if automaton.stateCount > task.stateLimit / 2 {
      automaton = make(carried)
    }
    var pass = RowPass(consume automaton, task, workspace)
    let result = pass.run()
    if automata.count >= Self.keptAutomataMax { automata = [:] }
    steps += pass.steps
    if pass.automaton.stateCount <= keptStates { automata[carried] = pass.automaton }
    return result
  }

  /// An automaton whose widest sum is a vector.
  private func make(_ carried: [Int]) -> RowAutomaton {
    let wide = carried.filter { rules.windows[$0].groups == nil }
    let spans = wide.map { (window: $0, span: rules.span(of: $0)) }
    let dense = spans.max { ($0.span, -$0.window) < ($1.span, -$1.window) }?.window
    return RowAutomaton(rules, windows: carried.filter { $0 != dense }, dense: dense)
  }

  private func spliced(_ cells: [UInt16], _ task: RowTask) -> [UInt16] {
    var row = Array(UnsafeBufferPointer(start: task.cells, count: rules.model.columnCount))
    row.replaceSubrange(task.range, with: cells)
    return row
  }

  /// Windows left out that the row breaks or pays for; keeps account of which ones bind.
  private func missing(_ row: [UInt16], _ range: Range<Int>, _ carried: [Int]) -> [Int] {
    var missed: [Int] = []
    row.withUnsafeBufferPointer { buffer in
      guard let cells = buffer.baseAddress else { return }
      for (index, window) in rules.windows.enumerated() where window.overlaps(range) {
        let amount = window.amount(cells, in: 0..<rules.model.columnCount)
        let isCarried = carried.contains(index)
        if window.price(amount) != 0 && !isCarried {
          missed.append(index)
          need[index] = Self.needMax
        } else if isCarried && amount > window.low && amount < window.high {
          need[index] = max(0, need[index] - 1)
        }
      }
    }
    return missed
  }
}

/// One call: what to plan, around what, within which limit.
struct RowTask {
  var prices: UnsafePointer<Int32>
  var range: Range<Int>
  /// The whole row as it is.
  var cells: UnsafePointer<UInt16>
  var stateLimit: Int
}

extension RowRules {
  /// Steps between the least and the greatest amount that a window of weights can have.
  func span(of window: Int) -> Int {
    let item = windows[window]
    var total = 0
    for column in choices.indices where item.looksAt[column] {
      let weights = choices[column].map { Int(item.weights[Int($0)]) }
      total += (weights.max() ?? 0) - (weights.min() ?? 0)
    }
    return total / item.unit
  }
}

extension RowWindow {
  /// Greatest common divisor of the weights, at least 1.
  var unit: Int {
    weights.reduce(0) { divisor, weight in
      var (left, right) = (divisor, abs(Int(weight)))
      while right != 0 { (left, right) = (right, left % right) }
      return left
    }.nonZero
  }
}

extension Int {
  fileprivate var nonZero: Int { self == 0 ? 1 : self }
}
