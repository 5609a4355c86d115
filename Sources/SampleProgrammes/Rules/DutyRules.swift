import Domain
import Rules

/// The duty rules of a sample programme: the accreditation profile, the house's rules with numbers
/// from the planted schedule, and what is wished for.
struct DutyRules {
  let recipe: ProgrammeRecipe
  let activities: SampleActivities
  let patterns: SamplePatterns
  let counts: PlantedCounts
  let roster: PlantedRoster
  let weekPlan: ServiceWeekPlan
  let minima: PlanMinima
  private(set) var rules: [DutyRuleInstance] = []

  init(
    planted: PlantedColumns, patterns: SamplePatterns, book: DutyBook, roster: PlantedRoster,
    weekPlan: ServiceWeekPlan, minima: PlanMinima
  ) {
    recipe = planted.recipe
    self.minima = minima
    self.patterns = patterns
    self.roster = roster
    self.weekPlan = weekPlan
    activities = book.activities
    counts = PlantedCounts(book)
    addFrame()
    addAccreditation()
    for department in recipe.departments.indices { addNights(of: department) }
    for service in recipe.services.indices { addTeam(service) }
    addWorkloads(planted)
    for clinic in recipe.clinics.indices { addClinic(clinic) }
    addFaculty()
    addWishes()
  }

  mutating func add(
    _ words: String, _ level: Severity.Level, weight: Int = 1, _ rule: AnyDutyRule
  ) {
    add(words, level, weight: weight, RuleScope(), rule)
  }

  mutating func add(
    _ words: String, _ level: Severity.Level, weight: Int = 1, _ scope: RuleScope,
    _ rule: AnyDutyRule
  ) {
    rules.append(
      DutyRuleInstance(
        id: RuleInstanceID(PlanRules.slug(words)), scope: scope,
        severity: Severity(level: level, weight: weight), rule: rule))
  }

  /// Names of activities in the order of the programme, as files are read.
  func ids(_ indices: [Int]) -> [ActivityID] {
    Set(indices).sorted().map { activities.id($0) }
  }

  static let residents: RuleScope = {
    var scope = RuleScope()
    scope.people = .residents
    return scope
  }()

  static let faculty: RuleScope = {
    var scope = RuleScope()
    scope.people = .faculty
    return scope
  }()

  /// Nights in house of residents, calls included.
  var nightsInHouse: [Int] {
    let floats = recipe.services.indices.filter { recipe.services[$0].work == .nights }
    return floats.map { activities.day[$0] } + activities.overnightCall + activities.weekendCall
  }

  // MARK: What every programme has

  private mutating func addFrame() {
    add(
      "pattern-honoured", .institution,
      .patternHonoured(PatternHonoured(filler: activities.id(activities.off))))
    add("absence-honoured", .institution, .absenceHonoured(AbsenceHonoured()))
    add("credential-required", .institution, .credentialRequired(CredentialRequired()))
    add("locked-duties-honoured", .institution, .lockedDuties(LockedDutiesHonoured()))
    add("no-overlap", .institution, .noOverlap(NoOverlap()))
    let clinics = ids(activities.facultyClinic)
    if !clinics.isEmpty {
      add(
        "clinic-on-available-days", .institution, Self.faculty,
        .eligibleActivities(
          EligibleActivities(
            selection: DutySelection(activities: clinics), isAllowed: false,
            outsideAvailableDays: true)))
    }
    for (index, department) in recipe.departments.enumerated() where department.hasWeekendCall {
      let juniors = recipe.classes.filter {
        $0.department == index && !department.callYears.contains($0.year)
      }
      guard !juniors.isEmpty else { continue }
      var scope = Self.residents
      scope.levels = juniors.map { LevelID($0.level) }
      add(
        "\(department.prefix) calls from the second year on", .institution, scope,
        .eligibleActivities(
          EligibleActivities(
            selection: DutySelection(activities: ids(calls(of: index))), isAllowed: false)))
    }
  }

  func calls(of department: Int) -> [Int] {
    [activities.overnightCall[department], activities.weekendCall[department]]
  }

  private mutating func addAccreditation() {
    let handover = Set(activities.handover)
    let scheduled = activities.all.indices.filter {
      activities.all[$0].kind.isDuty && !handover.contains($0)
    }
    add(
      "eighty-hours", .accreditation, Self.residents,
      .averagedHours(AveragedHours(weeklyMinutes: 4800)))
    add("one-day-in-seven", .accreditation, Self.residents, .daysFree(DaysFree()))
    add(
      "twenty-four-hours", .accreditation, Self.residents,
      .stretchLimit(StretchLimit(maximumMinutes: 1440, activities: ids(scheduled))))
    add(
      "twenty-four-and-four", .accreditation, Self.residents,
      .stretchLimit(StretchLimit(maximumMinutes: 1680)))
    add(
      "fourteen-hours-after-twenty-four", .accreditation, Self.residents,
      .restAfter(RestAfter(restMinutes: 840, stretchMinutes: 1440)))
    let calls = ids(activities.overnightCall + activities.weekendCall)
    add(
      "every-third-night", .accreditation, Self.residents,
      .dutyCount(
        DutyCount(
          selection: DutySelection(activities: calls, parts: [.night]),
          period: .rolling(days: 28), maximum: 9)))
    addNightRules()
  }

  private mutating func addNightRules() {
    let nights = DutySelection(activities: ids(nightsInHouse), parts: [.night])
    add(
      "six-nights-running", .institution, Self.residents,
      .consecutiveDuty(ConsecutiveDuty(selection: nights, unit: .nights, maximum: 6)))
    let free = activities.all.indices.filter { activities.isFree($0) }
    add(
      "morning-after-a-night", .institution, Self.residents,
      .dutySuccession(
        DutySuccession(
          first: nights, next: ids(free + activities.handover), distance: 1, mode: .required)))
    add(
      "afternoon-after-a-night", .institution, Self.residents,
      .dutySuccession(
        DutySuccession(first: nights, next: ids(free), distance: 2, mode: .required)))
    add(
      "eight-hours-between-duties", .soft, weight: 3, Self.residents,
      .restAfter(RestAfter(restMinutes: 480)))
    add(
      "strict-day-in-seven", .soft, weight: 2, Self.residents,
      .daysFree(DaysFree(windowDays: 7, minimum: 1)))
  }
}
