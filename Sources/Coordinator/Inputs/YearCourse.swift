import Compilation
import Coordination
import Domain
import Grid
import Measures
import Rules
import Validation

/// Where a year's run stands between its stages.
struct YearCourse {
  /// Times that a failed detail goes back to the plan before what there is gets polished: a draft
  /// helps nobody, however polished, so there are as many as a minute holds for 24 residents.
  static let roundsMax = 6
  /// The first plan is made from nothing, and after so many details another one is instead of
  /// changing the last.
  private static let roundsOfPlan = 3
  /// Times that what a detail leaves broken is searched again before it goes back to the plan, as
  /// long as each time leaves less. From the third on far less, where few are left: of 1,200
  /// residents' year 19 broken units were 17, 17 and 16 after three more times, which took longer
  /// than another plan. Lessons of many would change all of the plan.
  private static let mendingsMax = 4

  /// Which stage comes next.
  private enum Wanted {
    case plan, serviceWeeks, detail, mending, betterPlan, polish
  }

  /// A detail with what it was found under.
  private struct Detail {
    var schedule: YearSchedule
    var verdict: Verdict
  }

  private let program: Program
  private let people: DutyPeople
  private let judge: DutyJudge
  private let compiledPlan: CompiledPlan
  private let compiledWeeks: CompiledServiceWeeks?
  let memory: YearMemory
  /// What stays of the version that the run starts from; nil for a year from nothing.
  private let scope: YearScope?
  /// Parts of the search that are left out.
  private let without: Set<RunSettings.YearPart>
  /// What failed details have taught, each once.
  private var learned: [DutyLesson] = []
  private var plan: RotationPlan?
  private var serviceWeeks: ServiceWeekPlan?
  /// Whether no plan followed all lessons, so that one is sought by the latest only.
  private var isReplanningAnew = false
  private var latest: Detail?
  private var best: Detail?
  private var wanted = Wanted.plan
  private var details = 0
  /// Times that the latest detail was mended.
  private var mendings = 0
  /// Whether there is a valid year, and a plan that denies fewer wishes was sought for it.
  private var isRefining = false

  /// - Parameters:
  ///   - start: the version to start from; nil for a year from nothing.
  ///   - without: parts of the search that are left out.
  /// - Throws: ``UnusableInput`` when hard rules leave a plan cell without any rotation, when the
  ///   version does not fit the programme, or when nothing of it may change.
  /// - Precondition: the programme has a duty level.
  init(
    _ program: Program, _ memory: YearMemory, from start: RunStart?,
    without: Set<RunSettings.YearPart>
  ) throws {
    guard let people = DutyPeople(program.facts), let judge = DutyJudge(program: program) else {
      preconditionFailure("A year without a duty level has no course")
    }
    self.program = program
    self.people = people
    self.judge = judge
    self.memory = memory
    self.without = without
    let compiledPlan = try ProgramInput.compiled(program)
    let compiledWeeks = ServiceWeekCompiler.compile(program)
    self.compiledPlan = compiledPlan
    self.compiledWeeks = compiledWeeks
    scope = try start.map { try YearScope(program, $0, compiledPlan, compiledWeeks) }
    if let scope { try begin(from: scope) }
  }

  /// Starts where a version stands. What of it the programme no longer allows is mended where it
  /// is; a year that is still valid is only made better.
  private mutating func begin(from scope: YearScope) throws {
    plan = compiledPlan.plan(from: scope.plan.start)
    serviceWeeks = scope.weeks.flatMap { compiledWeeks?.plan(from: $0.start) }
    let isPlanSound = compiledPlan.grid.recount(scope.plan.start).score.isValid
    guard isPlanSound || !scope.mayChangePlan else { return }
    do {
      try stand()
    } catch let fault as UnusableInput {
      // A plan that no longer carries duties may be changed; duties that should stay may not.
      guard scope.mayChangePlan, !fault.isConflict else { throw fault }
    }
  }

  /// Takes the version's duties under the plan in force for a detail that was found.
  private mutating func stand() throws {
    let input = try dutyInput()
    guard let start = input.start, input.mayChange || mayChangePlan || mayChangeWeeks else {
      throw YearScope.nothingToDo("cell with a choice")
    }
    wanted = .detail
    try takeDetail(start)
  }

  // MARK: Taking what has ended

  /// Takes the next ended stage.
  ///
  /// - Throws: ``UnusableInput`` when its answer cannot be of this programme.
  mutating func take(_ stage: EndedStage) throws {
    switch stage.level {
    case .plan where isRefining: takeBetterPlan(stage.answer)
    case .plan:
      guard takePlan(stage.answer) else {
        wanted = .plan
        return
      }
      let asksWeeks = latest == nil || lessonsOfLatest.contains(where: \.isAboutServiceWeeks)
      if mayChangeWeeks && asksWeeks { wanted = .serviceWeeks } else { try endReplanning() }
    case .serviceWeeks:
      serviceWeeks = compiledWeeks?.plan(from: stage.answer)
      try endReplanning()
    case .duties: try takeDetail(stage.answer)
    case .benchmark: preconditionFailure("A benchmark has one stage")
    }
  }

  /// Whether there is a plan to go on with; false when it is worth another try.
  private mutating func takePlan(_ answer: GridAnswer) -> Bool {
    let found = compiledPlan.plan(from: answer)
    // A plan that follows lessons but breaks a rule of its own is no plan.
    let isUsable = found != plan && compiledPlan.grid.recount(answer).score.isValid
    if latest == nil || isUsable { plan = found }
    if latest == nil || isUsable || isReplanningAnew {
      isReplanningAnew = false
      return true
    }
    // Lessons say what failed once, not what must fail: those of one detail leave more room.
    learned = lessonsOfLatest
    isReplanningAnew = true
    return false
  }

  private mutating func takeBetterPlan(_ answer: GridAnswer) {
    let found = prospect(of: answer)
    guard found.isValid, found < prospectOfPlan else {
      wanted = .polish
      return
    }
    plan = compiledPlan.plan(from: answer)
    wanted = .detail
  }

  /// What the plan in force costs, and will probably cost in duty wishes.
  private var prospectOfPlan: Score {
    guard let plan else { preconditionFailure("No plan yet") }
    return prospect(of: compiledPlan.answer(from: plan))
  }

  private func prospect(of answer: GridAnswer) -> Score {
    compiledPlan.grid(taught: [], after: nil, priced: dutyPrices).recount(answer).score
  }

  /// Nothing to detail anew when the levels above stayed as they were.
  private mutating func endReplanning() throws {
    if let latest {
      let isSame = plan == latest.schedule.plan && weeks == latest.schedule.serviceWeeks
      wanted = isSame ? .polish : .detail
    } else if scope == nil {
      wanted = .detail
    } else {
      try stand()
    }
  }

  private mutating func takeDetail(_ answer: GridAnswer) throws {
    if wanted == .detail {
      details += 1
      mendings = 0
    }
    let input = try dutyInput()
    let schedule = input.schedule(of: answer)
    let verdict = judge.verdict(on: schedule)
    let detail = Detail(schedule: schedule, verdict: verdict)
    let isMending = latest.map { verdict.isMended(from: $0.verdict, mendings) } ?? true
    latest = detail
    // A better plan's year counts as soon as it is valid: polishing evens out the duties of both,
    // but gives back nothing that a plan denies.
    let isRefined = verdict.isValid && isRefining
    if isRefined || best.map({ verdict.score < $0.verdict.score }) ?? true { best = detail }
    // Blocks that were found apart mostly break rules around their borders only. What little stays
    // is worth a second look: another plan costs more than that.
    let mayMend = mendings == 0 || (mendings < Self.mendingsMax && isMending)
    if !verdict.isValid, mayMend, !without.contains(.mending) {
      wanted = .mending
      mendings += 1
      return
    }
    if verdict.isValid && !isRefining && hasWishesLeft {
      isRefining = true
      wanted = .betterPlan
      return
    }
    guard !verdict.isValid, !isRefining, details <= Self.roundsMax else {
      wanted = .polish
      return
    }
    lessonsOfLatest = LessonReader(program, schedule: schedule, compiled: input.compiled)
      .lessons(of: verdict.violations)
    learned += lessonsOfLatest.filter { !learned.contains($0) }
    let asksWeeks = mayChangeWeeks && lessonsOfLatest.contains(where: \.isAboutServiceWeeks)
    let asksPlan = mayChangePlan && !lessonsOfLatest.allSatisfy(\.isAboutServiceWeeks)
    wanted = asksPlan ? .plan : asksWeeks ? .serviceWeeks : .polish
  }

  private var mayChangePlan: Bool { scope?.mayChangePlan ?? true }

  private var mayChangeWeeks: Bool { scope?.mayChangeWeeks ?? (compiledWeeks != nil) }

  /// Whether a better plan may be there for a valid year, and is worth its time: large plans have
  /// spent as much on wishes before, and 60 residents' years ended better without.
  private var hasWishesLeft: Bool {
    mayChangePlan && mayHaveBetterPlan && prospectOfPlan.soft > 0
  }

  private var mayHaveBetterPlan: Bool {
    let cells = (scope?.plan.grid ?? compiledPlan.grid).cellsWithChoice
    return cells <= RunSettings.exactCells && !without.contains(.betterPlan)
  }

  private var lessonsOfLatest: [DutyLesson] = []

  /// Prospects, then what was learned, each once. Prospects look at the whole programme: what
  /// stays of a version would break some that its duties have long got around.
  private func lessons() -> [DutyLesson] {
    guard scope == nil else { return learned }
    let prospects = residentOutlook.lessons + memory.weekLessons(of: program)
    // By hash: a sponsor of 1,200 residents has hundreds of thousands of prospects.
    let repeated = Set(learned).intersection(prospects)
    return prospects + learned.filter { !repeated.contains($0) }
  }

  /// What duties leave of rotations, looked at once for everybody who asks.
  var residentOutlook: PlanProspects.Outlook {
    memory.residentOutlook(of: program, for: compiledPlan.grid)
  }

  /// What a plan's cells will probably cost in duty wishes.
  private var dutyPrices: [DutyPrice] { scope == nil ? residentOutlook.prices : [] }

  /// The service weeks in force; all ordinary where a programme has none.
  private var weeks: ServiceWeekPlan {
    let count = people.serviceWeeks.count
    return serviceWeeks
      ?? ServiceWeekPlan(
        cells: Array(repeating: 0, count: people.duty.faculty.count * count), weekCount: count)
  }

  private func dutyInput() throws -> DutyInput {
    guard let plan else { preconditionFailure("Duties before a plan") }
    return try memory.duties(under: plan, weeks) {
      try DutyInput(
        program,
        stage: YearDocument(
          plan: plan, serviceWeeks: weeks, dates: program.facts.calendar.dates), scope?.year)
    }
  }

  // MARK: The next stage

  /// The stage that comes now.
  ///
  /// - Throws: ``UnusableInput`` when it cannot be searched.
  mutating func stage(position: Int) throws -> RunStage {
    switch wanted {
    case .plan: return planStage(position)
    case .serviceWeeks: return weeksStage(position)
    case .mending: return try mendingStage(position)
    case .betterPlan: return betterPlanStage(position)
    case .polish: return try polishStage(position)
    case .detail:
      do {
        return try detailStage(position)
      } catch let fault as UnusableInput {
        // A plan that lessons have changed for the worse: what was found before stands.
        guard best != nil else { throw fault }
        return try polishStage(position)
      }
    }
  }

  /// Makes beforehand what the first stage will ask for.
  func prepare() { _ = lessons() }

  private func planStage(_ position: Int) -> RunStage {
    let isAnew = isReplanningAnew || (scope == nil && details % Self.roundsOfPlan == 0)
    let origin = isAnew ? nil : plan
    // A plan that nothing makes better later has its wishes, those for duties too, from the start.
    let prices = origin == nil && !mayHaveBetterPlan ? dutyPrices : []
    let grid = planGrid(after: origin, priced: prices)
    var stage = RunStage(
      level: .plan, title: details == 0 ? "plan" : "plan by lessons of \(broken)",
      position: position, input: input(above: grid, from: standingPlan), isLast: false,
      budget: StageBudget.plan(details))
    stage.stopsWhenValid = true
    let cells = grid.domainOfCell.count
    guard origin != nil else {
      stage.rounds = StageBudget.planRace(cells: cells)
      stage.usualLanes = StageBudget.manyCellsLanes(cells: cells)
      return stage
    }
    stage.portfolio = StageBudget.replanLanes(cells: cells)
    stage.rounds = StageBudget.replan(cells: cells)
    return stage
  }

  /// The plan's grid with all lessons, and with what stays of a version.
  private func planGrid(
    after origin: RotationPlan?, priced prices: [DutyPrice] = []
  ) -> DenseGrid {
    let taught = compiledPlan.grid(
      taught: lessons(), after: origin,
      changePoints: StageBudget.changePoints(cells: compiledPlan.grid.domainOfCell.count),
      priced: prices)
    return scope?.pinned(plan: taught) ?? taught
  }

  /// A search above the duties. A run that ends meanwhile has the best year so far, and before
  /// there is one a plan.
  ///
  /// - Parameter planned: the plan that it has then; nil for what the search finds.
  private func input(
    above grid: DenseGrid, from start: GridAnswer?, planned: GridAnswer? = nil
  ) -> StageAboveDuties {
    let years = YearJudging(program, judge)
    let plans = ProgramInput(program, compiledPlan, scope?.plan)
    return StageAboveDuties(grid: grid, start: start) { [best] answer, rank, foundBy in
      if let best { return try years.judged(best.schedule, rank: rank, foundBy: foundBy) }
      return try plans.judged(planned ?? answer, rank: rank, foundBy: foundBy)
    }
  }

  private var standingPlan: GridAnswer? { plan.map(compiledPlan.answer(from:)) }

  /// Another plan from the one that stands, for its wishes only: whatever it costs to detail anew.
  private func betterPlanStage(_ position: Int) -> RunStage {
    let grid = planGrid(after: nil, priced: dutyPrices)
    var stage = RunStage(
      level: .plan, title: "better plan", position: position,
      input: input(above: grid, from: standingPlan), isLast: false,
      budget: StageBudget.betterPlan)
    stage.standing = best?.verdict.score
    stage.isOptional = true
    stage.portfolio = StageBudget.betterPlanLanes
    stage.rounds = StageBudget.betterPlan(cells: grid.domainOfCell.count)
    return stage
  }

  private func weeksStage(_ position: Int) -> RunStage {
    guard let compiledWeeks else { preconditionFailure("No service weeks to plan") }
    let isReplanning = serviceWeeks != nil
    let taught = compiledWeeks.grid(
      taught: lessons(), after: serviceWeeks,
      changePoints: StageBudget.changePoints(cells: compiledWeeks.grid.domainOfCell.count))
    let grid = scope?.pinned(weeks: taught) ?? taught
    let input = self.input(
      above: grid, from: serviceWeeks.map(compiledWeeks.answer(from:)), planned: standingPlan)
    var stage = RunStage(
      level: .serviceWeeks, title: "service weeks", position: position, input: input,
      isLast: false, budget: StageBudget.weeks(details))
    stage.stopsWhenValid = true
    let cells = grid.domainOfCell.count
    stage.rounds = StageBudget.weeksRaces(cells: cells, isReplanning: isReplanning)
    stage.usualLanes = StageBudget.manyCellsLanes(cells: cells)
    if isReplanning { stage.portfolio = StageBudget.changedWeeksLanes(cells: cells) }
    return stage
  }

  private func detailStage(_ position: Int) throws -> RunStage {
    try dutyStage(position, from: latest, detailBudget(details)) { rounds in
      guard let latest else { return rounds.first }
      return rounds.again(
        rounds.concerns(of: latest.verdict, latest.schedule, plan: plan, weeks: weeks))
    }
  }

  private func mendingStage(_ position: Int) throws -> RunStage {
    guard let latest else { preconditionFailure("Nothing to mend") }
    return try dutyStage(position, from: latest, detailBudget(details - 1)) {
      $0.mending(latest.verdict, turn: mendings)
    }
  }

  private func detailBudget(_ details: Int) -> (before: Double, after: Double) {
    isRefining ? StageBudget.betterDetail : StageBudget.detail(details)
  }

  private mutating func polishStage(_ position: Int) throws -> RunStage {
    guard let best else { preconditionFailure("Nothing to polish") }
    plan = best.schedule.plan
    serviceWeeks = best.schedule.serviceWeeks
    let budget = position == 0 ? (0, 1) : StageBudget.polish
    var stage = try dutyStage(position, from: best, budget, isLast: true) {
      without.contains(.polish) ? DetailRounds.hardlyAny : $0.polish
    }
    stage.defaults = StageBudget.polishDefaults
    return stage
  }

  private func dutyStage(
    _ position: Int, from start: Detail?, _ budget: (before: Double, after: Double),
    isLast: Bool = false, _ rounds: (DetailRounds) -> RoundPlan
  ) throws -> RunStage {
    var input = try dutyInput()
    input.start = start.map { input.compiled.answer(near: $0.schedule.duties) }
    if !isLast { input.standing = best.map { ($0.schedule, $0.verdict.score) } }
    var stage = RunStage(
      level: .duties, title: title, position: position, input: input, isLast: isLast,
      budget: budget)
    if let best, best.verdict.isValid, !isLast { stage.standing = best.verdict.score }
    stage.pointsElsewhere = pointsAboveDuties
    stage.rounds = rounds(
      DetailRounds(input, program, isWhole: without.contains(.decomposition)))
    stage.stopsWhenValid = !isLast
    return stage
  }

  /// What a stage of duties is for.
  private var title: String {
    switch wanted {
    case .mending: "mending \(broken)"
    case .polish: "polish"
    default: isRefining ? "duties under a better plan" : "duties"
    }
  }

  /// Rules that the latest detail breaks, the first of them.
  private var broken: String {
    var names: [String] = []
    for violation in latest?.verdict.violations ?? [] where violation.severity != .soft {
      let name = violation.instance.rawValue
      if !names.contains(name) { names.append(name) }
    }
    guard let first = names.first else { return "the version" }
    return names.count == 1 ? first : "\(first) and \(names.count - 1) more"
  }

  /// Soft points of the plan and service weeks in force.
  private var pointsAboveDuties: Int {
    let ofPlan = plan.map { compiledPlan.grid.recount(compiledPlan.answer(from: $0)).score.soft }
    let ofWeeks = compiledWeeks.map { $0.grid.recount($0.answer(from: weeks)).score.soft }
    return (ofPlan ?? 0) + (ofWeeks ?? 0)
  }
}

/// A taught grid of plans or service weeks, and how what its run has is judged when nothing
/// follows.
struct StageAboveDuties: RunInput {
  let grid: DenseGrid
  let start: GridAnswer?
  let judging: @Sendable (GridAnswer, Int, String) throws -> JudgedAnswer

  func judged(_ answer: GridAnswer, rank: Int, foundBy: String) throws -> JudgedAnswer {
    try judging(answer, rank, foundBy)
  }
}

extension Verdict {
  /// Hard units whose lessons a plan can follow side by side.
  private static let few = 30

  /// Whether so many times of mending have left enough less to mend once more.
  fileprivate func isMended(from other: Verdict, _ times: Int) -> Bool {
    let before = other.score.accreditation + other.score.institution
    let left = score.accreditation + score.institution
    return left < before && (times == 1 || left > Self.few || left * 4 <= before * 3)
  }
}

extension DutyLesson {
  fileprivate var isAboutServiceWeeks: Bool {
    switch self {
    case .serviceWeeks, .nextWeek: true
    case .rotations, .heads: false
    }
  }
}
