import Compilation
import Coordination
import Domain
import Grid
import Rules
import Validation

/// How a year of duties falls into rounds: blocks apart from one another in parallel, then those
/// between them, then the seams around their borders, then the whole.
///
/// Blocks are nearly independent under a plan: most rules look at days and weeks. So a block costs
/// its own size only, and as many nodes as there are work side by side.
struct DetailRounds {
  /// Columns of each block, history and the days of block 0 with the first.
  private let blocks: [Range<Int32>]
  private let calendarBlocks: [DateRange]
  private let facts: ProgramFacts
  private let horizon: DateRange
  /// Cells with a choice before each column, one more than there are columns.
  private let openBefore: [Int]
  /// Columns of history before the horizon's first day.
  private let history: Int32

  /// Columns to either side of a border that a seam frees: 14 days.
  private static let seamReach: Int32 = 42

  /// - Parameter isWhole: whether the year is one block, to measure what blocks are worth.
  init(_ input: DutyInput, _ program: Program, isWhole: Bool = false) {
    let compiled = input.compiled
    facts = program.facts
    horizon = compiled.horizon
    history = Int32(compiled.historyColumns)
    calendarBlocks = facts.calendar.blocks.filter { $0.overlap(with: compiled.horizon) > 0 }
    let width = Int32(compiled.grid.columnCount)
    let borders = calendarBlocks.dropFirst(isWhole ? calendarBlocks.count : 1).map { block in
      Int32(compiled.historyColumns + (block.first - compiled.horizon.first) * DayPart.count)
    }
    blocks = zip([history] + borders, borders + [width]).map { $0..<$1 }
    openBefore = input.grid.cellsWithChoiceInColumn.reduce(into: [0]) { sums, open in
      sums.append(sums[sums.count - 1] + open)
    }
  }

  /// Everything at once, from what stands.
  private static let atOnce = RoundPlan(rounds: [Round(kind: .polish(lanes: 2), weight: 1)])

  /// No more than it takes to end a run with what stands.
  static let hardlyAny = RoundPlan(rounds: [
    Round(kind: .polish(lanes: 1), weight: 1, effortPerCell: 1)
  ])

  private var all: Set<Int> { Set(blocks.indices) }

  /// A construction and little more: something to stand between the first blocks.
  private static let race = Round(
    kind: .race(lanes: 2, from: .nothing), weight: 8, effortPerCell: 30)

  /// The first detail; a single block is raced whole.
  var first: RoundPlan {
    guard blocks.count > 1 else { return .race }
    return RoundPlan(rounds: [Self.race] + blockPasses(all, isFresh: true, hasEffort: true))
  }

  /// A detail of some blocks; at least one. It starts from the duties that stand: a plan that
  /// lessons have changed leaves most of them in place.
  func again(_ touched: Set<Int>) -> RoundPlan {
    guard blocks.count > 1 else { return .race }
    let rounds = blockPasses(touched.isEmpty ? all : touched, isFresh: false, hasEffort: true)
    return rounds.isEmpty ? Self.atOnce : RoundPlan(rounds: rounds)
  }

  /// Mending what blocks beside one another have left broken: the seams near it, and the inside of
  /// blocks where it lies further from a border.
  ///
  /// - Parameter turn: 1 for the first time. What that leaves mostly wants several people's duties
  ///   changed together, across a border: from the second on, all around it is made anew.
  func mending(_ verdict: Verdict, turn: Int) -> RoundPlan {
    guard blocks.count > 1 else { return Self.atOnce }
    let dates = brokenDates(verdict)
    if turn > 1, let anew = anew(around: dates) { return anew }
    let reach = Int(Self.seamReach) / DayPart.count
    var borders: Set<Int> = []
    var inside: Set<Int> = []
    for (index, block) in calendarBlocks.enumerated() {
      for range in dates where block.overlap(with: range) > 0 {
        let isEarly = index > 0 && range.first - block.first < reach
        let isLate = index + 1 < calendarBlocks.count && block.last - range.last < reach
        if isEarly { borders.insert(index - 1) }
        if isLate { borders.insert(index) }
        if !isEarly && !isLate { inside.insert(index) }
      }
    }
    let rounds =
      seamPasses(borders, hasEffort: true)
      + blockPasses(inside, isFresh: false, hasEffort: true)
    if !rounds.isEmpty { return RoundPlan(rounds: rounds) }
    let seams = seamPasses(all, hasEffort: true)
    return seams.isEmpty ? Self.atOnce : RoundPlan(rounds: seams)
  }

  /// A round that makes everything anew within a seam's reach of some dates, with twice the usual
  /// effort; nil when that is most of the year.
  private func anew(around dates: [DateRange]) -> RoundPlan? {
    guard let first = blocks.first?.lowerBound, let last = blocks.last?.upperBound else {
      return nil
    }
    let wanted = dates.map { range in
      let start = history + Int32(clamping: (range.first - horizon.first) * DayPart.count)
      let length = Int32(clamping: range.dayCount * DayPart.count)
      return max(first, start - Self.seamReach)..<min(last, start + length + Self.seamReach)
    }
    var parts: [Range<Int32>] = []
    for part in wanted.sorted(by: { $0.lowerBound < $1.lowerBound }) where !part.isEmpty {
      if let before = parts.last, before.upperBound >= part.lowerBound {
        parts[parts.count - 1] =
          before.lowerBound..<max(before.upperBound, part.upperBound)
      } else {
        parts.append(part)
      }
    }
    let columns = parts.reduce(0) { $0 + $1.count }
    guard columns > 0, columns * 2 < Int(last - first),
      var round = pass(parts, weight: 6, isFresh: true, hasEffort: true)
    else { return nil }
    round.effortPerCell = StageBudget.detailEffort * 2
    return RoundPlan(rounds: [round])
  }

  /// Improving a year that stands: blocks and seams once more, then the whole.
  var polish: RoundPlan {
    guard blocks.count > 1 else { return Self.atOnce }
    return RoundPlan(
      rounds: blockPasses(all, isFresh: false, hasEffort: false)
        + seamPasses(all, hasEffort: false)
        + [Round(kind: .polish(lanes: 2), weight: 60)])
  }

  /// A year under a given plan in one stage; nil for what the settings ask for.
  var whole: RoundPlan? {
    guard blocks.count > 1 else { return nil }
    return RoundPlan(rounds: first.rounds + seamPasses(all, hasEffort: true) + polish.rounds)
  }

  private func brokenDates(_ verdict: Verdict) -> [DateRange] {
    verdict.violations.compactMap { $0.severity == .soft ? nil : $0.duty?.dates }
  }

  /// Odd blocks, then even ones; with a stated effort or as much as there is time for.
  private func blockPasses(_ touched: Set<Int>, isFresh: Bool, hasEffort: Bool) -> [Round] {
    (0..<2).compactMap { parity in
      pass(
        touched.filter { $0 % 2 == parity }.sorted().map { blocks[$0] }, weight: 6,
        isFresh: isFresh, hasEffort: hasEffort)
    }
  }

  /// Seams behind some blocks, every other one at a time.
  private func seamPasses(_ after: Set<Int>, hasEffort: Bool) -> [Round] {
    let borders = after.filter { $0 + 1 < blocks.count }
    return (0..<2).compactMap { parity in
      pass(
        borders.filter { $0 % 2 == parity }.sorted().map(seam), weight: 3, isFresh: false,
        hasEffort: hasEffort)
    }
  }

  private func pass(
    _ parts: [Range<Int32>], weight: Int, isFresh: Bool, hasEffort: Bool
  ) -> Round? {
    let parts = parts.filter { openBefore[Int($0.upperBound)] > openBefore[Int($0.lowerBound)] }
    guard !parts.isEmpty else { return nil }
    return Round(
      kind: .parts(parts, isFresh: isFresh), weight: weight * parts.count,
      effortPerCell: hasEffort ? StageBudget.detailEffort : nil)
  }

  /// Seams of every other border never meet: each reaches half a block at most.
  private func seam(after block: Int) -> Range<Int32> {
    let border = blocks[block].upperBound
    let before = min(Self.seamReach, Int32(blocks[block].count / 2))
    let behind = min(Self.seamReach, Int32(blocks[block + 1].count / 2))
    return border - before..<border + behind
  }

  /// Blocks that differ from a schedule in plan or service weeks, or in which it breaks hard rules.
  func touched(
    by verdict: Verdict, _ schedule: YearSchedule, plan: RotationPlan?, weeks: ServiceWeekPlan
  ) -> Set<Int> {
    var dates = brokenDates(verdict)
    for (column, place) in facts.planColumns.enumerated() {
      let isChanged = facts.residents.indices.contains { row in
        plan.map { $0[row, column] != schedule.plan[row, column] } ?? false
      }
      if isChanged { dates.append(place.dates) }
    }
    if let people = DutyPeople(facts) {
      for (week, range) in people.serviceWeeks.enumerated() {
        let isChanged = people.duty.faculty.indices.contains {
          weeks[$0, week] != schedule.serviceWeeks[$0, week]
        }
        if isChanged { dates.append(range) }
      }
    }
    return Set(
      calendarBlocks.indices.filter { index in
        dates.contains { range in
          calendarBlocks[index].overlap(with: range) > 0
            || (index == 0 && range.first < calendarBlocks[0].first)
        }
      })
  }
}
