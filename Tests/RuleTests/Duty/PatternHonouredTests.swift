import Domain
import Rules
import TestSupport
import Testing

/// ``PatternHonoured`` through the judge: whose pattern holds, holidays, variants, and what is left
/// to other rules. Rotation A has clinic on Monday mornings and nothing else.
struct PatternHonouredTests {
  static let rule = AnyDutyRule.patternHonoured(PatternHonoured(filler: "Off"))

  /// A week that is off but for Monday morning.
  static func week(_ monday: [ActivityID]) -> [PatternCell] {
    var cells = Array(repeating: PatternCell(allowed: ["Off"]), count: 21)
    cells[0] = PatternCell(allowed: monday)
    return cells
  }

  static func withPatterns(_ small: inout SmallDuties, _ scope: inout RuleScope) {
    small.duty.patterns += [
      DutyPattern(
        id: "clinic",
        variants: [
          DutyPattern.Variant(weeks: [2], cells: week(["Desk"])),
          DutyPattern.Variant(cells: week(["Clinic"])),
        ]),
      DutyPattern(id: "desk", variants: [DutyPattern.Variant(cells: week(["Desk"]))]),
      DutyPattern(
        id: "closed on holidays", variants: [DutyPattern.Variant(cells: week(["Clinic"]))],
        holiday: Array(repeating: PatternCell(allowed: ["Off"]), count: 3)),
      DutyPattern(id: "silent", variants: [DutyPattern.Variant(cells: week([]))]),
    ]
    small.duty.rotationPatterns = [RotationPattern(rotation: "A", pattern: "clinic")]
  }

  static func using(_ pattern: PatternID) -> (inout SmallDuties, inout RuleScope) -> Void {
    { small, scope in
      withPatterns(&small, &scope)
      small.duty.rotationPatterns = [RotationPattern(rotation: "A", pattern: pattern)]
    }
  }

  static let cases: [DutyCase] = [
    DutyCase(rule, ".", is: 0, "No pattern: the filler stands"),
    DutyCase(rule, "f", is: 0, "No pattern: another free activity may stand"),
    DutyCase(rule, "c", is: 2, "No pattern: two halves of duty may not"),
    DutyCase(rule, "n", is: 1, "No pattern: nor may a night"),
    DutyCase(
      rule, "a", from: "2025-07-07", is: 0, "At the boundary: clinic on Monday morning",
      with: withPatterns),
    DutyCase(
      rule, "p", from: "2025-07-07", is: 2, "At the boundary: off in the morning, clinic after",
      with: withPatterns),
    DutyCase(
      rule, ".", from: "2025-07-07", is: 1, "Unit of penalty: a cell that should be clinic",
      with: withPatterns),
    DutyCase(
      rule, "f", from: "2025-07-07", is: 3, "Unit of penalty: post-call is no off",
      with: withPatterns),
    DutyCase(
      rule, "a", from: "2025-07-08", is: 1, "At the boundary: Tuesday is off", with: withPatterns),
    DutyCase(
      rule, "t", from: "2025-07-14", is: 0, "Whose pattern: the variant of the block's week 2",
      with: withPatterns),
    DutyCase(
      rule, "a", from: "2025-07-14", is: 1, "Whose pattern: week 2 has the desk",
      with: withPatterns),
    DutyCase(
      rule, "a", from: "2025-07-21", is: 0, "Whose pattern: week 3 is named by no variant",
      with: withPatterns),
    DutyCase(
      rule, "a", from: "2025-09-01", is: 0, "Whose pattern: a holiday without holiday cells",
      with: using("clinic")),
    DutyCase(
      rule, "a", from: "2025-09-01", is: 1, "Whose pattern: a holiday with cells that are off",
      with: using("closed on holidays")),
    DutyCase(
      rule, ".", from: "2025-09-01", is: 0, "Whose pattern: off on the holiday",
      with: using("closed on holidays")),
    DutyCase(
      rule, "a", from: "2025-09-08", is: 0, "Whose pattern: the Monday after the holiday",
      with: using("closed on holidays")),
    DutyCase(
      rule, "a", "t", from: "2025-07-07", is: 0, "Whose pattern: an entry for a level comes first",
      with: { small, scope in
        withPatterns(&small, &scope)
        small.duty.rotationPatterns.append(
          RotationPattern(rotation: "A", levels: ["Y"], pattern: "desk"))
      }),
    DutyCase(
      rule, "a", "a", from: "2025-07-07", is: 1, "Whose pattern: the other level's own",
      with: { small, scope in
        withPatterns(&small, &scope)
        small.duty.rotationPatterns.append(
          RotationPattern(rotation: "A", levels: ["Y"], pattern: "desk"))
      }),
    DutyCase(
      rule, "a", from: "2025-07-07", is: 1, "No pattern: rotation B has none",
      with: { small, scope in
        withPatterns(&small, &scope)
        small.planRows = ["B"]
      }),
    DutyCase(
      rule, "a", from: "2025-07-01", is: 1, "Whose pattern: block 0 is of the first column",
      with: withPatterns),
    DutyCase(
      rule, "c", from: "2026-06-30", is: 2, "Whose pattern: the year's last day", with: withPatterns
    ),
    DutyCase(
      rule, "a", from: "2025-07-07", is: 1, "No pattern: a cell that names no activity is free",
      with: using("silent")),
    DutyCase(
      rule, ".", from: "2025-07-07", is: 0, "No pattern: off where a cell names no activity",
      with: using("silent")),
    DutyCase(
      rule, "c", from: "2025-07-08", is: 0, "Left to others: a date of absence",
      with: { small, _ in small.addLeave("R1", "2025-07-08", "2025-07-08") }),
    DutyCase(
      rule, "w", from: "2025-07-08", is: 0, "Left to others: a locked cell",
      with: { small, _ in
        small.duty.lockedDuties = [
          LockedDuty(person: "R1", slot: SmallDuties.slot("2025-07-08 AM"), activity: "Ward")
        ]
      }),
    DutyCase(
      rule, ".", "a", from: "2025-07-07", is: 0, "Whose pattern: a service week's",
      with: { small, scope in
        faculty(&small, &scope)
        small.weekRows = [".I"]
      }),
    DutyCase(
      rule, ".", "t", from: "2025-07-07", is: 1, "Whose pattern: not their own in a service week",
      with: { small, scope in
        faculty(&small, &scope)
        small.weekRows = [".I"]
      }),
    DutyCase(
      rule, ".", "t", from: "2025-07-07", is: 0, "Whose pattern: their own in an ordinary week",
      with: faculty),
  ]

  static func faculty(_ small: inout SmallDuties, _ scope: inout RuleScope) {
    small = SmallDuties(residents: 1, faculty: 1)
    withPatterns(&small, &scope)
    small.duty.rotationPatterns = []
    small.duty.faculty[0].pattern = "desk"
    small.duty.serviceDuties[0].pattern = "clinic"
  }

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}
