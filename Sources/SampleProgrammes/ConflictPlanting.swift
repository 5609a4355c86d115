import Determinism
import Domain
import Rules

/// Adds a known contradiction to a programme that has a schedule.
///
/// What is added is laid so that the programme without the named instances' contradiction still has
/// a schedule: leave falls where the planted plan tolerates it, blocks are fixed as planted, and
/// credentials lapse on one day only. So every reason why the variant has none contains what was
/// added.
struct ConflictPlanting {
  let recipe: ProgrammeRecipe
  let roster: PlantedRoster
  /// Service of each resident in each column, row by row.
  let plan: [Int]
  let columnCount: Int
  private(set) var program: Program

  init(
    recipe: ProgrammeRecipe, roster: PlantedRoster, plan: [Int], columnCount: Int,
    program: Program
  ) {
    self.recipe = recipe
    self.roster = roster
    self.plan = plan
    self.columnCount = columnCount
    self.program = program
  }

  /// Adds a contradiction of a kind and says which.
  mutating func plant(
    _ kind: InfeasibleKind, _ generator: inout SeededGenerator
  ) -> PlantedConflict {
    switch kind {
    case .overTightRatio: overTightRatio(&generator)
    case .simultaneousLeave: simultaneousLeave(&generator)
    case .windowConflict: windowConflict(&generator)
    case .credentialGap: credentialGap(&generator)
    case .precedenceCycle: precedenceCycle(&generator)
    case .lockedCell: lockedCell(&generator)
    }
  }

  // MARK: Kinds

  /// A class is to be on its services with one more than it has.
  private mutating func overTightRatio(_ generator: inout SeededGenerator) -> PlantedConflict {
    let kind = recipe.classes[generator.below(recipe.classes.count)]
    let block = 2 + generator.below(columnCount / 2 - 3)
    let services = kind.curriculum.flatMap(\.services).filter { !recipe.services[$0].isAway }
    var scope = RuleScope()
    scope.levels = [LevelID(kind.level)]
    let id = add(
      "over-tight-ratio", scope,
      .serviceCover(
        ServiceCover(
          rotations: rotations(services), columns: columns(of: block), minimum: kind.count + 1,
          maximum: nil)))
    return PlantedConflict(
      kind: .overTightRatio, instances: [id], people: [], dates: dates(of: block),
      statement: "\(kind.level) has \(kind.count) residents, and block \(block) asks for "
        + "\(kind.count + 1) of them.")
  }

  /// Three residents, all on leave, of whom one is to be on a service.
  private mutating func simultaneousLeave(_ generator: inout SeededGenerator) -> PlantedConflict {
    let column = 4 + generator.below(columnCount - 8)
    let dates = program.facts.planColumns[column].dates
    // A Monday lies in every 14 days; a week of leave from it ends in the same half-block or next.
    let monday = dates.first + ((8 - dates.first.weekday.rawValue) % 7)
    let leave = DateRange(first: monday, last: monday + 4)
    let free = roster.residents.indices.filter { row in
      recipe.services[plan[row * columnCount + column]].toleratesLeave
        && !program.facts.absences.contains {
          $0.person == roster.residents[row].id && $0.dates.overlap(with: leave) > 0
        }
    }
    let chosen = free.shuffled(using: &generator).prefix(3).sorted()
    let people = chosen.map { roster.residents[$0].id }
    for person in people {
      program.facts.absences.append(Absence(person: person, dates: leave, kind: "conference"))
    }
    let services = recipe.services.indices.filter {
      recipe.services[$0].isStaffed && !recipe.services[$0].toleratesLeave
    }
    var scope = RuleScope()
    scope.residents = people
    let id = add(
      "one-of-three-on-service", scope,
      .serviceCover(
        ServiceCover(
          rotations: rotations(services), columns: [column], minimum: 1, maximum: nil)))
    return PlantedConflict(
      kind: .simultaneousLeave, instances: ["leave-honoured", id], people: people, dates: leave,
      statement: "All of them are on leave while one is to staff a service without leave.")
  }

  /// A rotation of the curriculum may be done in one block only, which is fixed for another.
  private mutating func windowConflict(_ generator: inout SeededGenerator) -> PlantedConflict {
    let row = generator.below(roster.residents.count)
    let resident = roster.residents[row]
    let kind = recipe.classes[resident.kind]
    let fixed = Set(recipe.plan.fixed.map(\.service))
    let wanted = kind.curriculum.first { !fixed.contains($0.services[0]) } ?? kind.curriculum[0]
    let blocks = (2..<columnCount / 2).filter { block in
      let here = [2 * block - 2, 2 * block - 1].map { plan[row * columnCount + $0] }
      return here.allSatisfy { !wanted.services.contains($0) }
    }
    let block = blocks.randomElement(using: &generator) ?? 2
    let here = columns(of: block).map { plan[row * columnCount + $0] }
    var scope = RuleScope()
    scope.residents = [resident.id]
    let place = add(
      "fixed-as-agreed", scope,
      .fixedRotations(
        FixedRotations(rotations: rotations(Set(here).sorted()), columns: columns(of: block))))
    let window = add(
      "only-in-that-block", scope,
      .rotationWindow(
        RotationWindow(rotations: rotations(wanted.services), columns: columns(of: block))))
    return PlantedConflict(
      kind: .windowConflict, instances: [countID(kind, wanted, row), place, window],
      people: [resident.id], dates: dates(of: block),
      statement: "\(wanted.label) may be done in block \(block) only, which is fixed for "
        + "something else.")
  }

  /// On one day nobody may take a team's long call.
  private mutating func credentialGap(_ generator: inout SeededGenerator) -> PlantedConflict {
    let calls = program.dutyRules.filter { instance in
      guard case .dutyCover(let rule) = instance.rule else { return false }
      return instance.id.rawValue.hasSuffix("-long-call") && rule.minimum > 0
    }
    // A day in the middle of the year on which the team works: a Tuesday.
    var day = program.facts.calendar.dates.first + (120 + 7 * generator.below(16))
    while day.weekday != .tuesday { day = day + 1 }
    let dates = DateRange(first: day, last: day)
    // A team that some day plants without a long call asks for none: another cover then serves.
    let candidates = calls.isEmpty ? covers(on: day) : calls
    guard let instance = candidates.randomElement(using: &generator),
      case .dutyCover(let rule) = instance.rule, let activity = rule.selection.activities.first
    else {
      preconditionFailure("\(recipe.name) has no cover to take a credential from")
    }
    let year = program.facts.calendar.dates
    for named in rule.selection.activities {
      guard let index = program.facts.duty?.activities.firstIndex(where: { $0.id == named })
      else { continue }
      program.facts.duty?.activities[index].requires.append("Code team")
    }
    for resident in roster.residents {
      for range in [
        DateRange(first: year.first + -30, last: day + -1),
        DateRange(first: day + 1, last: year.last),
      ] {
        program.facts.duty?.credentials.append(
          HeldCredential(person: resident.id, credential: "Code team", dates: range))
      }
    }
    return PlantedConflict(
      kind: .credentialGap, instances: ["credential-required", instance.id], people: [],
      dates: dates,
      statement: "Nobody holds the credential Code team on \(day), and "
        + "\(activity) must be staffed.")
  }

  /// Covers of residents by name that ask for somebody on a date.
  private func covers(on day: CalendarDate) -> [DutyRuleInstance] {
    program.dutyRules.filter { instance in
      guard case .dutyCover(let rule) = instance.rule, instance.severity.isHard else {
        return false
      }
      let dates = instance.scope.dates
      let weekdays = rule.selection.weekdays
      return rule.minimum > 0 && instance.scope.people == .residents
        && !rule.selection.activities.isEmpty
        && (dates.isEmpty || dates.contains { $0.contains(day) })
        && (weekdays.isEmpty || weekdays.contains(day.weekday))
        && rule.selection.onHolidays == nil
    }
  }

  /// Two rotations of a curriculum, each of which is to come first.
  private mutating func precedenceCycle(_ generator: inout SeededGenerator) -> PlantedConflict {
    let kind = recipe.classes[generator.below(recipe.classes.count)]
    let fixed = Set(recipe.plan.fixed.map(\.service))
    let lines = kind.curriculum.filter { !fixed.contains($0.services[0]) }
    var scope = RuleScope()
    scope.levels = [LevelID(kind.level)]
    var ids: [RuleInstanceID] = []
    for (before, after) in [(lines[0], lines[1]), (lines[1], lines[0])] {
      ids.append(
        add(
          "\(before.label) comes before \(after.label)", scope,
          .rotationOrder(
            RotationOrder(
              before: rotations(before.services), after: rotations(after.services)))))
    }
    let row = roster.residents.indices.first {
      recipe.classes[roster.residents[$0].kind].level == kind.level
        && roster.leaveBlocks[$0].isEmpty
    }
    return PlantedConflict(
      kind: .precedenceCycle, instances: [countID(kind, lines[0], row ?? 0)] + ids, people: [],
      dates: nil,
      statement: "\(lines[0].label) needs \(lines[1].label) first, and the other way round.")
  }

  /// Services that the curriculum of a class does not name.
  private func servicesOfOthers(_ kind: Int) -> [Int] {
    let own = Set(recipe.classes[kind].curriculum.flatMap(\.services))
    return recipe.services.indices.filter { !own.contains($0) && !recipe.services[$0].isAway }
  }

  /// A block is pinned to a rotation that the resident's level may not have.
  private mutating func lockedCell(_ generator: inout SeededGenerator) -> PlantedConflict {
    // Not every class lacks a service: in a small department all but one serve everywhere.
    let candidates = roster.residents.filter { !servicesOfOthers($0.kind).isEmpty }
    let resident = candidates[generator.below(candidates.count)]
    let kind = recipe.classes[resident.kind]
    let other = servicesOfOthers(resident.kind)
    let block = 2 + generator.below(columnCount / 2 - 3)
    // The candidates are those for whom there is one.
    let service = other.randomElement(using: &generator)!
    let pinned = columns(of: block)
    program.facts.lockedCells.removeAll {
      $0.resident == resident.id && pinned.contains($0.column)
    }
    for column in pinned {
      program.facts.lockedCells.append(
        LockedCell(
          resident: resident.id, column: column,
          rotation: RotationID(recipe.services[service].name), kind: .pinned))
    }
    if !program.rules.contains(where: { $0.id == "locked-cells-honoured" }) {
      _ = add("locked-cells-honoured", RuleScope(), .lockedCells(LockedCellsHonoured()))
    }
    return PlantedConflict(
      kind: .lockedCell,
      instances: [
        "locked-cells-honoured", RuleInstanceID(PlanRules.slug("\(kind.level) eligible")),
      ],
      people: [resident.id], dates: dates(of: block),
      statement: "\(resident.id) is pinned to \(recipe.services[service].name), which "
        + "\(kind.level) may not have.")
  }

  // MARK: Parts

  private func rotations(_ services: [Int]) -> [RotationID] {
    services.map { RotationID(recipe.services[$0].name) }
  }

  private func columns(of block: Int) -> [Int] { [2 * block - 2, 2 * block - 1] }

  private func dates(of block: Int) -> DateRange { program.facts.calendar.blocks[block - 1] }

  /// The instance that counts a line of a curriculum for a resident.
  private func countID(_ kind: ClassRecipe, _ line: CurriculumLine, _ row: Int) -> RuleInstanceID {
    let isAway = !roster.leaveBlocks[row].isEmpty
    return RuleInstanceID(
      PlanRules.slug("\(kind.level) \(line.label) count" + (isAway ? " with leave" : "")))
  }

  /// Adds a hard rule at the end of its section.
  private mutating func add(
    _ words: String, _ scope: RuleScope, _ rule: AnyRule
  ) -> RuleInstanceID {
    let instance = RuleInstance(
      id: RuleInstanceID(PlanRules.slug(words)), scope: scope,
      severity: Severity(level: .institution), rule: rule)
    let place = program.rules.firstIndex { $0.rule.section > rule.section }
    program.rules.insert(instance, at: place ?? program.rules.count)
    return instance.id
  }
}

extension AnyRule {
  /// Where files state the rule: sections are read in this order.
  fileprivate var section: Int {
    switch self {
    case .eligibleRotations: 0
    case .curriculumCount(let rule): rule.columns == nil ? 0 : 4
    case .leaveHonoured: 1
    case .fixedRotations: 2
    case .rotationWindow: 3
    case .serviceCover: 5
    case .succession: 6
    case .windowLimit: 7
    case .stintLength: 8
    case .rotationOrder: 9
    case .rotationWishes: 10
    case .lockedCells: 11
    case .wholeBlocks: 12
    }
  }
}
