import Determinism
import Grid

/// Whole rows by column generation: a linear mixture of lines, a dive by its shares, then dives
/// over some rows beside the others.
///
/// Source of the dive: C. Joncour, S. Michel, R. Sadykov, D. Sverdlov, F. Vanderbeck, "Column
/// generation based primal heuristics", Electronic Notes in Discrete Mathematics 36 (2010),
/// doi:10.1016/j.endm.2010.05.088. Good where covers can be met by whole rows of four to twelve
/// weeks: mixtures are then within a few points of the best answer, and so are dives. Poor beyond
/// some two thousand cells, where the linear programme takes too long.
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
    course.climb(
      relaxedUntil: parameters.value("relaxed-share", default: 0.05),
      exactUntil: parameters.value("climb-share", default: 0.12), isPatient: false)
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
  /// Part of the open rows that a dive holds at once.
  private static let portions = (least: 0.03, most: 1.0 / 12)
  /// Share from which a line is as good as chosen.
  private static let surely = 0.95
  /// Open rows up to which a dive mixes them to the end.
  private static let few = 10

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
    let patience = LineGenerator.Patience(rounds: 500, tolerance: 0.3, blend: 0.7)
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
    var portion = Self.portions.most
    while lines.count < problem.rows.count {
      let best = choices(mixture, noise)
      if best.isEmpty { return nil }
      // Out of time: better something than nothing.
      let isLast = meter.share >= limit
      let wanted = isLast ? best.count : max(1, Int(portion * Double(best.count)))
      for (place, item) in best.enumerated() where place < wanted || item.share > Self.surely {
        lines[item.row] = item.line
      }
      generator.hold(lines, near: mixture)
      if lines.count == problem.rows.count { break }
      if isLast { return nil }
      let isMany = problem.rows.count - lines.count > Self.few
      let patience = LineGenerator.Patience(
        rounds: isMany ? 12 : 30, tolerance: isMany ? max(1, 0.0005 * bound.value) : 0.3,
        blend: 0.3)
      bound.multipliers = mixture.multipliers
      guard let next = generator.mixture(patience, bound: &bound, until: limit) else {
        if meter.share < limit { return nil }
        continue
      }
      if next.cost >= cost - Self.leastGain { return nil }
      let isFree = next.cost < mixture.cost + patience.tolerance
      portion =
        isFree
        ? min(Self.portions.most, 1.4 * portion) : max(Self.portions.least, portion / 2)
      mixture = next
    }
    let found = Choice(lines: lines, cost: generator.costOfHeld)
    return found.cost < cost - Self.leastGain ? found : nil
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
