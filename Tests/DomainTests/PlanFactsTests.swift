import Domain
import Testing

@Suite struct PlanFactsTests {
  private func facts(_ absences: [(String, String)], unit: PlanUnit) throws -> PlanFacts {
    var facts = ProgramFacts(
      name: "Sample", calendar: AcademicCalendar(year: 2025, policy: .thirteenBlocks),
      planUnit: unit, levels: ["PGY1"],
      residents: [Resident(id: "R1", level: "PGY1"), Resident(id: "R2", level: "PGY1")],
      rotations: [Rotation(id: "A"), Rotation(id: "B")])
    facts.absences = try absences.map { first, last in
      let dates = DateRange(
        first: try #require(CalendarDate(first)), last: try #require(CalendarDate(last)))
      return Absence(person: "R1", dates: dates, kind: "vacation")
    }
    return PlanFacts(facts)
  }

  @Test func leaveIsCountedByColumnAndPerson() throws {
    // 29 July to 14 August: two days of block 1 and fifteen of block 2.
    let plan = try facts([("2025-07-29", "2025-08-14")], unit: .block)
    #expect((0..<4).map { plan.leaveDays(of: 0, in: $0) } == [2, 15, 0, 0])
    #expect((0..<4).map { plan.leaveDays(of: 1, in: $0) } == [0, 0, 0, 0])
    let halves = try facts([("2025-07-29", "2025-08-14")], unit: .halfBlock)
    #expect((0..<6).map { halves.leaveDays(of: 0, in: $0) } == [0, 2, 14, 1, 0, 0])
  }

  @Test func aBlockIsFullWhenAbsencesTogetherHoldEveryDayOfIt() throws {
    let plan = try facts(
      [("2025-07-01", "2025-07-20"), ("2025-07-19", "2025-07-30"), ("2025-07-31", "2025-08-26")],
      unit: .halfBlock)
    #expect((0..<4).map { plan.isFullLeave(of: 0, in: $0) } == [true, true, false, false])
    #expect(plan.fullLeaveBlocks(of: 0) == [1])
    #expect(plan.fullLeaveBlocks(of: 1) == [])
    #expect(plan.leaveDays(of: 0, in: 1) == 14)
  }

  @Test func leaveOutsideTheYearIsNone() throws {
    let plan = try facts(
      [("2024-07-01", "2025-06-30"), ("2026-06-30", "2027-01-01"), ("2030-01-01", "2030-02-01")],
      unit: .block)
    #expect((0..<13).map { plan.leaveDays(of: 0, in: $0) }.reduce(0, +) == 1)
    #expect(plan.leaveDays(of: 0, in: 12) == 1)
  }

  @Test func namesHavePositions() throws {
    let plan = try facts([], unit: .block)
    #expect(plan.residentIndex("R2") == 1)
    #expect(plan.residentIndex("R3") == nil)
    #expect(plan.rotationIndex("B") == 1)
    #expect(plan.rotationIndex("Z") == nil)
  }

  @Test func aBlockKnowsItsColumns() throws {
    let blocks = try facts([], unit: .block)
    let halves = try facts([], unit: .halfBlock)
    #expect(blocks.columns(ofBlock: 13) == 12..<13)
    #expect(halves.columns(ofBlock: 1) == 0..<2)
    #expect(halves.columns(ofBlock: 13) == 24..<26)
    #expect(halves.columns(ofBlock: 0).isEmpty)
    #expect(halves.columns(ofBlock: 14).isEmpty)
  }
}
