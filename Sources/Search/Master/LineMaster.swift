/// The linear master: which share of which known line each row takes, so that all lines and what
/// their covers lack or have too much cost least.
///
/// The grid by rows, as in G. B. Dantzig, P. Wolfe, "Decomposition principle for linear programs",
/// Operations Research 8 (1960), doi:10.1287/opre.8.1.101.
struct LineMaster {
  /// A whole row that breaks none of its hard rules.
  struct Line {
    /// Index among the problem's rows.
    var row: Int
    var cells: [UInt16]
    /// Soft points of the row alone.
    var cost: Double
    /// What it feeds to covers, each once, in typical steps.
    var feeds: [(sum: Int32, weight: Double)]
  }

  /// A cheapest mixture of known lines.
  struct Mixture {
    /// Points of lines, and of what covers lack or have too much.
    var cost: Double
    /// Share of each line of a row that isn't held, by number of the line; only where it isn't 0.
    var shares: [(line: Int, share: Double)]
    /// What each cover's next step is worth, and what each row's line costs at these prices.
    var multipliers: [Float]
    var rowCosts: [Double]
    var steps: Int
  }

  let problem: DualProblem
  private let solver: any LinearSolver
  private(set) var lines: [Line] = []
  private var linesOfRow: [[Int]]
  private var known: Set<[UInt16]> = []
  /// The sum that gives each row one line; -1 where the programme hasn't the row.
  private var sumOfRow: [Int32]
  /// Variable of each line; -1 where the programme has none.
  private var variables: [Int32] = []
  private var lineOfVariable: [Int32] = []
  /// The line that each row of the programme is held at.
  private var held: [Int?]
  /// Points for a step that a hard cover lacks or has too much.
  private let hardPoints: Double
  private let columnCount: Int
  private let choiceCount: Int

  /// Points for a row without a line.
  private var rowPoints: Double { hardPoints * Double(columnCount) }

  /// Shares below count as none.
  private static let leastShare = 1e-6
  /// Lines of a row in the programme, and how many of an open one make it begin anew with the best
  /// ones: while lines are looked for, and when rows are held.
  private static let linesKept = 60
  private static let linesMax = (open: 200, held: 250)
  /// Variables from which a programme with held rows is solved through the middle: a new corner is
  /// then far from the last one.
  private static let manyVariables = 3_000

  init(_ problem: DualProblem, hardPoints: Double, _ solver: any LinearSolver) {
    self.problem = problem
    self.hardPoints = hardPoints
    self.solver = solver
    held = problem.rows.map { _ in nil }
    linesOfRow = problem.rows.map { _ in [] }
    sumOfRow = problem.rows.map { _ in -1 }
    columnCount = problem.model.columnCount
    choiceCount = problem.model.choiceCount
  }

  // MARK: Lines

  /// Takes a line in and says its number; nil when it is known already, or breaks a window.
  mutating func add(_ index: Int, _ cells: [UInt16]) -> Int? {
    let row = problem.rows[index]
    guard known.insert(key(index, cells)).inserted, brokenWindows(row, cells).isEmpty else {
      return nil
    }
    append(Line(row: index, cells: cells, cost: cost(row, cells), feeds: feeds(row, cells)))
    return lines.count - 1
  }

  private func key(_ index: Int, _ cells: [UInt16]) -> [UInt16] {
    cells + [UInt16(truncatingIfNeeded: index)]
  }

  private mutating func append(_ line: Line) {
    linesOfRow[line.row].append(lines.count)
    lines.append(line)
    variables.append(-1)
  }

  /// Forgets all lines but each row's best at some prices and those that are named; says the new
  /// number of each that is left. The programme must begin anew.
  mutating func forget(near prices: Mixture, except named: [Int]) -> [Int: Int] {
    let best = problem.rows.indices.flatMap { kept($0, prices) }
    let old = lines
    lines = []
    known = []
    linesOfRow = problem.rows.map { _ in [] }
    variables = []
    var numbers: [Int: Int] = [:]
    for number in Set(best + named).sorted() {
      numbers[number] = lines.count
      known.insert(key(old[number].row, old[number].cells))
      append(old[number])
    }
    return numbers
  }

  /// Hard windows that a line breaks: some that the exact programme doesn't follow.
  func brokenWindows(_ row: DualRow, _ cells: [UInt16]) -> [DualRow.Window] {
    row.windows.filter { window in
      let rule = row.rules.windows[window.index]
      guard rule.isHard, !window.isFollowed else { return false }
      return cells.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { rule.price(rule.amount($0, in: 0..<columnCount)) != 0 } ?? false
      }
    }
  }

  /// What a line costs more than its row's at prices of covers.
  func reducedCost(_ number: Int, at mixture: Mixture) -> Double {
    let line = lines[number]
    return line.feeds.reduce(line.cost - mixture.rowCosts[line.row]) {
      $0 - Double(mixture.multipliers[Int($1.sum)]) * $1.weight
    }
  }

  private func cost(_ row: DualRow, _ cells: [UInt16]) -> Double {
    let model = problem.model
    let start = row.row * columnCount
    let ofCells = cells.enumerated().reduce(0) {
      $0 + Int(model.cellPrices.price(start + $1.offset, Int($1.element)))
    }
    return cells.withUnsafeBufferPointer { buffer in
      Double(ofCells + (buffer.baseAddress.map(row.rules.softPoints) ?? 0))
    }
  }

  private func feeds(_ row: DualRow, _ cells: [UInt16]) -> [(sum: Int32, weight: Double)] {
    let table = problem.classes[row.coverClass]
    var weights: [Int32: Double] = [:]
    for (column, choice) in cells.enumerated() {
      let place = column * choiceCount + Int(choice)
      for position in Int(table.start[place])..<Int(table.start[place + 1]) {
        let feed = table.feeds[position]
        weights[feed.cover, default: 0] += Double(feed.weight)
      }
    }
    return weights.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  // MARK: The linear programme

  /// Begins the programme for some rows, free to take any line, or their best ones at some prices.
  ///
  /// - Parameter base: what all other rows feed.
  mutating func begin(_ rows: [Int], beside base: [Float], near prices: Mixture? = nil) {
    let covers = (0..<problem.coverCount).map { cover in
      let amount = problem.amounts[cover]
      return Double(amount.low - base[cover])...Double(amount.high - base[cover])
    }
    solver.begin(covers + rows.map { _ in 1...1 })
    sumOfRow = problem.rows.map { _ in -1 }
    for (place, row) in rows.enumerated() { sumOfRow[row] = Int32(problem.coverCount + place) }
    held = problem.rows.map { _ in nil }
    lineOfVariable = []
    variables = Array(repeating: -1, count: lines.count)
    for cover in 0..<problem.coverCount {
      let amount = problem.amounts[cover]
      if amount.low > -.infinity { addSlack(cover, 1, amount.under) }
      if amount.high < .infinity { addSlack(cover, -1, amount.over) }
    }
    for row in rows {
      // A row that no line of is known yet.
      solver.add(LinearVariable(cost: rowPoints, parts: [(sumOfRow[row], 1)]))
      lineOfVariable.append(-1)
      for number in kept(row, prices) { include(number) }
    }
  }

  private mutating func addSlack(_ cover: Int, _ weight: Double, _ price: Float) {
    let points = price == .infinity ? hardPoints : Double(price)
    solver.add(LinearVariable(cost: points, parts: [(Int32(cover), weight)]))
    lineOfVariable.append(-1)
  }

  private func kept(_ row: Int, _ prices: Mixture?) -> [Int] {
    let all = linesOfRow[row]
    guard let prices, all.count > Self.linesKept else { return all }
    return all.map { (line: $0, cost: reducedCost($0, at: prices)) }
      .sorted { $0.cost < $1.cost }.prefix(Self.linesKept).map(\.line)
  }

  /// Lets the programme choose a line of one of its rows.
  mutating func include(_ number: Int) {
    let line = lines[number]
    guard variables[number] < 0, sumOfRow[line.row] >= 0 else { return }
    variables[number] = Int32(lineOfVariable.count)
    lineOfVariable.append(Int32(number))
    solver.add(
      LinearVariable(cost: line.cost, parts: line.feeds + [(sumOfRow[line.row], 1)]))
  }

  /// Rows of the programme that are held.
  var heldRows: [Int] { held.indices.filter { held[$0] != nil } }

  /// Holds a row of the programme at a line.
  mutating func hold(_ row: Int, at number: Int) {
    guard held[row] != number else { return }
    if let line = held[row] { solver.setFloor(0, of: Int(variables[line])) }
    include(number)
    solver.setFloor(1, of: Int(variables[number]))
    held[row] = number
  }

  /// Whether the programme has so many lines that it had better begin anew.
  var isCrowded: Bool {
    lineOfVariable.count > Self.linesMax.open * sumOfRow.count { $0 >= 0 }
  }

  /// Whether it has so many beside those of rows that are held.
  var isOutgrown: Bool {
    let open = sumOfRow.indices.count { sumOfRow[$0] >= 0 && held[$0] == nil }
    return lineOfVariable.count > Self.linesMax.held * open
  }

  /// A cheapest mixture; nil when there is none, or `goesOn` said no.
  ///
  /// - Parameter isPart: whether rows are held, in the programme or beside it.
  func mixture(isPart: Bool, goesOn: () -> Bool) -> Mixture? {
    let isInterior = isPart && lineOfVariable.count > Self.manyVariables
    guard let answer = solver.solve(by: isInterior ? .interior : .simplex, goesOn: goesOn) else {
      return nil
    }
    var shares: [(line: Int, share: Double)] = []
    for (variable, number) in lineOfVariable.enumerated() {
      if number < 0 || answer.values[variable] <= Self.leastShare { continue }
      if held[lines[Int(number)].row] == nil {
        shares.append((Int(number), answer.values[variable]))
      }
    }
    return Mixture(
      cost: answer.cost, shares: shares,
      multipliers: answer.duals.prefix(problem.coverCount).map(Float.init),
      rowCosts: sumOfRow.map { $0 < 0 ? 0 : answer.duals[Int($0)] }, steps: answer.steps)
  }
}
