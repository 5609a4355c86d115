import Determinism
import Grid

/// One search by way of the dual: a start, the climb, and what strategies make of its end.
struct DualCourse {
  let task: SearchTask
  let parameters: StrategyParameters
  let meter: SearchMeter
  let problem: DualProblem
  let pricer: DualPricer
  private(set) var best: Candidate?
  private(set) var volume: VolumeAlgorithm?
  private var dived: GridAnswer?
  private let trivialBound: Double

  /// Share of the budget between two offers of a bound: one check of a year takes seconds.
  private static let offerInterval = 0.1
  /// First reward for a unit that the start lacks, as a share of what lacking it costs. Measured:
  /// with 0.6 the climb takes a third longer, with 0.03 it stalls on some.
  private static let firstReward: Float = 0.3
  /// First weight of the newest rows in the average. Measured: 0.1 on 12 and 26 weeks; on a year a
  /// patient climb then ends a seventh below what 0.03 reaches.
  private static let alphaMost: Float = 0.1
  private static let alphaOfColumn: Float = 11
  private static let alphaFloor: Float = 0.001
  /// Weight and step of a climb that goes on after it stalled.
  private static let again = VolumeAlgorithm.Tuning(
    alpha: 0.03, alphaFloor: alphaFloor, theta: 0.05, patience: .long)

  init(_ task: SearchTask, _ parameters: StrategyParameters, _ meter: SearchMeter) {
    self.task = task
    self.parameters = parameters
    self.meter = meter
    problem = DualProblem(
      task.model, task.subproblem, carriesSmall: parameters.value("carry", default: 0) > 0)
    pricer = DualPricer(problem)
    // Where a reward has no limit there is no such bound, and any offer says more.
    trivialBound = (try? task.model.grid.trivialBound()).map(Double.init) ?? -.infinity
  }

  mutating func take(_ candidate: Candidate) {
    if best.map(candidate.isBetter(than:)) ?? true {
      best = candidate
      meter.control.improved(candidate)
    }
  }

  /// Takes an answer for the polish to begin with, if it is the best of its kind.
  mutating func takeDived(_ candidate: Candidate) {
    let known = dived.map { Candidate(of: task, answer: $0, effort: 0) }
    if known.map(candidate.isBetter(than:)) ?? true { dived = candidate.answer }
  }

  /// The border, or a roughly annealed answer: something to aim at.
  mutating func makeStart(until share: Double) {
    if let border = task.subproblem.border, parameters.value("cold", default: 0) == 0 {
      take(Candidate(of: task, answer: border, effort: meter.effort))
      return
    }
    var start = task
    start.subproblem.border = nil
    anneal(start, AnnealingStrategy(parameters), until: share)
  }

  /// Runs an annealing up to a share of the whole budget.
  mutating func anneal(_ task: SearchTask, _ strategy: AnnealingStrategy, until share: Double) {
    var known = best
    let control = meter.control
    let slice = SliceControl(meter, until: share) { candidate in
      if known.map(candidate.isBetter(than:)) ?? true {
        known = candidate
        control.improved(candidate)
      }
    }
    _ = strategy.search(task, control: slice)
    best = known
  }

  // MARK: The climb

  /// Climbs with all windows relaxed, then with amounts followed exactly.
  ///
  /// A patient climb ends higher, and later: bounds want it. Dives don't: they start from averages,
  /// and those of a climb under way, or of one that goes on, are worse than those of one that has
  /// stalled low.
  mutating func climb(relaxedUntil: Double, exactUntil: Double, isPatient: Bool) {
    guard !problem.rows.isEmpty, let start = best else { return }
    let columns = Float(max(1, task.model.columnCount))
    let tuning = VolumeAlgorithm.Tuning(
      alpha: isPatient ? min(Self.alphaMost, Self.alphaOfColumn / columns) : Self.alphaMost,
      alphaFloor: Self.alphaFloor, theta: 0.5, patience: isPatient ? .long : .short)
    let volume = VolumeAlgorithm(pricer, centre: firstMultipliers(start.answer), tuning: tuning)
    self.volume = volume
    var scope = wholeScope
    run(volume, scope, until: relaxedUntil)
    if meter.share >= exactUntil { return }
    scope.isExact = true
    volume.restart(theta: 0.5)
    run(volume, scope, until: exactUntil)
    if isPatient { climbOn(volume, scope, until: exactUntil) }
  }

  /// Climbs on from where it stalled, each time with a fresh direction. Measured: a fifth to a
  /// half of what a stalled climb lacks on 8 to 12 weeks, nothing on a year.
  private func climbOn(
    _ volume: VolumeAlgorithm, _ scope: DualPricer.Scope, until limit: Double
  ) {
    while meter.share < limit {
      let before = volume.iterations
      volume.goOn(Self.again)
      run(volume, scope, until: limit)
      if volume.iterations - before < 2 { break }
    }
  }

  /// Fixes whole rows from the climb's average, again and again in other manners while there is
  /// time for a whole dive, and takes the best answer.
  mutating func dive(until share: Double, isExact: Bool) {
    guard let volume, let start = best else { return }
    let base = frozenAmounts
    let standing = volume.standing
    var manner = firstManner
    var found: (hard: Int, soft: Int) = (.max, .max)
    var longest = 0.0
    repeat {
      let from = meter.share
      volume.go(to: standing)
      var dive = Dive(self, volume, base: base, manner)
      let rough = dive.run(start.answer, until: from + 0.9 * (share - from))
      take(Candidate(of: task, answer: rough, effort: meter.effort))
      let answer = dive.descend(rough, until: share)
      let candidate = Candidate(of: task, answer: answer, effort: meter.effort)
      take(candidate)
      if (candidate.hard, candidate.soft) < found {
        found = (candidate.hard, candidate.soft)
        dived = answer
      }
      longest = max(longest, meter.share - from)
      vary(&manner, isExact: isExact)
    } while meter.share + 1.1 * longest < share
  }

  private var firstManner: Dive.Manner {
    let usual = Float(task.model.largestSoftPrice)
    return Dive.Manner(
      kappa: Float(parameters.value("kappa", default: 0.03)) * usual, noise: 0,
      settleSteps: Int(parameters.value("settle-steps", default: 300)),
      settleAlpha: Float(parameters.value("settle-alpha", default: 0.05)), settlesExactly: false,
      fixedARound: parameters.value("fixed-a-round", default: 0.03),
      random: SeededGenerator(seed: task.seed, label: 17))
  }

  /// Another pull, other numbers of steps and rows, and perhaps a little noise.
  private func vary(_ manner: inout Dive.Manner, isExact: Bool) {
    let first = firstManner
    let pulls: [Float] = [0.3, 1, 1, 3]
    manner.kappa = first.kappa * pulls[manner.random.below(pulls.count)]
    // An exact step says about as much as four relaxed ones.
    manner.settlesExactly = isExact && manner.random.below(4) > 0
    let usual = manner.settlesExactly ? first.settleSteps / 4 : first.settleSteps
    manner.settleSteps = usual * [1, 2, 4][manner.random.below(3)] / 2
    manner.settleAlpha = first.settleAlpha * [1, 2][manner.random.below(2)]
    manner.fixedARound = first.fixedARound * [1, 1, 2][manner.random.below(3)]
    manner.noise = Float(task.model.largestSoftPrice) * 0.01 * Float(manner.random.below(2))
  }

  /// Anneals what the dive has reached, cool enough not to melt it.
  mutating func polish() {
    guard let answer = dived ?? best?.answer else { return }
    var values = parameters.values
    values["warm-temperature"] = parameters.value("polish-start", default: 2)
    values["end-temperature"] = parameters.value("polish-end", default: 0.3)
    values["cold"] = 0
    values["exact-window-share"] = parameters.value("exact-window-share", default: 0.3)
    var task = self.task
    task.subproblem.border = answer
    anneal(task, AnnealingStrategy(StrategyParameters(values)), until: 1)
  }

  private var wholeScope: DualPricer.Scope {
    DualPricer.Scope(
      active: Array(problem.rows.indices), base: frozenAmounts, isExact: false)
  }

  /// What rows without a programme of their own feed.
  var frozenAmounts: [Float] {
    var base = [Float](repeating: 0, count: problem.coverCount)
    guard let answer = best?.answer, problem.rows.count < task.model.rowCount else { return base }
    let priced = Set(problem.rows.map(\.row))
    for row in 0..<task.model.rowCount where !priced.contains(row) {
      problem.feed(row, of: answer, into: &base)
    }
    return base
  }

  /// What the climb aims at: the best answer's points, broken rules at the price of a soft one.
  private var aim: Double {
    guard let best else { return 0 }
    return Double(best.soft + best.hard * task.model.largestSoftPrice)
  }

  private func run(
    _ volume: VolumeAlgorithm, _ scope: DualPricer.Scope, until limit: Double
  ) {
    var offered = -Double.infinity
    var nextOffer = meter.share + Self.offerInterval
    while meter.share < limit {
      let upper = aim
      if !volume.step(scope, upper: upper, meter, until: limit) { break }
      if volume.value - offered > max(1, 0.001 * abs(volume.value)), meter.share >= nextOffer {
        offered = volume.value
        nextOffer = meter.share + Self.offerInterval
        offer(volume, scope)
      }
      if best?.hard == 0 && upper - volume.value < 1 { break }
    }
    if volume.value > offered { offer(volume, scope) }
  }

  /// Tells of a bound, unless it says less than each rule alone does; nothing is kept of it here.
  private func offer(_ volume: VolumeAlgorithm, _ scope: DualPricer.Scope) {
    guard problem.isWhole, volume.value > trivialBound - 1,
      let exact = pricer.offerable(volume.centre, value: volume.value, scope, meter)
    else { return }
    meter.control.proved(
      problem.offer(
        exact.multipliers, value: exact.value, denominator: exact.denominator,
        isExact: scope.isExact))
  }

  /// Those of a bound that somebody has proved already, or multipliers by what an answer lacks:
  /// some reward where it is short, none where it is over.
  private func firstMultipliers(_ answer: GridAnswer) -> [Float] {
    var amounts = [Float](repeating: 0, count: problem.coverCount)
    for row in 0..<task.model.rowCount { problem.feed(row, of: answer, into: &amounts) }
    if problem.isWhole, let known = meter.control.checkedBound {
      return problem.multipliers(of: known.multipliers)
    }
    let usual = Float(task.model.largestSoftPrice)
    return problem.amounts.enumerated().map { place, amount in
      guard place < problem.coverCount else { return 0 }
      let under = amount.under == .infinity ? usual : amount.under
      let over = amount.over == .infinity ? usual : amount.over
      let value: Float =
        amounts[place] < amount.low
        ? Float(Self.firstReward) * under
        : amounts[place] > amount.high ? -0.9 * over : 0.03 * under
      return min(
        amount.box.upperBound, max(amount.box.lowerBound, problem.offerable(value, place)))
    }
  }
}

extension DualProblem {
  /// Adds what a row of an answer feeds to the covers.
  func feed(_ row: Int, of answer: GridAnswer, into amounts: inout [Float]) {
    let item = classes[classOfRow[row]]
    for column in 0..<model.columnCount {
      let place = column * model.choiceCount + answer[row, column]
      for position in Int(item.start[place])..<Int(item.start[place + 1]) {
        amounts[Int(item.feeds[position].cover)] += item.feeds[position].weight
      }
    }
  }
}
