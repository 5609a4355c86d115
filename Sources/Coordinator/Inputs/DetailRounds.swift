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
  private let grid: DenseGrid
  /// The rule instance behind each instance index of the grid.
  private let instances: [RuleInstanceID]

  /// Columns to either side of a border that a seam frees: 14 days.
  private static let seamReach: Int32 = 42

  /// - Parameter isWhole: whether the year is one block, to measure what blocks are worth.
  init(_ input: DutyInput, _ program: Program, isWhole: Bool = false) {
    let compiled = input.compiled
    grid = input.grid
    instances = compiled.instances
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

  /// A detail of the blocks of some concerns; all of them where there is none. It starts from the
  /// duties that stand: a plan that lessons have changed leaves most of them in place.
  func again(_ concerns: [DutyConcern]) -> RoundPlan {
    guard blocks.count > 1 else { return .race }
    let touched = Set(
      calendarBlocks.indices.filter { index in
        concerns.contains { concern in
          calendarBlocks[index].overlap(with: concern.dates) > 0
            || (index == 0 && concern.dates.first < calendarBlocks[0].first)
        }
      })
    let rounds = blockPasses(
      touched.isEmpty ? all : touched, concerns, isFresh: false, hasEffort: true)
    return rounds.isEmpty ? Self.atOnce : RoundPlan(rounds: rounds)
  }

  /// Mending what blocks beside one another have left broken: the seams near it, and the inside of
  /// blocks where it lies further from a border.
  ///
  /// - Parameter turn: 1 for the first time. What that leaves mostly wants several people's duties
  ///   changed together, across a border: from the second on, all around it is made anew.
  func mending(_ verdict: Verdict, turn: Int) -> RoundPlan {
    guard blocks.count > 1 else { return Self.atOnce }
    let concerns = concerns(of: verdict)
    let dates = concerns.map(\.dates)
    if turn > 1, let anew = anew(around: concerns) { return anew }
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
      seamPasses(borders, concerns, hasEffort: true)
      + blockPasses(inside, concerns, isFresh: false, hasEffort: true)
    if !rounds.isEmpty { return RoundPlan(rounds: rounds) }
    let seams = seamPasses(all, hasEffort: true)
    return seams.isEmpty ? Self.atOnce : RoundPlan(rounds: seams)
  }

  /// A round that makes everything anew within a seam's reach of some dates, with twice the usual
  /// effort; nil when that is most of the year.
  private func anew(around concerns: [DutyConcern]) -> RoundPlan? {
    guard let first = blocks.first?.lowerBound, let last = blocks.last?.upperBound else {
      return nil
    }
    let wanted = concerns.map { concern in
      let place = self.columns(of: concern.dates)
      let start = max(first, place.lowerBound - Self.seamReach)
      return start..<max(start, min(last, place.upperBound + Self.seamReach))
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
      var round = pass(parts, concerns, weight: 6, isFresh: true, hasEffort: true)
    else { return nil }
    round.effortPerCell = round.effortPerCell.map { $0 * 2 }
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

  /// Odd blocks, then even ones; with a stated effort or as much as there is time for.
  ///
  /// - Parameter concerns: whom it is about; none for everybody.
  private func blockPasses(
    _ touched: Set<Int>, _ concerns: [DutyConcern] = [], isFresh: Bool, hasEffort: Bool
  ) -> [Round] {
    (0..<2).compactMap { parity in
      pass(
        touched.filter { $0 % 2 == parity }.sorted().map { blocks[$0] }, concerns, weight: 6,
        isFresh: isFresh, hasEffort: hasEffort)
    }
  }

  /// Seams behind some blocks, every other one at a time.
  private func seamPasses(
    _ after: Set<Int>, _ concerns: [DutyConcern] = [], hasEffort: Bool
  ) -> [Round] {
    let borders = after.filter { $0 + 1 < blocks.count }
    return (0..<2).compactMap { parity in
      pass(
        borders.filter { $0 % 2 == parity }.sorted().map(seam), concerns, weight: 3,
        isFresh: false, hasEffort: hasEffort)
    }
  }

  private func pass(
    _ parts: [Range<Int32>], _ concerns: [DutyConcern], weight: Int, isFresh: Bool,
    hasEffort: Bool
  ) -> Round? {
    let parts = parts.filter { openBefore[Int($0.upperBound)] > openBefore[Int($0.lowerBound)] }
    guard !parts.isEmpty else { return nil }
    let regions = parts.map { FreeRegion(rows: rows(for: concerns, in: $0), columns: $0) }
    return Round(
      kind: .parts(regions, isFresh: isFresh), weight: weight * parts.count,
      effortPerCell: hasEffort
        ? StageBudget.detailEffort(of: regions, in: grid.domainOfCell.count) : nil)
  }

  /// Seams of every other border never meet: each reaches half a block at most.
  private func seam(after block: Int) -> Range<Int32> {
    let border = blocks[block].upperBound
    let before = min(Self.seamReach, Int32(blocks[block].count / 2))
    let behind = min(Self.seamReach, Int32(blocks[block + 1].count / 2))
    return border - before..<border + behind
  }

  // MARK: Whom it is about

  /// People up to whom a part is searched with all of them: that takes seconds, and leaves most
  /// room.
  private static let fewPeople: Int32 = 200

  /// Rows to free in a range of columns: those concerned there, and whom they have to do with.
  private func rows(for concerns: [DutyConcern], in columns: Range<Int32>) -> [Int32] {
    let everybody = 0..<Int32(grid.rowCount)
    let here = concerns.filter { self.columns(of: $0.dates).overlaps(columns) }
    guard everybody.count > Self.fewPeople, !here.isEmpty else { return Array(everybody) }
    var given: Set<Int32> = []
    for concern in here {
      let rows = concern.rows.isEmpty ? counted(by: concern.instance) : concern.rows
      guard !rows.isEmpty else { return Array(everybody) }
      given.formUnion(rows)
    }
    return grid.rows(near: given, in: columns)
  }

  /// Rows that a rule over several of them counts.
  private func counted(by instance: RuleInstanceID?) -> [Int32] {
    guard let instance, let index = instances.firstIndex(of: instance) else { return [] }
    var rows: Set<Int32> = []
    for rule in grid.rules where rule.instance == Int32(index) {
      guard case .cover(let cover) = rule.family else { return [] }
      rows.formUnion(cover.tableOfRow.indices.filter { cover.tableOfRow[$0] >= 0 }.map(Int32.init))
    }
    return rows.sorted()
  }

  private func columns(of dates: DateRange) -> Range<Int32> {
    let start = history + Int32(clamping: (dates.first - horizon.first) * DayPart.count)
    return start..<start + Int32(clamping: dates.dayCount * DayPart.count)
  }

  private func concerns(of verdict: Verdict) -> [DutyConcern] {
    let people = DutyPeople(facts)
    return verdict.violations.compactMap { violation in
      guard violation.severity != .soft, let place = violation.duty else { return nil }
      let persons = violation.person.map { [$0] } ?? place.causes.map(\.person)
      let rows = Set(persons.compactMap { people?.row(of: $0) }).sorted().map(Int32.init)
      return DutyConcern(rows: rows, dates: place.dates, instance: violation.instance)
    }
  }

  /// What a schedule breaks, and where it differs from a plan and service weeks.
  func concerns(
    of verdict: Verdict, _ schedule: YearSchedule, plan: RotationPlan?, weeks: ServiceWeekPlan
  ) -> [DutyConcern] {
    var concerns = concerns(of: verdict)
    func add(_ rows: [Int], _ dates: DateRange) {
      guard !rows.isEmpty else { return }
      concerns.append(DutyConcern(rows: rows.map(Int32.init), dates: dates))
    }
    for (column, place) in facts.planColumns.enumerated() {
      add(
        facts.residents.indices.filter { row in
          plan.map { $0[row, column] != schedule.plan[row, column] } ?? false
        }, place.dates)
    }
    guard let people = DutyPeople(facts) else { return concerns }
    for (week, range) in people.serviceWeeks.enumerated() {
      let changed = people.duty.faculty.indices.filter {
        weeks[$0, week] != schedule.serviceWeeks[$0, week]
      }
      add(changed.map { people.residentCount + $0 }, range)
    }
    return concerns
  }
}

/// Something that duties are made anew for: who, and when.
struct DutyConcern {
  /// Rows of the grid, rising; empty for whomever ``instance`` counts.
  var rows: [Int32]
  var dates: DateRange
  /// The rule that is broken; nil where a plan or service weeks have changed.
  var instance: RuleInstanceID?
}
