import Grid

/// Column generation: the linear master and the programmes of rows in turn, until no line is left
/// that would make the mixture cheaper.
///
/// Prices are drawn to those of the best bound so far, which saves most of the rounds: P. Wentges,
/// "Weighted Dantzig–Wolfe decomposition for linear mixed-integer programming", International
/// Transactions in Operational Research 4 (1997), doi:10.1111/j.1475-3995.1997.tb00071.x. Windows
/// that a row's programme doesn't follow are carried by it once a line breaks them.
struct LineGenerator {
  /// When it has done enough.
  struct Patience {
    var rounds: Int
    /// Points between mixture and bound.
    var tolerance: Double
    /// Weight of the best bound's prices, 0 to less than 1.
    var blend: Float
    /// Points up to which a mixture is good enough, wherever the bound is.
    var target = -Double.infinity
  }

  let problem: DualProblem
  private let pricer: DualPricer
  private let meter: SearchMeter
  private(set) var master: LineMaster
  /// Lines after which most are forgotten.
  private let linesLimit: Int
  /// What rows without lines feed.
  private let base: [Float]
  /// Rows that aren't held, and what all others feed.
  private var scope: DualPricer.Scope
  private(set) var held: [Int: Int] = [:]
  /// Whether the solver has failed for another reason than time.
  private(set) var isLost = false
  /// Held rows that the linear programme hasn't.
  private var outside: [Int: Int] = [:]

  init(_ course: DualCourse, _ solver: any LinearSolver) {
    problem = course.problem
    pricer = course.pricer
    meter = course.meter
    base = course.frozenAmounts
    let usual = Double(course.task.model.largestSoftPrice)
    master = LineMaster(course.problem, hardPoints: 10 * usual, solver)
    let limit = course.parameters.value("lines-limit", default: Self.linesLimit)
    linesLimit = Int(max(1, min(1e7, limit)))
    scope = DualPricer.Scope(
      active: Array(course.problem.rows.indices), base: base, isExact: true)
  }

  /// Multipliers with a known worth.
  struct Bound {
    var multipliers: [Float]
    var value: Double
  }

  /// Takes in the rows of an answer that breaks no hard rule, and says which lines they are; nil
  /// where the programme of a row knows better.
  mutating func add(_ answer: GridAnswer) -> [Int: Int]? {
    let columnCount = problem.model.columnCount
    var result: [Int: Int] = [:]
    for (index, row) in problem.rows.enumerated() {
      let start = row.row * columnCount
      result[index] = master.add(index, Array(answer.cells[start..<start + columnCount]))
    }
    return result.count == problem.rows.count ? result : nil
  }

  /// Takes in the lines that some more steps of a climb meet, and begins to mix.
  mutating func gather(_ volume: VolumeAlgorithm, upper: Double, until limit: Double) {
    for _ in 0..<Self.steps where meter.share < limit {
      guard volume.step(scope, upper: upper, meter, until: limit) else { break }
      for index in scope.active { _ = master.add(index, pricer.line(index)) }
    }
    beginAnew(near: nil)
  }

  /// Takes in the lines that some steps of a climb meet beside what is held, so that the linear
  /// programme has what to mix: it would find one line of each row in a round of its own.
  ///
  /// - Parameters:
  ///   - bound: On entry where to begin, if it is not at `other`; on return where the climb ended.
  ///   - upper: What the climb aims at.
  ///   - steps: Each finds a line of every open row, known or not.
  mutating func settle(
    _ bound: inout Bound, or other: [Float], upper: Double, steps: Int, until limit: Double
  ) {
    let heldCost = cost(of: held.values)
    var best: Bound?
    for trial in [bound.multipliers, other] {
      let trial = extended(trial)
      guard let found = pricer.evaluate(trial, scope, meter, until: limit) else { return }
      if found.value >= best?.value ?? -.infinity {
        best = Bound(multipliers: trial, value: found.value)
      }
    }
    guard let best else { return }
    let volume = VolumeAlgorithm(pricer, centre: best.multipliers, tuning: Self.settling)
    for _ in 0..<steps where meter.share < limit {
      guard volume.step(scope, upper: upper - heldCost, meter, until: limit) else { break }
      for index in scope.active {
        if let number = master.add(index, pricer.line(index)) { master.include(number) }
      }
    }
    bound = Bound(multipliers: volume.centre, value: volume.value + heldCost)
  }

  /// Weights and steps of a climb beside held rows.
  private static let settling = VolumeAlgorithm.Tuning(
    alpha: 0.1, alphaFloor: 0.001, theta: 0.3, patience: .short)

  /// Lines of eight weeks take some 2 kB each.
  private static let linesLimit = 100_000.0
  /// Steps of a climb whose lines are taken in.
  private static let steps = 60

  /// Forgets most lines where there are too many; says the new numbers of all that are left, nil
  /// where all are.
  mutating func forget(
    near prices: LineMaster.Mixture, except lines: some Sequence<Int>
  ) -> [Int: Int]? {
    guard master.lines.count > linesLimit else { return nil }
    let named = Array(lines) + prices.shares.map(\.line)
    let numbers = master.forget(near: prices, except: named)
    held = [:]
    scope.active = Array(problem.rows.indices)
    scope.base = base
    beginAnew(near: nil)
    return numbers
  }

  /// Holds rows at lines, and lets the others take any.
  ///
  /// The linear programme keeps rows that are held since it began, which costs it least, until
  /// they are as many as the others; one without them begins then.
  mutating func hold(_ lines: [Int: Int], near prices: LineMaster.Mixture? = nil) {
    held = lines
    scope.active = problem.rows.indices.filter { lines[$0] == nil }
    scope.base = amounts(of: lines)
    let isWithin = outside.allSatisfy { lines[$0.key] == $0.value }
    let count = problem.rows.count - outside.count
    let isFreed = master.heldRows.contains { lines[$0] == nil }
    guard isWithin, !isFreed, !master.isOutgrown, 2 * scope.active.count > count else {
      beginAnew(near: prices)
      return
    }
    // In one order, so that equal runs make equal programmes.
    for row in problem.rows.indices where outside[row] == nil {
      guard let line = lines[row] else { continue }
      master.hold(row, at: line)
    }
  }

  private mutating func beginAnew(near prices: LineMaster.Mixture?) {
    outside = held
    master.begin(scope.active, beside: scope.base, near: prices)
  }

  private func amounts(of lines: [Int: Int]) -> [Float] {
    var result = base
    for number in problem.rows.indices.compactMap({ lines[$0] }) {
      for feed in master.lines[number].feeds { result[Int(feed.sum)] += Float(feed.weight) }
    }
    return result
  }

  private func cost(of lines: some Sequence<Int>) -> Double {
    lines.reduce(0) { $0 + master.lines[$1].cost }
  }

  /// How much more each cover may get from lines, so that it gets no more than a mixture gives it,
  /// rounded up.
  func room(of mixture: LineMaster.Mixture) -> [Double] {
    var result = [Double](repeating: 0, count: problem.coverCount)
    for item in mixture.shares where held[master.lines[item.line].row] == nil {
      for feed in master.lines[item.line].feeds {
        result[Int(feed.sum)] += item.share * feed.weight
      }
    }
    return result.map { ($0 - Self.leastPart).rounded(.up) }
  }

  /// Takes a line's feeds from the room that covers have, if there is as much.
  func take(_ line: Int, from room: inout [Double], evenBeyond: Bool) -> Bool {
    let feeds = master.lines[line].feeds
    guard evenBeyond || feeds.allSatisfy({ $0.weight <= room[Int($0.sum)] }) else { return false }
    for feed in feeds { room[Int(feed.sum)] -= feed.weight }
    return true
  }

  /// Part of a step that is none.
  private static let leastPart = 1e-3

  /// What an answer of held lines alone costs; hard covers at a price beyond any soft one.
  var costOfHeld: Double {
    (0..<problem.coverCount).reduce(cost(of: held.values)) {
      $0 + Double(problem.amounts[$1].points(scope.base[$1], hard: 1_000_000))
    }
  }

  /// A cheapest mixture of all lines of the rows that aren't held, known or not; of known ones only
  /// where time or patience ended. Nil when there was no time for any.
  mutating func mixture(
    _ patience: Patience, bound: inout Bound, until limit: Double
  ) -> LineMaster.Mixture? {
    var result: LineMaster.Mixture?
    var blend = patience.blend
    let heldCost = cost(of: held.values)
    for _ in 0..<patience.rounds {
      let goesOn = { [meter] in
        meter.look()
        return meter.share < limit
      }
      guard var mixture = master.mixture(isPart: !held.isEmpty, goesOn: goesOn) else {
        isLost = isLost || meter.share < limit
        return result
      }
      mixture.cost += cost(of: outside.values)
      result = mixture
      meter.spend(Self.roundTrip + mixture.steps * (problem.coverCount + problem.rows.count))
      if mixture.cost - bound.value < patience.tolerance || mixture.cost < patience.target { break }
      if master.isCrowded { beginAnew(near: mixture) }
      let trial = multipliers(of: mixture, drawnTo: bound, blend)
      guard let found = pricer.evaluate(trial, scope, meter, until: limit) else { return result }
      let news = takePriced(trial)
      for number in news { master.include(number) }
      let isHigher = found.value + heldCost > bound.value
      if isHigher { bound = Bound(multipliers: trial, value: found.value + heldCost) }
      if mixture.cost - bound.value < patience.tolerance { break }
      let isNews = news.contains { master.reducedCost($0, at: mixture) < -Self.leastGain }
      if !isNews && blend == 0 { break }
      if !isNews && !isHigher { blend = blend < 0.2 ? 0 : blend / 2 }
    }
    return result
  }

  /// Tells of a bound on all rows, as far as multipliers can be stated.
  func offer(_ bound: Bound) {
    let whole = DualPricer.Scope(
      active: Array(problem.rows.indices), base: base, isExact: true)
    let multipliers = extended(bound.multipliers)
    guard problem.isWhole, bound.value > -.infinity,
      let exact = pricer.offerable(multipliers, value: bound.value, whole, meter)
    else { return }
    meter.control.proved(
      problem.offer(
        exact.multipliers, value: exact.value, denominator: exact.denominator, isExact: true))
  }

  /// Multipliers for all places there are: rows that carry more windows since then have other ones
  /// for what they don't carry.
  private func extended(_ multipliers: [Float]) -> [Float] {
    multipliers
      + Array(repeating: 0, count: max(0, problem.amounts.count - multipliers.count))
  }

  /// Prices of covers between a mixture's and a bound's; none of windows.
  private func multipliers(
    of mixture: LineMaster.Mixture, drawnTo bound: Bound, _ blend: Float
  ) -> [Float] {
    var result = [Float](repeating: 0, count: problem.amounts.count)
    for cover in 0..<problem.coverCount {
      let box = problem.amounts[cover].box
      let value = mixture.multipliers[cover]
      let drawn = value + blend * (bound.multipliers[cover] - value)
      result[cover] = problem.offerable(
        min(box.upperBound, max(box.lowerBound, drawn)), cover)
    }
    return result
  }

  /// What it costs to ask a child, in steps of passes: about a millisecond.
  private static let roundTrip = 1_000_000
  /// Points by which a line must be cheaper than its row's.
  private static let leastGain = 1e-4

  /// Takes in the lines priced last, each made to keep its windows; says the new ones' numbers.
  private mutating func takePriced(_ trial: [Float]) -> [Int] {
    var news: [Int] = []
    for index in scope.active {
      let line = pricer.line(index)
      let broken = master.brokenWindows(problem.rows[index], line)
      if broken.isEmpty {
        if let number = master.add(index, line) { news.append(number) }
      } else if let line = mended(index, broken, trial), let number = master.add(index, line) {
        news.append(number)
      }
    }
    return news
  }

  /// A row's cheapest line again with broken windows carried, or where that outgrows the limit with
  /// their choices dearer.
  private mutating func mended(
    _ index: Int, _ broken: [DualRow.Window], _ trial: [Float]
  ) -> [UInt16]? {
    var trial = trial
    var broken = broken
    for _ in 0..<Self.tries {
      let weighted = Set(broken.filter { $0.tally == nil }.map(\.index))
      if !weighted.isEmpty && problem.carry(weighted, of: index) {
        trial = extended(trial)
      } else {
        for window in broken {
          let isOver = pricer.amount(of: window, index, problem.rows[index]) > window.high
          trial[window.place] += isOver ? -Self.surcharge : Self.surcharge
        }
      }
      guard pricer.cheapest(index, at: trial, meter) else { return nil }
      let line = pricer.line(index)
      broken = master.brokenWindows(problem.rows[index], line)
      if broken.isEmpty { return line }
    }
    return nil
  }

  /// Tries to have a line keep its windows, and points a step by which each makes them dearer.
  private static let tries = 8
  private static let surcharge: Float = 10
}
