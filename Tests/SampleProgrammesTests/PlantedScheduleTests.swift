import Domain
import Rules
import SampleProgrammes
import Testing
import Validation

/// Every planted schedule passes the judge: it was made without it.
struct PlantedScheduleTests {
  static let requests: [SampleRequest] = SampleTightness.allCases.flatMap { tightness in
    (1...5).map { SampleRequest(size: .s24, tightness: tightness, seed: UInt64($0)) }
  }

  @Test(arguments: requests)
  func theJudgePassesWhatWasPlanted(request: SampleRequest) throws {
    let sample = try SampleProgramme.make(request)
    let judge = try #require(DutyJudge(program: sample.program))
    let verdict = judge.verdict(on: sample.planted)
    let broken = verdict.violations.filter { $0.severity != .soft }.prefix(5)
    #expect(verdict.isValid, "\(request): \(broken.map(\.explanation))")
  }

  @Test func theSameRequestGivesTheSameProgramme() throws {
    let request = SampleRequest(size: .s24, tightness: .normal, seed: 7)
    let first = try SampleProgramme.make(request)
    let second = try SampleProgramme.make(request)
    #expect(first.program == second.program)
    #expect(first.planted == second.planted)
    var other = request
    other.seed = 8
    #expect(try SampleProgramme.make(other).program != first.program)
  }
}
