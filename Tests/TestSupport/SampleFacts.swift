package import Domain
package import Rules

/// Small programmes built by hand, whose plans are written as one letter a cell.
package enum SampleFacts {
  /// One-letter rotations: A, B, C and D fill a block; H and K may be halved; L (leave) and T
  /// (transfer) are time away.
  package static let rotations: [Rotation] = [
    Rotation(id: "A"), Rotation(id: "B"), Rotation(id: "C"), Rotation(id: "D"),
    Rotation(id: "H", mayBeHalf: true), Rotation(id: "K", mayBeHalf: true),
    Rotation(id: "L", isAway: true), Rotation(id: "T", isAway: true),
  ]

  /// The year 2025 with the given number of blocks of 28 days, the first from 3 July; the rest of
  /// the year is in no block.
  package static func calendar(blocks: Int) -> AcademicCalendar {
    AcademicCalendar(
      year: 2025,
      policy: CalendarPolicy(
        startMonth: 7, startDay: 1, anchorWeekday: .thursday, blockCount: blocks, blockLength: 28,
        blockZero: .orientation, tail: .unassigned))
  }

  /// A programme of residents R1, R2, … of the given levels, without leave, wishes or locks.
  package static func small(
    levels: [LevelID] = ["PGY1"], blocks: Int = 4, unit: PlanUnit = .block
  ) -> ProgramFacts {
    let names = levels.reduce(into: [LevelID]()) { if !$0.contains($1) { $0.append($1) } }
    return ProgramFacts(
      name: "Sample", calendar: calendar(blocks: blocks), planUnit: unit, levels: names,
      residents: levels.enumerated().map { index, level in
        Resident(id: PersonID("R\(index + 1)"), level: level)
      },
      rotations: rotations)
  }

  /// The plan whose rows are the given words, one letter a plan column; `?` is a rotation number
  /// that is none.
  package static func plan(_ rows: [String], in facts: ProgramFacts) -> RotationPlan {
    let cells = rows.flatMap { row in
      row.map { letter in
        facts.rotations.firstIndex { $0.id.rawValue == String(letter) } ?? facts.rotations.count
      }
    }
    return RotationPlan(cells: cells, columnCount: rows.first?.count ?? 1)
  }

  /// A programme with one rule instance named `rule`.
  package static func program(
    _ facts: ProgramFacts, _ rule: AnyRule, scope: RuleScope = RuleScope(),
    severity: Severity = Severity(level: .institution)
  ) -> Program {
    Program(
      facts: facts,
      rules: [RuleInstance(id: "rule", scope: scope, severity: severity, rule: rule)])
  }

  /// Dates from one text to another, both included: `2025-07-03`.
  package static func dates(_ first: String, _ last: String) -> DateRange {
    // Tests write dates that are dates.
    DateRange(first: CalendarDate(first)!, last: CalendarDate(last)!)
  }

  /// An absence of `R<number>`.
  package static func leave(_ number: Int, _ first: String, _ last: String) -> Absence {
    Absence(person: PersonID("R\(number)"), dates: dates(first, last), kind: "vacation")
  }

  /// A wish of `R<number>`.
  package static func wish(
    _ number: Int, _ rotation: RotationID, _ first: String, _ last: String,
    _ priority: Wish.Priority = .high
  ) -> Wish {
    Wish(
      resident: PersonID("R\(number)"), rotation: rotation, dates: dates(first, last),
      priority: priority)
  }
}
