import Determinism
import Grid

/// Turns the dual's fractional rows into whole ones, the most decided first.
///
/// Each round plans every row that is still open at prices between the dual's and the covers'
/// marginal ones, with a little pull towards the average, and fixes those that agree with it most.
/// Amounts are followed near an even pace only where rows are long: answers need no proof.
struct Dive {
  private let course: DualCourse
  private let problem: DualProblem
  private let pricer: DualPricer
  private let volume: VolumeAlgorithm
  private let meter: SearchMeter
  private var manner: Manner
  private let usual: Float
  private var open: [Int]
  /// What rows without a programme feed, and the same with the rows fixed so far.
  private let frozen: [Float]
  private var base: [Float]
  /// What covers have at the average of all open rows.
  private var amounts: [Float] = []
  /// Multipliers on top of the dual's that keep the windows nobody follows.
  private var surcharges: [Float]
  private var frames: [LineFrame]
  private var calls = 0
  /// What planning has taken so far, for a forecast.
  private var planningShare = 0.0
  private var planningCalls = 0

  /// Agreement with the average from which a row is fixed at once.
  private static let surelyAgrees: Float = 0.97
  /// Tries to keep a row's windows by dearer choices.
  private static let tries = 25
  /// Rows from this length on follow amounts near an even pace.
  private static let longColumns = 100
  /// Typical steps to each side of the pace: eight shifts.
  private static let paceSteps: Float = 8

  /// What tells one dive from the next.
  struct Manner {
    /// Pull towards the average in points: what a cell costs that nothing of the average has.
    var kappa: Float
    /// Greatest random surcharge in points on a cell's choice.
    var noise: Float
    /// Most steps of the dual between two rounds, and the weight of the newest rows in them.
    var settleSteps: Int
    var settleAlpha: Float
    /// Whether these steps follow amounts exactly: fewer of them fit, from better rows.
    var settlesExactly: Bool
    /// Share of all rows fixed in one round, when time allows.
    var fixedARound: Double
    var random: SeededGenerator
  }

  init(_ course: DualCourse, _ volume: VolumeAlgorithm, base: [Float], _ manner: Manner) {
    self.course = course
    self.manner = manner
    self.volume = volume
    frozen = base
    self.base = base
    problem = course.problem
    pricer = course.pricer
    meter = course.meter
    let usual = Float(course.task.model.largestSoftPrice)
    self.usual = usual
    open = Array(problem.rows.indices)
    surcharges = Array(repeating: 0, count: problem.amounts.count)
    let isLong = problem.model.columnCount >= Self.longColumns
    frames = problem.rows.map { row in
      guard isLong, let window = row.windows.first(where: { $0.index == row.lattice.dense })
      else { return row.frame }
      let steps = Self.paceSteps * window.step / Float(row.lattice.unit)
      return row.frame.paced(row.lattice, width: Int(steps))
    }
  }

  /// Fixes all rows; rows it had no time for keep what `answer` has.
  mutating func run(_ answer: GridAnswer, until limit: Double) -> GridAnswer {
    var result = answer
    let from = meter.share
    let end = from + 0.95 * (limit - from)
    let total = Double(problem.rows.count)
    while !open.isEmpty && meter.share < limit {
      let started = meter.share
      let fixedShare = 1 - Double(open.count) / total
      gatherAmounts()
      let affordable = planned(in: end - started)
      let blend = Float(fixedShare * fixedShare)
      if affordable < 1.2 * Double(open.count) {
        fixInTurn(blend, limit, &result)
        break
      }
      let shareBefore = meter.share
      let callsBefore = calls
      var scores: [(score: Float, index: Int)] = []
      for index in open {
        if meter.share >= limit { return result }
        if let score = plan(index, blend) { scores.append((score, index)) }
      }
      if scores.isEmpty { break }
      planningShare += meter.share - shareBefore
      planningCalls += calls - callsBefore
      let count = Double(open.count)
      let wanted = max(manner.fixedARound * total, count * count / (2 * affordable))
      fix(scores, wanted: max(1, Int(wanted.rounded(.up))), &result)
      // Each round gets the part of the time that is left by the part of the rows it fixed.
      let part = 1 - Double(open.count) / count
      settle(until: max(meter.share, min(end, started + part * (end - started))))
    }
    return result
  }

  /// How many rows a share of the budget is enough to plan.
  private func planned(in share: Double) -> Double {
    planningCalls == 0 ? .infinity : Double(planningCalls) * share / (planningShare + 1e-9)
  }

  /// The last resort against the clock: each row is fixed as soon as it is planned.
  private mutating func fixInTurn(_ blend: Float, _ limit: Double, _ result: inout GridAnswer) {
    for index in open {
      if meter.share >= limit { return }
      if plan(index, max(0.5, blend)) != nil { fix([(1, index)], wanted: 1, &result) }
    }
  }

  private mutating func fix(
    _ scores: [(score: Float, index: Int)], wanted: Int, _ result: inout GridAnswer
  ) {
    let best = scores.sorted { ($1.score, $0.index) < ($0.score, $1.index) }
    for (place, item) in best.enumerated()
    where place < wanted || item.score > Self.surelyAgrees {
      let row = problem.rows[item.index]
      addAverage(item.index, sign: -1)
      pricer.feedCovers(item.index, row, &base)
      pricer.feedCovers(item.index, row, &amounts)
      let columnCount = problem.model.columnCount
      for column in 0..<columnCount {
        result.cells[row.row * columnCount + column] =
          pricer.cells[item.index * columnCount + column]
      }
      open.removeAll { $0 == item.index }
    }
  }

  /// More steps of the dual over the rows still open.
  private mutating func settle(until end: Double) {
    if open.isEmpty { return }
    volume.tuning.alpha = manner.settleAlpha
    volume.restart(theta: course.parameters.value("settle-theta", default: 0.5))
    let scope = DualPricer.Scope(active: open, base: base, isExact: manner.settlesExactly)
    var steps = 0
    while meter.share < end && steps < manner.settleSteps {
      steps += 1
      let upper = volume.value == -.infinity ? 0 : volume.value + 0.003 * max(1, abs(volume.value))
      if !volume.step(scope, upper: upper, meter, until: end) { break }
    }
  }

  // MARK: Descent

  /// Plans every row anew against all others, again and again while that helps.
  mutating func descend(_ answer: GridAnswer, until limit: Double) -> GridAnswer {
    var result = answer
    amounts = frozen
    open = Array(problem.rows.indices)
    for index in open { move(index, from: result, sign: 1) }
    var hasImproved = true
    while hasImproved && meter.share < limit {
      hasImproved = false
      for index in open where meter.share < limit {
        move(index, from: result, sign: -1)
        if replan(index, &result) { hasImproved = true }
        move(index, from: result, sign: 1)
      }
    }
    return result
  }

  /// Takes a cheapest row in place of one that costs more; says whether it did.
  private mutating func replan(_ index: Int, _ result: inout GridAnswer) -> Bool {
    let row = problem.rows[index]
    let columnCount = problem.model.columnCount
    let prices = self.prices(row, index, 1, nil)
    var isKept = false
    for attempt in 0..<Self.tries {
      guard solve(index, row, prices) else { return false }
      isKept = !raise(index, row, attempt)
      if isKept || meter.share >= 1 { break }
    }
    if !isKept { return false }
    let start = row.row * columnCount
    let old = Array(result.cells[start..<start + columnCount])
    let found = Array(pricer.cells[index * columnCount..<(index + 1) * columnCount])
    let gain = cost(of: old, row, prices) - cost(of: found, row, prices)
    if gain < 0.5 { return false }
    result.cells.replaceSubrange(start..<start + columnCount, with: found)
    return true
  }

  private func cost(of cells: [UInt16], _ row: DualRow, _ prices: [Float]) -> Float {
    let choiceCount = problem.model.choiceCount
    var sum: Float = 0
    for (column, choice) in cells.enumerated() {
      sum += prices[column * choiceCount + Int(choice)]
    }
    return cells.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { sum + Float(row.rules.softPoints($0)) } ?? sum
    }
  }

  private mutating func move(_ index: Int, from answer: GridAnswer, sign: Float) {
    let row = problem.rows[index]
    let feeds = problem.classes[row.coverClass]
    let columnCount = problem.model.columnCount
    for column in 0..<columnCount {
      let choice = Int(answer.cells[row.row * columnCount + column])
      let place = column * problem.model.choiceCount + choice
      for position in Int(feeds.start[place])..<Int(feeds.start[place + 1]) {
        amounts[Int(feeds.feeds[position].cover)] += sign * feeds.feeds[position].weight
      }
    }
  }

  // MARK: One row

  /// Plans an open row and says how much it agrees with the average; nil when there is no way.
  private mutating func plan(_ index: Int, _ blend: Float) -> Float? {
    calls += 1
    let row = problem.rows[index]
    let average = volume.average
    addAverage(index, sign: -1)
    defer { addAverage(index, sign: 1) }
    let prices = self.prices(row, index, blend, average)
    for attempt in 0..<Self.tries {
      guard solve(index, row, prices) else { return nil }
      if !raise(index, row, attempt) || meter.share >= 1 { break }
    }
    return agreement(index, average)
  }

  private mutating func prices(
    _ row: DualRow, _ index: Int, _ blend: Float, _ average: [Float]?
  ) -> [Float] {
    let width = problem.model.columnCount * problem.model.choiceCount
    let feeds = problem.classes[row.coverClass]
    var result = [Float](repeating: 0, count: width)
    let centre = volume.centre
    for place in 0..<width {
      var price: Float = 0
      if let average {
        price = manner.kappa * (1 - average[index * width + place])
        if manner.noise > 0 { price += manner.noise * Float(manner.random.unit()) }
      }
      for position in Int(feeds.start[place])..<Int(feeds.start[place + 1]) {
        let feed = feeds.feeds[position]
        let cover = Int(feed.cover)
        let item = problem.amounts[cover]
        let margin =
          item.points(amounts[cover] + feed.weight, hard: usual)
          - item.points(amounts[cover], hard: usual)
        price += blend * margin - (1 - blend) * centre[cover] * feed.weight
      }
      result[place] = price
    }
    for price in row.cellPrices { result[price.place] += price.amount }
    return result
  }

  private mutating func solve(_ index: Int, _ row: DualRow, _ prices: [Float]) -> Bool {
    var table = prices
    var multipliers = volume.centre
    for window in row.windows { multipliers[window.place] += surcharges[window.place] }
    pricer.addWindows(row, multipliers, isExact: true, &table)
    let hits = DualPricer.hitPrices(row, multipliers, isExact: true)
    if pricer.cheapest(index, row, hits, frames[index], meter, table) != nil { return true }
    // Near the pace there is no way: look everywhere from now on.
    frames[index] = row.frame
    return pricer.cheapest(index, row, hits, frames[index], meter, table) != nil
  }

  /// Makes windows dearer that the row breaks; false when it breaks none.
  private mutating func raise(_ index: Int, _ row: DualRow, _ attempt: Int) -> Bool {
    let step = (attempt < 10 ? 0.04 : attempt < 18 ? 0.15 : 0.6) * usual
    var isBroken = false
    for window in row.windows where !window.isFollowed && row.rules.windows[window.index].isHard {
      let amount = pricer.amount(of: window, index, row)
      if amount > window.high {
        surcharges[window.place] -= step
        isBroken = true
      } else if amount < window.low {
        surcharges[window.place] += step
        isBroken = true
      } else if amount < 0.8 * window.high && amount > 1.25 * window.low && attempt == 0 {
        surcharges[window.place] *= 0.875
      }
    }
    return isBroken
  }

  private func agreement(_ index: Int, _ average: [Float]) -> Float {
    let columnCount = problem.model.columnCount
    let choiceCount = problem.model.choiceCount
    var sum: Float = 0
    for column in 0..<columnCount {
      let cell = index * columnCount + column
      sum += average[cell * choiceCount + Int(pricer.cells[cell])]
    }
    return sum / Float(columnCount)
  }

  // MARK: Amounts at the average

  private mutating func gatherAmounts() {
    amounts = base
    for index in open { addAverage(index, sign: 1) }
  }

  private mutating func addAverage(_ index: Int, sign: Float) {
    let width = problem.model.columnCount * problem.model.choiceCount
    let feeds = problem.classes[problem.rows[index].coverClass]
    volume.average.withUnsafeBufferPointer { average in
      for place in 0..<width where average[index * width + place] > 0.001 {
        let share = sign * average[index * width + place]
        for position in Int(feeds.start[place])..<Int(feeds.start[place + 1]) {
          amounts[Int(feeds.feeds[position].cover)] += share * feeds.feeds[position].weight
        }
      }
    }
  }
}
