import Compilation
import Containers
import Domain
import Grid
import Rules
import Validation

/// Turns contradictory parts into conflicts that people read.
struct ConflictWording {
  let program: Program
  let grid: HardGrid
  private let words: ConflictWords

  init(_ program: Program, _ grid: HardGrid) {
    self.program = program
    self.grid = grid
    words = ConflictWords(program)
  }

  private var residents: [Resident] { program.facts.residents }

  // MARK: Plan

  func conflict(_ core: PlanCore, alsoAt places: [Int]) -> FoundConflict {
    let selection = core.selection
    let instances = selection.instances.sorted()
    let isOfRow = core.question.isOfRow
    let also =
      isOfRow
      ? places.map { residents[$0].id.rawValue } : places.filter { $0 >= 0 }.map(words.column)
    // More than half of the columns is the whole year to a person who reads it.
    let isWholeYear = 2 * selection.columns.count > grid.columnCount
    let conflict = Conflict(
      argument: core.question.argument, rules: members(instances),
      people: selection.rows.sorted().map { residents[$0].id },
      dates: isWholeYear ? [] : words.dates(of: selection.columns),
      statement: statement(core), missing: missing(core),
      hasLock: instances.contains(where: isLock),
      isMinimal: core.isMinimal, alsoHolds: also)
    return FoundConflict(
      conflict: conflict, rows: isOfRow ? selection.rows.union(places) : selection.rows,
      columns: isOfRow ? [] : selection.columns.union(places.filter { $0 >= 0 }))
  }

  /// The rules of a core over everybody and the whole year: what its numbers are taken from.
  private func reasoning(_ core: PlanCore) -> PlanReasoning {
    var selection = grid.whole
    selection.instances = core.selection.instances
    return PlanReasoning(grid, selection)
  }

  /// How much is missing, where the argument counts it.
  private func missing(_ core: PlanCore) -> Int {
    let reasoning = reasoning(core)
    switch core.question {
    case .row(let row):
      switch reasoning.failure(ofRow: row) {
      case .under(let rule, let window, let reachable):
        guard case .sum(let family) = grid.rules[rule].family else { return 1 }
        return max(1, Int(family.windows[window].min) - reachable)
      case .over(let rule, let window, let least):
        guard case .sum(let family) = grid.rules[rule].family else { return 1 }
        return max(1, least - Int(family.windows[window].max))
      case .empty, nil: return 1
      }
    case .counts: return 1
    case .cover(let rule, let group):
      guard case .cover(let family) = grid.rules[rule].family,
        let failure = reasoning.failure(ofCover: rule, group: group)
      else { return 1 }
      return family.min[group] != .min && failure.most < Int(family.min[group])
        ? Int(family.min[group]) - failure.most : max(1, failure.least - Int(family.max[group]))
    case .column, .places: return 1
    }
  }

  private func isLock(_ instance: Int) -> Bool {
    guard program.rules.indices.contains(instance), case .lockedCells = program.rules[instance].rule
    else { return false }
    return true
  }

  /// The plan's rules among instances; what stands for duties is said by ``conflict(_:because:)``.
  private func members(_ instances: [Int]) -> [Conflict.Member] {
    instances.filter(program.rules.indices.contains).map(words.member)
  }

  private func statement(_ core: PlanCore) -> String {
    let reasoning = reasoning(core)
    switch core.question {
    case .row(let row): return statement(row, reasoning)
    case .counts(let row):
      return "\(residents[row].id) would need more columns for these counts than are open, or have "
        + "columns that none of them allows."
    case .cover(let rule, let group): return statement(rule, group, reasoning)
    case .column(let column):
      return "In \(words.column(column)) these services ask for more people, or leave more without "
        + "a place, than there are."
    case .places(let flow):
      let names = flow.choices.members.map { program.facts.rotations[$0].id.rawValue }
      return "Over the year, curricula and services do not ask the same number of places of "
        + "\(words.list(names)): no assignment of the \(flow.rows.count) people to columns keeps "
        + "both."
    }
  }

  private func statement(_ row: Int, _ reasoning: PlanReasoning) -> String {
    let name = residents[row].id.rawValue
    switch reasoning.failure(ofRow: row) {
    case .empty(let column):
      return "\(name) has no rotation left in \(words.column(column))."
    case .under(let rule, let window, let reachable):
      guard case .sum(let family) = grid.rules[rule].family else { break }
      return "\(name) must have \(family.windows[window].min) by "
        + "\(id(rule)) and can have \(reachable)."
    case .over(let rule, let window, let least):
      guard case .sum(let family) = grid.rules[rule].family else { break }
      return "\(name) may have \(family.windows[window].max) by \(id(rule)) and cannot have fewer "
        + "than \(least)."
    case nil: break
    }
    return "\(name) has no year that keeps these rules."
  }

  private func id(_ rule: Int) -> String { grid.ids[grid.rules[rule].instance].rawValue }

  private func statement(_ rule: Int, _ group: Int, _ reasoning: PlanReasoning) -> String {
    guard case .cover(let family) = grid.rules[rule].family,
      let failure = reasoning.failure(ofCover: rule, group: group)
    else { return "The cover of \(id(rule)) cannot be had." }
    let place = words.list(family.groups[group].map { words.column(Int($0)) })
    if family.min[group] != .min, failure.most < Int(family.min[group]) {
      return "\(id(rule)) asks for \(family.min[group]) in \(place), where at most "
        + "\(failure.most) can be."
    }
    return "\(id(rule)) allows \(family.max[group]) in \(place), where at least \(failure.least) "
      + "must be."
  }

  /// A row that the row programme refutes.
  func conflict(row: Int, instances: Set<Int>, isMinimal: Bool, also: [Int]) -> FoundConflict {
    let name = residents[row].id.rawValue
    let conflict = Conflict(
      argument: .rowProgramme, rules: members(instances.sorted()),
      people: [residents[row].id], dates: [],
      statement: "No sequence of rotations keeps these rules for \(name): the row programme went "
        + "through all of them.",
      missing: 1, hasLock: instances.contains(where: isLock), isMinimal: isMinimal,
      alsoHolds: also.map { residents[$0].id.rawValue })
    return FoundConflict(conflict: conflict, rows: Set(also + [row]), columns: [])
  }

  /// A part that the constraint solver refutes.
  func conflict(exact selection: Selection, isMinimal: Bool) -> FoundConflict {
    let isEverybody = selection.rows.count == grid.rowCount
    let isWholeYear = selection.columns.count == grid.columnCount
    let conflict = Conflict(
      argument: .exact, rules: members(selection.instances.sorted()),
      people: isEverybody ? [] : selection.rows.sorted().map { residents[$0].id },
      dates: isWholeYear ? [] : words.dates(of: selection.columns),
      statement: "No plan keeps these rules together: the constraint solver proved it.",
      missing: 1, hasLock: selection.instances.contains(where: isLock), isMinimal: isMinimal,
      alsoHolds: [])
    return FoundConflict(
      conflict: conflict, rows: isEverybody ? [] : selection.rows,
      columns: isWholeYear ? [] : selection.columns)
  }

  // MARK: Duties

  func conflict(_ core: DutyCore, _ standing: DutyStanding, alsoOn dates: [DateRange])
    -> FoundConflict
  {
    let rules = core.duty.map(words.dutyMember) + core.plan.map(words.member)
    // Everybody whom the rule counts is said by the rule itself, unless it names them.
    let names = core.duty.flatMap { program.dutyRules[$0].scope.residents }
    let isSaid = core.isEverybody && names.isEmpty
    let conflict = Conflict(
      argument: core.question.argument, rules: rules,
      people: isSaid ? [] : core.rows.map { standing.people.ids[$0] },
      dates: core.question.dates.map { [$0] } ?? [], statement: statement(core, standing),
      missing: max(1, core.shortage.needed - core.shortage.possible),
      hasLock: core.duty.contains {
        if case .lockedDuties = program.dutyRules[$0].rule { return true }
        return false
      }, isMinimal: core.isMinimal, alsoHolds: Array(Set(dates.map(Self.text))).sorted())
    return FoundConflict(conflict: conflict, rows: [], columns: [])
  }

  private static func text(_ dates: DateRange) -> String {
    dates.dayCount == 1 ? "\(dates.first)" : "\(dates.first) to \(dates.last)"
  }

  private func statement(_ core: DutyCore, _ standing: DutyStanding) -> String {
    let numbers = core.shortage
    switch core.question {
    case .cover(let instance, let slot), .coverByPlan(let instance, let slot):
      return
        "\(program.dutyRules[instance].id) asks for \(numbers.needed) on \(slot), where at most "
        + "\(numbers.possible) can stand."
    case .load(let cover, let count, let dates):
      return "\(program.dutyRules[cover].id) asks for \(numbers.needed) assignments from "
        + "\(Self.text(dates)), of which \(program.dutyRules[count].id) lets its people take "
        + "\(numbers.possible)."
    case .supervision(let instance, let cover, let slot):
      return "What \(program.dutyRules[cover].id) puts there on \(slot) needs \(numbers.needed) "
        + "supervisors by \(program.dutyRules[instance].id), and at most \(numbers.possible) "
        + "can be."
    case .turns(let cover):
      return
        "Over the year \(numbers.needed) weeks are asked of \(program.dutyRules[cover].id) and "
        + "its people, where \(numbers.possible) can be."
    case .turnsOf(let row, let count):
      return
        "\(standing.people.ids[row]) must have \(numbers.needed) weeks by "
        + "\(program.dutyRules[count].id) and may have \(numbers.possible)."
    }
  }

  /// A conflict of the plan with the duty rules that close rotations in it.
  func conflict(_ found: FoundConflict, because reasons: RotationDuties.Reasons?) -> FoundConflict {
    guard let reasons else { return found }
    var found = found
    found.conflict.argument = .rotationDuties
    found.conflict.rules = reasons.instances.map(words.dutyMember) + found.conflict.rules
    found.conflict.isMinimal = found.conflict.isMinimal && reasons.isMinimal
    if let shortfall = reasons.shortfall {
      let rule = program.dutyRules[shortfall.instance].id
      let rotation = program.facts.rotations[shortfall.rotation].id
      found.conflict.statement =
        "\(rule) asks \(residents[shortfall.row].id) on \(rotation) for \(shortfall.least) from "
        + "\(Self.text(shortfall.dates)), where at most \(shortfall.most) can be. "
        + found.conflict.statement
    }
    return found
  }

  /// What locked duties break by themselves.
  func conflict(_ violation: Violation, honouring locks: RuleInstanceID) -> FoundConflict {
    let members = [violation.instance, locks].compactMap { id in
      program.dutyRules.firstIndex { $0.id == id }.map(words.dutyMember)
    }
    let people = Set((violation.duty?.causes ?? []).map(\.person)).sorted()
    let conflict = Conflict(
      argument: .lockedDuties, rules: members, people: people,
      dates: violation.duty.map { [$0.dates] } ?? [],
      statement: violation.explanation + ".", missing: violation.amount, hasLock: true,
      isMinimal: true, alsoHolds: [])
    return FoundConflict(conflict: conflict, rows: [], columns: [])
  }
}

/// A conflict with the places at which one of its rules may give way.
struct FoundConflict {
  var conflict: Conflict
  /// Rows of the plan; none for all.
  var rows: Set<Int>
  /// Columns of the plan; none for all.
  var columns: Set<Int>
}
