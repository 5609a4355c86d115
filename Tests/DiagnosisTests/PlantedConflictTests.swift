import Diagnosis
import Domain
import Rules
import SampleProgrammes
import Testing
import Validation

/// What was planted is found, and nothing is found where a schedule was planted.
struct PlantedConflictTests {
  static let seeds: [UInt64] = [1, 2, 3]

  private func sample(
    _ kind: InfeasibleKind?, _ seed: UInt64, _ size: SampleSize = .s24
  ) throws -> SampleProgramme {
    try SampleProgramme.make(SampleRequest(size: size, seed: seed, infeasible: kind))
  }

  /// Each conflict of the counting arguments is the planted one or smaller, or contains what was
  /// added, and every member of it is necessary.
  @Test(arguments: InfeasibleKind.allCases, seeds)
  func countingFindsWhatWasPlanted(kind: InfeasibleKind, seed: UInt64) throws {
    let sample = try sample(kind, seed)
    let planted = try #require(sample.conflict)
    let result = try DiagnosisCourse(sample.program).counting()
    #expect(result.outcome == .infeasible, "\(kind) \(seed)")
    #expect(
      result.conflicts.contains { conflict in
        Set(conflict.rules.map(\.instance)).isSubset(of: planted.instances) && conflict.isMinimal
      },
      "\(kind) \(seed): \(result.conflicts.map { $0.rules.map(\.instance) })")
  }

  @Test func countingEndsWhenNobodyWaitsForIt() throws {
    let course = try DiagnosisCourse(sample(.overTightRatio, 1).program, isAbandoned: { true })
    let result = course.counting()
    #expect(result.outcome == .undecided)
    #expect(result.steps.allSatisfy { $0.argument != Conflict.Argument.rotationDuties.rawValue })
  }

  /// A schedule passes the judge, so no argument may speak against it.
  @Test(arguments: SampleTightness.allCases, seeds)
  func nothingSpeaksAgainstAProgrammeWithASchedule(
    tightness: SampleTightness, seed: UInt64
  ) throws {
    let sample = try SampleProgramme.make(
      SampleRequest(size: .s24, tightness: tightness, seed: seed))
    let judge = try #require(DutyJudge(program: sample.program))
    try #require(judge.verdict(on: sample.planted).isValid)
    let result = try DiagnosisCourse(sample.program).counting()
    #expect(result.conflicts.isEmpty, "\(tightness) \(seed): \(result.conflicts)")
  }

  @Test func nothingSpeaksAgainstSixtyResidents() throws {
    let sample = try sample(nil, 1, .s60)
    let result = try DiagnosisCourse(sample.program).counting()
    #expect(result.conflicts.isEmpty, "\(result.conflicts)")
  }

  /// Without any one rule of the conflict, no argument speaks against the rest.
  @Test(arguments: [InfeasibleKind.overTightRatio, .credentialGap, .simultaneousLeave])
  func withoutAMemberNothingSpeaksAgainstTheRest(kind: InfeasibleKind) throws {
    let sample = try sample(kind, 1)
    let conflict = try #require(try DiagnosisCourse(sample.program).counting().conflicts.first)
    for member in conflict.rules {
      var program = sample.program
      program.rules.removeAll { $0.id == member.instance }
      program.dutyRules.removeAll { $0.id == member.instance }
      let result = try DiagnosisCourse(program).counting()
      #expect(result.conflicts.isEmpty, "\(kind) without \(member.instance)")
    }
  }

  /// With a rule of the conflict giving way no argument is left.
  @Test(arguments: [InfeasibleKind.overTightRatio, .credentialGap, .simultaneousLeave])
  func whereARuleGivesWayNothingSpeaksAgainstTheProgramme(kind: InfeasibleKind) throws {
    let sample = try sample(kind, 1)
    let limits = DiagnosisLimits(exact: .zero, relaxation: .zero, relaxations: .zero)
    let result = try DiagnosisCourse(sample.program, limits: limits).deep()
    let trials = result.trials(of: sample.program)
    #expect(trials.count == result.conflicts.reduce(0) { $0 + $1.rules.count })
    for trial in trials {
      let left = try DiagnosisCourse(trial.yielding.program).counting()
      #expect(left.conflicts.isEmpty, "\(kind), \(trial.instance): \(left.conflicts)")
    }
  }

  @Test func aLockedCellIsNamedAsOne() throws {
    let result = try DiagnosisCourse(try sample(.lockedCell, 1).program).counting()
    #expect(result.conflicts.contains { $0.hasLock })
  }

  @Test func aPlanOnlyRunIsNotHeldToItsDuties() throws {
    let program = try sample(.credentialGap, 1).program
    #expect(try DiagnosisCourse(program).counting(planOnly: true).conflicts.isEmpty)
  }

  /// Free days that take work from a rotation are named beside the work.
  @Test func freeDaysThatLeaveTooLittleWorkAreNamed() throws {
    var program = try sample(nil, 11).program
    let index = try #require(program.dutyRules.firstIndex { $0.id == "one-day-in-seven" })
    guard case .daysFree(var rule) = program.dutyRules[index].rule else {
      Issue.record("one-day-in-seven is another rule")
      return
    }
    rule.minimum = 8
    program.dutyRules[index].rule = .daysFree(rule)
    let result = try DiagnosisCourse(program).counting()
    let conflict = try #require(result.conflicts.first)
    #expect(conflict.argument == .rotationDuties)
    #expect(conflict.isMinimal)
    let names = Set(conflict.rules.map(\.instance))
    #expect(names.isSuperset(of: ["one-day-in-seven", "fmit-work"]), "\(names)")
  }

  /// A rotation that cannot leave the work that is asked on it is closed, and the curriculum asks
  /// for it.
  @Test func aRotationThatLeavesTooLittleWorkIsNamed() throws {
    var program = try sample(nil, 6).program
    let index = try #require(program.dutyRules.firstIndex { $0.id == "msk-work" })
    guard case .dutyCount(var rule) = program.dutyRules[index].rule else {
      Issue.record("msk-work counts nothing")
      return
    }
    rule.minimum = 40
    program.dutyRules[index].rule = .dutyCount(rule)
    let result = try DiagnosisCourse(program).counting()
    let conflict = try #require(result.conflicts.first)
    #expect(conflict.argument == .rotationDuties)
    #expect(conflict.isMinimal)
    #expect(conflict.rules.contains { $0.instance == "msk-work" }, "\(conflict)")
    #expect(conflict.statement.contains("msk-work asks"), "\(conflict.statement)")
    program.dutyRules.remove(at: index)
    #expect(try DiagnosisCourse(program).counting().conflicts.isEmpty)
  }

  /// Turns of a service week: too few for the weeks, too many, and none that fit one person.
  @Test(arguments: [(0, 5), (8, 9), (6, 5)])
  func turnsOfServiceWeeksAreCounted(least: Int, most: Int) throws {
    var program = try sample(nil, 1).program
    let index = try #require(
      program.dutyRules.firstIndex { $0.id == "fmit-week-turns-of-core" })
    guard case .serviceWeekCount(var rule) = program.dutyRules[index].rule else {
      Issue.record("fmit-week-turns-of-core counts no weeks")
      return
    }
    rule.minimum = least
    rule.maximum = most
    program.dutyRules[index].rule = .serviceWeekCount(rule)
    let result = try DiagnosisCourse(program).counting()
    let conflict = try #require(result.conflicts.first)
    #expect(conflict.argument == .serviceWeeks)
    #expect(conflict.isMinimal)
    #expect(conflict.rules.contains { $0.instance == "fmit-week-turns-of-core" })
    #expect(conflict.missing > 0)
  }

  /// A count whose scope names nobody in particular asks nothing of residents.
  @Test func residentsHaveNoTurnsOfServiceWeeks() throws {
    var program = try sample(nil, 1).program
    let counts = program.dutyRules.indices.filter {
      if case .serviceWeekCount = program.dutyRules[$0].rule { return true }
      return false
    }
    try #require(!counts.isEmpty)
    for index in counts { program.dutyRules[index].scope.people = nil }
    #expect(try DiagnosisCourse(program).counting().conflicts.isEmpty)
  }
}
