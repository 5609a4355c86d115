import Domain
import Rules
import Testing

@Suite struct RuleScopeTests {
  private func facts() throws -> PlanFacts {
    var facts = ProgramFacts(
      name: "Sample", calendar: AcademicCalendar(year: 2025, policy: .thirteenBlocks),
      planUnit: .block, levels: ["PGY1", "PGY2"],
      residents: [
        Resident(id: "R1", level: "PGY1", track: "categorical"),
        Resident(id: "R2", level: "PGY1", track: "preliminary"),
        Resident(id: "R3", level: "PGY2", track: "categorical"),
      ], rotations: [Rotation(id: "A")])
    let block = facts.calendar.blocks[2]
    facts.absences = [Absence(person: "R3", dates: block, kind: "parental")]
    return PlanFacts(facts)
  }

  private func residents(_ change: (inout RuleScope) -> Void) throws -> [Int] {
    var scope = RuleScope()
    change(&scope)
    return scope.residentIndices(in: try facts())
  }

  @Test func anEmptyScopeIsEveryone() throws {
    #expect(try residents { _ in } == [0, 1, 2])
  }

  @Test func eachConditionRestrictsAlone() throws {
    #expect(try residents { $0.levels = ["PGY1"] } == [0, 1])
    #expect(try residents { $0.exceptLevels = ["PGY1"] } == [2])
    #expect(try residents { $0.tracks = ["categorical"] } == [0, 2])
    #expect(try residents { $0.residents = ["R2", "R9"] } == [1])
    #expect(try residents { $0.having = [.fullLeave] } == [2])
    #expect(try residents { $0.without = [.fullLeave] } == [0, 1])
  }

  @Test func conditionsHoldTogether() throws {
    #expect(
      try residents {
        $0.levels = ["PGY1"]
        $0.tracks = ["categorical"]
      } == [0])
    #expect(
      try residents {
        $0.levels = ["PGY1"]
        $0.exceptLevels = ["PGY1"]
      } == [])
    #expect(
      try residents {
        $0.levels = ["PGY1"]
        $0.having = [.fullLeave]
      } == [])
  }

  @Test func onlyAWantedSuccessionIsAReward() {
    func isReward(_ rule: AnyRule, _ level: Severity.Level, _ weight: Int) -> Bool {
      RuleInstance(
        id: "rule", scope: RuleScope(), severity: Severity(level: level, weight: weight),
        rule: rule
      ).isReward
    }
    let pair = AnyRule.succession(Succession(first: ["A"], next: ["B"]))
    #expect(isReward(pair, .soft, -1))
    #expect(!isReward(pair, .soft, 1))
    #expect(!isReward(pair, .institution, -1))
    #expect(!isReward(.wholeBlocks(WholeBlocks()), .soft, -1))
  }
}
