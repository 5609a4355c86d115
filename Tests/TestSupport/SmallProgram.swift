package import Determinism
package import Domain
package import Rules

/// A small programme whose plans can be written as words: a row a resident, a letter a column.
///
/// Rotations: A and B fill whole blocks, C and D may be halved, L is leave. Residents P1, P2, …
/// are of level X and Y in turn. Blocks have 28 days from 3 July 2025 on.
package struct SmallProgram: Sendable {
  package var facts: ProgramFacts
  package var rules: [RuleInstance] = []

  package var program: Program { Program(facts: facts, rules: rules) }

  package init(unit: PlanUnit = .block, blocks: Int = 6, residents: Int = 1) {
    let policy = CalendarPolicy(
      startMonth: 7, startDay: 1, anchorWeekday: .thursday, blockCount: blocks, blockLength: 28,
      blockZero: .orientation, tail: .unassigned)
    facts = ProgramFacts(
      name: "small", calendar: AcademicCalendar(year: 2025, policy: policy), planUnit: unit,
      levels: ["X", "Y"],
      residents: (1...residents).map {
        Resident(id: PersonID("P\($0)"), level: $0 % 2 == 1 ? "X" : "Y")
      },
      rotations: [
        Rotation(id: "A"), Rotation(id: "B"), Rotation(id: "C", mayBeHalf: true),
        Rotation(id: "D", mayBeHalf: true), Rotation(id: "L", isAway: true),
      ])
  }

  /// Adds an instance called as its rule type.
  package mutating func add(
    _ rule: AnyRule, _ severity: Severity, scope: RuleScope = RuleScope()
  ) {
    rules.append(
      RuleInstance(
        id: RuleInstanceID("\(rule.ruleID)-\(rules.count)"), scope: scope, severity: severity,
        rule: rule))
  }

  /// Gives a resident leave on days of a plan column, counted from 0.
  package mutating func addLeave(_ resident: PersonID, column: Int, days: ClosedRange<Int>) {
    let first = facts.planColumns[column].dates.first
    facts.absences.append(
      Absence(
        person: resident,
        dates: DateRange(first: first + days.lowerBound, last: first + days.upperBound),
        kind: "vacation"))
  }

  /// Adds a wish for the whole of a block, counted from 1.
  package mutating func addWish(
    _ resident: PersonID, _ rotation: RotationID, block: Int, _ priority: Wish.Priority
  ) {
    facts.wishes.append(
      Wish(
        resident: resident, rotation: rotation, dates: facts.calendar.blocks[block - 1],
        priority: priority))
  }

  /// The plan that the words spell, a row a word.
  package func plan(_ rows: [String]) -> RotationPlan {
    let letters = facts.rotations.map { Character($0.id.rawValue) }
    let cells = rows.joined().map { letter -> Int in
      guard let index = letters.firstIndex(of: letter) else {
        preconditionFailure("\(letter) is no rotation of the small programme")
      }
      return index
    }
    return RotationPlan(cells: cells, columnCount: facts.planColumns.count)
  }

  /// A plan in which each cell repeats the one before with a probability that the plan draws first,
  /// so that long stints and restless rows both occur.
  package func randomPlan(_ random: inout SeededGenerator) -> RotationPlan {
    let columns = facts.planColumns.count
    let repeats = [0.0, 0.4, 0.7, 0.9, 1.0][random.below(5)]
    var cells: [Int] = []
    for cell in 0..<facts.residents.count * columns {
      if let last = cells.last, cell % columns > 0, random.unit() < repeats {
        cells.append(last)
      } else {
        cells.append(random.below(facts.rotations.count))
      }
    }
    return RotationPlan(cells: cells, columnCount: columns)
  }
}
