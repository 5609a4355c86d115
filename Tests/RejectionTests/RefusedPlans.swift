import Domain
import Rules
import TestSupport

/// A plan that must be refused, and the sentence that says why.
struct RefusedPlan: Sendable, CustomStringConvertible {
  let description: String
  let rows: [String]
  /// The instances that find something in it, in the programme's order.
  let brokenBy: [RuleInstanceID]

  init(_ why: String, _ rows: [String], _ brokenBy: [RuleInstanceID]) {
    description = why
    self.rows = rows
    self.brokenBy = brokenBy
  }
}

/// A programme of four residents and six blocks with an instance of every hard rule type that a
/// plan of blocks can break, a plan that it accepts, and plans that each break one thing about it.
///
/// R1 and R2 are in their first year, R3 and R4 in their second. R2 is away for the whole of
/// block 3, R3 for five days of block 2.
enum RefusedPlans {
  static let accepted = ["ABCABC", "BALBAB", "CHDDAH", "DCHHDA"]

  static let all: [RefusedPlan] = [
    RefusedPlan(
      "A first-year resident is on a service of the second year",
      ["ABDABC", "BALBAB", "CHDDAH", "DCHHDA"], ["eligible"]),
    RefusedPlan(
      "R4 does not begin the year on D",
      ["ABCABC", "BALBAB", "CHDDAH", "CCHHDA"], ["fixed"]),
    RefusedPlan(
      "A second-year resident is on A one block too early",
      ["ABCABC", "BALBAB", "CHDACH", "DCHHDA"], ["a-late"]),
    RefusedPlan(
      "R1 is moved off the cell that was pinned",
      ["ABCAAC", "BALBAB", "CHDDAH", "DCHHDA"], ["locks"]),
    RefusedPlan(
      "R1 is on the rotation that was closed in block 6",
      ["ABCABA", "BALBAB", "CHDDAH", "DCHHDA"], ["locks"]),
    RefusedPlan(
      "R2 works in the block of parental leave",
      ["ABCABC", "BACBAB", "CHDDAH", "DCHHDA"], ["leave"]),
    RefusedPlan(
      "R2 has a second block of leave that nobody granted",
      ["ABCABC", "BALBLB", "CHDDAH", "DCHHDA"], ["leave"]),
    RefusedPlan(
      "R3 has five days of leave on a service that does not tolerate them",
      ["ABCABC", "BALBAB", "CCDDAH", "DCHHDA"], ["leave"]),
    RefusedPlan(
      "R1 has one block too few on A and B together",
      ["CBCABC", "BALBAB", "CHDDAH", "DCHHDA"], ["a-or-b"]),
    RefusedPlan(
      "R1 has one block too many on A and B, and is the second on B in block 6",
      ["ABABBB", "BALBAB", "CHDDAH", "DCHHDA"], ["a-or-b", "b-cover"]),
    RefusedPlan(
      "Nobody is on B in block 6",
      ["ABCABC", "BALBAA", "CHDDAH", "DCHHDA"], ["b-cover"]),
    RefusedPlan(
      "Two are on B in block 1",
      ["BBCABC", "BALBAB", "CHDDAH", "DCHHDA"], ["b-cover"]),
    RefusedPlan(
      "R3 goes from D straight to H",
      ["ABCABC", "BALBAB", "CHDHAH", "DCHHDA"], ["no-d-then-h"]),
    RefusedPlan(
      "R4 spends three of four blocks on H",
      ["ABCABC", "BALBAB", "CHDDAH", "DCHHAH"], ["h-window"]),
    RefusedPlan(
      "R4 spends three blocks in a row on H",
      ["ABCABC", "BALBAB", "CHDDAH", "DCHHHA"], ["h-window", "h-stint"]),
    RefusedPlan(
      "R3 is on A without having been on D",
      ["ABCABC", "BALBAB", "CHCCAH", "DCHHDA"], ["d-before-a"]),
    RefusedPlan(
      "The rows of R2 and R3 are exchanged",
      ["ABCABC", "CHDDAH", "BALBAB", "DCHHDA"],
      ["eligible", "a-late", "leave", "a-or-b", "d-before-a"]),
  ]

  static var program: Program {
    var facts = SampleFacts.small(levels: ["PGY1", "PGY1", "PGY2", "PGY2"], blocks: 6)
    facts.absences = [
      SampleFacts.leave(2, "2025-08-28", "2025-09-24"),
      SampleFacts.leave(3, "2025-08-04", "2025-08-08"),
    ]
    facts.lockedCells = [
      LockedCell(resident: "R1", column: 4, rotation: "B", kind: .pinned),
      LockedCell(resident: "R1", column: 5, rotation: "A", kind: .forbidden),
    ]
    return Program(facts: facts, rules: cellRules + rowRules)
  }

  private static var cellRules: [RuleInstance] {
    [
      instance(
        "eligible", .eligibleRotations(EligibleRotations(rotations: ["A", "B", "C", "L"])), "PGY1"),
      instance(
        "fixed", .fixedRotations(FixedRotations(rotations: ["D"], columns: [0])), resident: "R4"),
      instance(
        "a-late", .rotationWindow(RotationWindow(rotations: ["A"], columns: [4, 5])), "PGY2"),
      instance("locks", .lockedCells(LockedCellsHonoured())),
      instance(
        "leave",
        .leaveHonoured(
          LeaveHonoured(
            leaveRotation: "L",
            tolerant: [LeaveHonoured.Tolerance(level: "PGY2", rotations: ["H"])]))),
    ]
  }

  private static var rowRules: [RuleInstance] {
    [
      instance(
        "a-or-b",
        .curriculumCount(CurriculumCount(rotations: ["A", "B"], minimum: 4, maximum: 5)), "PGY1"),
      instance(
        "b-cover",
        .serviceCover(ServiceCover(rotations: ["B"], columns: [0, 5], minimum: 1, maximum: 1))),
      instance("no-d-then-h", .succession(Succession(first: ["D"], next: ["H"]))),
      instance("h-window", .windowLimit(WindowLimit(rotations: ["H"], window: 4, maximum: 2))),
      instance("h-stint", .stintLength(StintLength(rotations: ["H"], maximum: 2))),
      instance("d-before-a", .rotationOrder(RotationOrder(before: ["D"], after: ["A"])), "PGY2"),
    ]
  }

  private static func instance(
    _ id: RuleInstanceID, _ rule: AnyRule, _ level: LevelID? = nil, resident: PersonID? = nil
  ) -> RuleInstance {
    var scope = RuleScope()
    scope.levels = level.map { [$0] } ?? []
    scope.residents = resident.map { [$0] } ?? []
    return RuleInstance(
      id: id, scope: scope, severity: Severity(level: .institution), rule: rule)
  }
}
