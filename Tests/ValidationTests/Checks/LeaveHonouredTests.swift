import Domain
import Rules
import TestSupport
import Testing
import Validation

/// Block 2 runs from 31 July to 27 August 2025.
@Suite struct LeaveHonouredTests {
  private func rule(leave: RotationID? = "L", minimumDays: Int = 1) -> AnyRule {
    .leaveHonoured(
      LeaveHonoured(
        leaveRotation: leave,
        tolerant: [
          LeaveHonoured.Tolerance(level: "PGY1", rotations: ["A"]),
          LeaveHonoured.Tolerance(level: "PGY2", rotations: ["B"]),
        ], minimumDays: minimumDays))
  }

  private func facts(
    _ absences: [Absence], level: LevelID = "PGY1", unit: PlanUnit = .block
  ) -> ProgramFacts {
    var facts = SampleFacts.small(levels: [level], unit: unit)
    facts.absences = absences
    return facts
  }

  @Test(arguments: [
    RowCase("BLBB", 0), RowCase("BABB", 1), RowCase("BBBB", 1), RowCase("LLBB", 1),
    RowCase("LLLL", 3), RowCase("LBBB", 2),
  ])
  func aWholeBlockOfLeaveIsTheLeaveRotationAndNothingElseIs(example: RowCase) {
    let facts = facts([SampleFacts.leave(1, "2025-07-31", "2025-08-27")])
    #expect(units(of: rule(), in: [example.row], facts) == example.units)
  }

  @Test(arguments: [RowCase("BABB", 0), RowCase("BBBB", 1), RowCase("BLBB", 1)])
  func aDayLessThanTheBlockIsPartLeave(example: RowCase) {
    let facts = facts([SampleFacts.leave(1, "2025-08-01", "2025-08-27")])
    #expect(units(of: rule(), in: [example.row], facts) == example.units)
  }

  @Test func twoAbsencesThatMeetFillABlock() {
    let facts = facts([
      SampleFacts.leave(1, "2025-07-20", "2025-08-10"),
      SampleFacts.leave(1, "2025-08-11", "2025-08-27"),
    ])
    // The first absence reaches into block 1, which needs a tolerant rotation.
    #expect(units(of: rule(), in: ["ALBB"], facts) == 0)
    #expect(units(of: rule(), in: ["BLBB"], facts) == 1)
    #expect(units(of: rule(), in: ["AABB"], facts) == 1)
  }

  @Test func daysThatOverlapCountOnce() {
    let facts = facts([
      SampleFacts.leave(1, "2025-07-31", "2025-08-14"),
      SampleFacts.leave(1, "2025-08-01", "2025-08-14"),
    ])
    #expect(units(of: rule(minimumDays: 15), in: ["BBBB"], facts) == 1)
    #expect(units(of: rule(minimumDays: 16), in: ["BBBB"], facts) == 0)
  }

  @Test func partLeaveCountsFromTheMinimumOfDaysOn() {
    let facts = facts([SampleFacts.leave(1, "2025-08-01", "2025-08-05")])
    #expect(units(of: rule(minimumDays: 5), in: ["BBBB"], facts) == 1)
    #expect(units(of: rule(minimumDays: 6), in: ["BBBB"], facts) == 0)
  }

  @Test func theLeaveRotationIsWrongEvenWhereFewDaysOfLeaveDoNotCount() {
    let facts = facts([SampleFacts.leave(1, "2025-08-01", "2025-08-05")])
    #expect(units(of: rule(minimumDays: 6), in: ["BLBB"], facts) == 1)
  }

  @Test func toleranceIsByLevel() {
    let absence = SampleFacts.leave(1, "2025-08-01", "2025-08-05")
    #expect(units(of: rule(), in: ["CACC"], facts([absence], level: "PGY2")) == 1)
    #expect(units(of: rule(), in: ["CBCC"], facts([absence], level: "PGY2")) == 0)
    // A level not named tolerates nothing.
    #expect(units(of: rule(), in: ["CACC"], facts([absence], level: "PGY3")) == 1)
  }

  @Test func withoutALeaveRotationAFullBlockNeedsATolerantOne() {
    let facts = facts([SampleFacts.leave(1, "2025-07-31", "2025-08-27")])
    #expect(units(of: rule(leave: nil), in: ["BABB"], facts) == 0)
    #expect(units(of: rule(leave: nil), in: ["BLBB"], facts) == 1)
  }

  @Test func bothHalvesOfAFullBlockAreTheLeaveRotation() {
    let full = facts([SampleFacts.leave(1, "2025-07-31", "2025-08-27")], unit: .halfBlock)
    #expect(units(of: rule(), in: ["BBLLBBBB"], full) == 0)
    #expect(units(of: rule(), in: ["BBLABBBB"], full) == 1)
    // 14 August is the first day of the second half: a full half is part of a block.
    let half = facts([SampleFacts.leave(1, "2025-08-14", "2025-08-27")], unit: .halfBlock)
    #expect(units(of: rule(), in: ["BBBABBBB"], half) == 0)
    #expect(units(of: rule(), in: ["BBBLBBBB"], half) == 1)
    #expect(units(of: rule(), in: ["BBABBBBB"], half) == 1)
  }
}
