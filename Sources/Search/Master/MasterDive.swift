import Determinism
import Grid

/// Whole rows by column generation: a linear mixture of lines, a dive by its shares, then dives
/// over some rows beside the others.
///
/// Source of the dive: C. Joncour, S. Michel, R. Sadykov, D. Sverdlov, F. Vanderbeck, "Column
/// generation based primal heuristics", Electronic Notes in Discrete Mathematics 36 (2010),
/// doi:10.1016/j.endm.2010.05.088. Good where covers can be met by whole rows of four to twelve
/// weeks: mixtures are then within a few points of the best answer, and so are dives. Beyond some
/// four thousand cells a dive takes more than a minute.
package struct MasterDive {
  private let parameters: StrategyParameters
  private let solver: any LinearSolver

  package init(_ parameters: StrategyParameters, solver: any LinearSolver) {
    self.parameters = parameters
    self.solver = solver
  }

  /// Searches until the control says stop, or nothing is left to find.
  package func search(_ task: SearchTask, _ control: any SearchControl) -> Candidate? {
    let meter = SearchMeter(control)
    var course = DualCourse(task, parameters, meter)
    // Where most rows have no lattice, prices say little: then all of the budget is annealing's.
    if 2 * course.problem.rows.count < task.subproblem.free.rows.count {
      return AnnealingStrategy(parameters).search(task, control: control)
    }
    course.makeStart(until: parameters.value("start-share", default: 0.03))
    let isLarge = MasterRun.isLarge(course.problem)
    course.climb(
      relaxedUntil: parameters.value("relaxed-share", default: isLarge ? 0.04 : 0.05),
      exactUntil: parameters.value("climb-share", default: isLarge ? 0.07 : 0.12),
      isPatient: false)
    var run = MasterRun(course, solver)
    run.search(&course, until: parameters.value("dive-share", default: 0.85))
    if !run.isProved { course.polish() }
    return course.best
  }
}

/// One search by ``MasterDive``, after its climb.
private struct MasterRun {
  /// A line for each row.
  private struct Choice {
    var lines: [Int: Int]
    var cost: Double
  }

  private let task: SearchTask
  private let problem: DualProblem
  private let meter: SearchMeter
  private var generator: LineGenerator
  private var random: SeededGenerator
  private var bound: LineGenerator.Bound
  /// The best lines so far.
  private var standing: Choice?
  /// Rows that a repair sets free, about.
  private var freed = 8.0

  /// Points by which an answer must be better: costs are whole.
  private static let leastGain = 0.5
  /// Repairs in a row without gain after which another dive begins.
  private static let repairsMax = 200
  /// How far shares are disturbed, so that dives differ: of all rows, and of some.
  private static let noise = (all: 0.3, some: 0.1)
  /// Part of the open rows that a dive holds at once: of many, and of fewer. Measured on 120 rows:
  /// a third of them costs nothing down to some forty, and hundreds of points from there on.
  private static let portionOfMany = 0.3
  private static let many = 45
  private var portions: (least: Double, most: Double) { (0.03, isLarge ? 0.12 : 1.0 / 12) }
  /// Columns of all rows that a climb beside held rows goes over, and how far above the mixture it
  /// aims: at what is reached already it would find no more lines.
  private static let settledColumns = 420
  private static let lift = 0.01
  /// Share from which a line is as good as chosen.
  private static let surely = 0.95
  /// Open rows up to which a dive mixes them to the end.
  private static let few = 10
  /// Open rows up to which the linear programme finds its lines alone.
  private static let fewest = 6
  /// Cells from which a dive is content with less, to come to an end within a minute.
  private static let cellsOfLarge = 2_000
  private var isLarge: Bool { Self.isLarge(problem) }

  static func isLarge(_ problem: DualProblem) -> Bool {
    problem.rows.count * problem.model.columnCount > cellsOfLarge
  }

  init(_ course: DualCourse, _ solver: any LinearSolver) {
    task = course.task
    problem = course.problem
    meter = course.meter
    generator = LineGenerator(course, solver)
    random = SeededGenerator(seed: course.task.seed, label: 23)
    bound = LineGenerator.Bound(multipliers: [], value: -.infinity)
  }

  private var cost: Double { standing?.cost ?? .infinity }

  /// Whether nothing better than ``standing`` is left; never where the grid has rules that lines
  /// and covers don't know.
  var isProved: Bool { problem.isWhole && cost - bound.value < 1 - 1e-3 }

  mutating func search(_ course: inout DualCourse, until limit: Double) {
    guard let volume = course.volume, let start = course.best, !problem.rows.isEmpty else {
      return
    }
    let known = start.hard == 0 ? generator.add(start.answer) : nil
    generator.gather(volume, upper: Double(start.soft), until: limit)
    bound.multipliers = volume.centre
    let patience = LineGenerator.Patience(
      rounds: 500, tolerance: isLarge ? max(0.3, 0.001 * Double(start.soft)) : 0.3, blend: 0.7)
    guard var root = generator.mixture(patience, bound: &bound, until: limit) else { return }
    generator.offer(bound)
    // What is given is repaired: diving anew would throw it away.
    if let known, task.subproblem.border != nil {
      generator.hold(known, near: root)
      standing = Choice(lines: known, cost: generator.costOfHeld)
    }
    var failures = 0
    var noise = 0.0
    while meter.share < limit && !isProved && !generator.isLost {
      let isAnew = standing == nil || failures > Self.repairsMax
      let found = isAnew ? dive(root, noise, until: limit) : repair(root, until: limit)
      noise = Self.noise.all
      failures = isAnew || found != nil ? 0 : failures + 1
      if let found { take(found, start.answer, &course) }
      forget(&root)
      // A first dive that ends nowhere has rows without any line.
      if standing == nil { return }
    }
  }

  private mutating func forget(_ root: inout LineMaster.Mixture) {
    let lines = standing?.lines ?? [:]
    guard let numbers = generator.forget(near: root, except: lines.values) else { return }
    root.shares = root.shares.compactMap { item in
      numbers[item.line].map { ($0, item.share) }
    }
    standing?.lines = lines.compactMapValues { numbers[$0] }
  }

  private mutating func take(
    _ choice: Choice, _ answer: GridAnswer, _ course: inout DualCourse
  ) {
    standing = choice
    var answer = answer
    let columnCount = problem.model.columnCount
    for (index, line) in choice.lines {
      let start = problem.rows[index].row * columnCount
      answer.cells.replaceSubrange(
        start..<start + columnCount, with: generator.master.lines[line].cells)
    }
    let candidate = Candidate(of: task, answer: answer, effort: meter.effort)
    course.take(candidate)
    course.takeDived(candidate)
  }

  /// A dive over all rows.
  private mutating func dive(
    _ root: LineMaster.Mixture, _ noise: Double, until limit: Double
  ) -> Choice? {
    generator.hold([:], near: root)
    return dive([:], root, bound, noise, until: limit)
  }

  /// Frees some rows, and dives over them if their mixture beats the lines they have.
  ///
  /// So many that it sometimes does: where the mixture of few never does, more are freed.
  private mutating func repair(_ root: LineMaster.Mixture, until limit: Double) -> Choice? {
    guard var lines = standing?.lines else { return nil }
    var rows = Array(problem.rows.indices)
    let wanted = Int(freed * (0.75 + 0.5 * random.unit()))
    for index in 0..<min(rows.count, max(3, wanted)) {
      rows.swapAt(index, index + random.below(rows.count - index))
      lines[rows[index]] = nil
    }
    generator.hold(lines, near: root)
    let patience = LineGenerator.Patience(rounds: 20, tolerance: 0.3, blend: 0)
    var part = LineGenerator.Bound(multipliers: root.multipliers, value: -.infinity)
    guard let mixture = generator.mixture(patience, bound: &part, until: limit),
      mixture.cost < cost - Self.leastGain
    else {
      freed = min(0.7 * Double(rows.count), freed * 1.1)
      return nil
    }
    let found = dive(lines, mixture, part, Self.noise.some, until: limit)
    freed = max(6, freed * (found == nil ? 0.97 : 0.9))
    return found
  }

  /// Holds the lines that the mixture takes most of, and mixes the rest anew; nil when what it
  /// would come to is no better than what stands.
  private mutating func dive(
    _ held: [Int: Int], _ first: LineMaster.Mixture, _ bound: LineGenerator.Bound,
    _ noise: Double, until limit: Double
  ) -> Choice? {
    var lines = held
    var mixture = first
    var bound = bound
    var portion = portions.most
    var from: Double?
    while lines.count < problem.rows.count {
      let best = choices(mixture, noise)
      if best.isEmpty { return nil }
      // Out of time: better something than nothing.
      let isLast = meter.share >= limit
      let wanted =
        isLast
        ? best.count : max(wanted(of: best.count, portion), keepingPace(best.count, from, limit))
      from = meter.share
      choose(best, wanted, mixture, into: &lines)
      generator.hold(lines, near: mixture)
      if lines.count == problem.rows.count { break }
      if isLast { return nil }
      let open = problem.rows.count - lines.count
      if open > Self.fewest {
        generator.settle(
          &bound, or: mixture.multipliers, upper: (1 + Self.lift) * mixture.cost,
          steps: max(1, Self.settledColumns / problem.model.columnCount), until: limit)
      } else {
        bound.multipliers = mixture.multipliers
      }
      let patience = self.patience(open, mixture, bound)
      guard let next = generator.mixture(patience, bound: &bound, until: limit) else {
        if meter.share < limit { return nil }
        continue
      }
      if next.cost >= cost - Self.leastGain { return nil }
      let isFree = next.cost < mixture.cost + patience.tolerance
      portion = isFree ? min(portions.most, 1.4 * portion) : max(portions.least, portion / 2)
      mixture = next
    }
    let found = Choice(lines: lines, cost: generator.costOfHeld)
    return found.cost < cost - Self.leastGain ? found : nil
  }

  private func wanted(of open: Int, _ portion: Double) -> Int {
    max(1, Int((open > Self.many ? Self.portionOfMany : portion) * Double(open)))
  }

  /// Rows that a step must hold so that steps as long as the last one, which began at `from`, hold
  /// all in time.
  private func keepingPace(_ open: Int, _ from: Double?, _ limit: Double) -> Int {
    guard let from else { return 1 }
    let stepsLeft = (limit - meter.share) / max(1e-6, meter.share - from)
    return open / max(1, Int(stepsLeft))
  }

  /// The first lines as many as are wanted, and all that are as good as chosen, but none that would
  /// give a cover more than the mixture does: who chooses many at once would choose them alike.
  private func choose(
    _ best: [(row: Int, line: Int, share: Double)], _ wanted: Int,
    _ mixture: LineMaster.Mixture, into lines: inout [Int: Int]
  ) {
    let isAll = wanted >= best.count
    var room = generator.room(of: mixture)
    var taken = 0
    for item in best where taken < wanted || item.share > Self.surely {
      guard generator.take(item.line, from: &room, evenBeyond: isAll || taken == 0) else {
        continue
      }
      lines[item.row] = item.line
      taken += 1
    }
  }

  private func patience(
    _ open: Int, _ mixture: LineMaster.Mixture, _ bound: LineGenerator.Bound
  ) -> LineGenerator.Patience {
    guard open > Self.few else {
      return LineGenerator.Patience(rounds: 30, tolerance: 0.3, blend: 0.3)
    }
    let tolerance = max(1, (isLarge ? 0.0015 : 0.0005) * bound.value)
    let loss = isLarge ? tolerance : 1
    return LineGenerator.Patience(
      rounds: 12, tolerance: tolerance, blend: 0.3, target: mixture.cost + loss)
  }

  /// The line of each open row that a mixture takes most of, the most decided row first.
  private mutating func choices(
    _ mixture: LineMaster.Mixture, _ noise: Double
  ) -> [(row: Int, line: Int, share: Double)] {
    var chosen: [Int: (line: Int, score: Double, share: Double)] = [:]
    for item in mixture.shares {
      let row = generator.master.lines[item.line].row
      let score = item.share + noise * random.unit()
      if generator.held[row] == nil, chosen[row].map({ $0.score < score }) ?? true {
        chosen[row] = (item.line, score, item.share)
      }
    }
    return chosen.sorted { ($1.value.score, $0.key) < ($0.value.score, $1.key) }
      .map { ($0.key, $0.value.line, $0.value.share) }
  }
}
