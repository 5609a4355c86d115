import Determinism
import Domain
import Rules

extension SampleProgramme {
  /// Academic year of every sample: 2025–26, with two days of block 0 and a block 13 of 27.
  static let year = 2025

  /// Streams of chance, one a step, so that a change of one step leaves the others' draws alone.
  private enum Stream: UInt64 {
    case roster = 1
    case plan, leave, duties, weeks, faculty, minima, facts, conflict
  }

  /// Makes a programme around a planted schedule.
  ///
  /// - Complexity: O(residents × columns) moves for the plan and O(people × days) for the rest:
  ///   about a second for S24, under a minute for S1200.
  /// - Throws: ``SampleFailure`` when no plan is found for this seed.
  package static func make(_ request: SampleRequest) throws(SampleFailure) -> SampleProgramme {
    func stream(_ stream: Stream) -> SeededGenerator {
      SeededGenerator(seed: request.seed, label: stream.rawValue)
    }
    var rosterChance = stream(.roster)
    var leaveChance = stream(.leave)
    let recipe = ProgrammeRecipe.recipe(of: request.size)
    let roster = PlantedRoster(recipe, &rosterChance)
    let calendar = SampleCalendar(year: year)
    let columnCount = 2 * calendar.academic.policy.blockCount
    let plan = try plan(recipe, roster, columnCount, stream(.plan))
    var weekChance = stream(.weeks)
    let weeks = calendar.academic.serviceWeeks(from: .friday)
    let weekPlan = ServiceWeekPlanting(recipe: recipe, faculty: roster.faculty, weeks: weeks)
      .plan(&weekChance)
    var leave = LeaveDrawing(recipe: recipe, calendar: calendar)
    leave.addLongLeave(roster)
    leave.drawResidents(roster.residents, plan: plan, columnCount: columnCount, &leaveChance)
    leave.drawFaculty(roster.faculty, weekPlan: weekPlan, weeks: weeks, &leaveChance)
    leave.drawUnsettled(roster.residents.map(\.id), &leaveChance)
    let book = plantDuties(
      recipe, roster, plan, leave.absences, weekPlan,
      (calendar, weeks, stream(.duties), stream(.faculty)))
    let patterns = SamplePatterns(recipe, book.activities)
    let facts = SampleFacts(
      recipe: recipe, roster: roster, calendar: calendar, book: book, patterns: patterns,
      plan: plan, columnCount: columnCount)
    var minimaChance = stream(.minima)
    let minima = PlanMinima(
      recipe, plan: plan, columnCount: columnCount, tightness: request.tightness, &minimaChance)
    var factsChance = stream(.facts)
    let drawn = facts.facts(absences: leave.absences, weekPlan: weekPlan, &factsChance)
    let program = Program(
      facts: drawn,
      rules: planRules(recipe, roster, minima, columnCount, hasLocks: !drawn.lockedCells.isEmpty),
      dutyRules: DutyRules(
        planted: PlantedColumns(
          recipe: recipe, calendar: calendar, services: plan, columnCount: columnCount),
        patterns: patterns, book: book, roster: roster, weekPlan: weekPlan, minima: minima
      ).rules)
    var sample = SampleProgramme(
      program: program,
      planted: YearSchedule(
        plan: facts.rotationPlan, serviceWeeks: weekPlan, duties: facts.dutySchedule),
      reachedTightness: minima.reached, conflict: nil)
    if let kind = request.infeasible {
      var conflictChance = stream(.conflict)
      var planting = ConflictPlanting(
        recipe: recipe, roster: roster, plan: plan, columnCount: columnCount, program: program)
      sample.conflict = planting.plant(kind, &conflictChance)
      sample.program = planting.program
    }
    return sample
  }

  private static func plan(
    _ recipe: ProgrammeRecipe, _ roster: PlantedRoster, _ columnCount: Int,
    _ generator: SeededGenerator
  ) throws(SampleFailure) -> [Int] {
    var generator = generator
    let starting = StartingRows(
      recipe: recipe, blockCount: columnCount / 2, leaveService: recipe.leaveService)
    let rows = roster.residents.enumerated().map { row, resident in
      starting.row(
        of: recipe.classes[resident.kind], number: resident.number,
        leaveBlocks: roster.leaveBlocks[row], &generator)
    }
    var planting = PlanPlanting(
      terms: PlanTerms(recipe, blockCount: columnCount / 2),
      kinds: roster.residents.map(\.kind), rows: rows.map(\.services), fixed: rows.map(\.fixed),
      generator: generator)
    return try planting.plan()
  }

  private static func plantDuties(
    _ recipe: ProgrammeRecipe, _ roster: PlantedRoster, _ plan: [Int], _ absences: [Absence],
    _ weekPlan: ServiceWeekPlan,
    _ time: (SampleCalendar, [DateRange], SeededGenerator, SeededGenerator)
  ) -> DutyBook {
    let (calendar, weeks, residentChance, facultyChance) = time
    var book = DutyBook(
      calendar: calendar, activities: SampleActivities(recipe),
      people: roster.residents.count + roster.faculty.count)
    let ids = roster.residents.map(\.id) + roster.faculty.map(\.id)
    let rows = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
    for absence in absences where absence.status == .granted {
      // Absences are drawn for people of the roster.
      book.setAway(
        rows[absence.person]!,
        calendar.day(of: absence.dates.first)..<calendar.day(of: absence.dates.last) + 1)
    }
    var residents = DutyPlanting(
      recipe: recipe, roster: roster, plan: plan, book: book, generator: residentChance)
    residents.plant()
    var faculty = FacultyPlanting(
      residents: residents, roster: roster, weekPlan: weekPlan, weeks: weeks,
      generator: facultyChance)
    faculty.plant()
    return faculty.book
  }

  private static func planRules(
    _ recipe: ProgrammeRecipe, _ roster: PlantedRoster, _ minima: PlanMinima, _ columnCount: Int,
    hasLocks: Bool
  ) -> [RuleInstance] {
    let away = roster.residents.indices.filter { !roster.leaveBlocks[$0].isEmpty }
    return PlanRules(
      recipe: recipe, minima: minima, columnCount: columnCount,
      leaveRotation: recipe.leaveService.map { RotationID(recipe.services[$0].name) },
      levelsOnLeave: Set(away.map { recipe.classes[roster.residents[$0].kind].level }),
      hasLocks: hasLocks
    ).rules
  }
}

extension ProgrammeRecipe {
  /// The recipe of a size.
  static func recipe(of size: SampleSize) -> ProgrammeRecipe {
    switch size {
    case .s24: familyMedicine()
    case .s60: internalMedicine60()
    case .s150: internalMedicine150()
    case .s400: academicCentre()
    case .s1200: sponsor()
    }
  }

  /// The service that stands for whole blocks of leave; nil when the recipe has none.
  var leaveService: Int? { services.firstIndex { $0.name == "Leave" } }
}
