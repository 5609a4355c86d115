import Domain
import Foundation
import Rules
import SampleProgrammes
import Testing
import Validation

/// Every planted schedule passes the judge: it was made without it.
struct PlantedScheduleTests {
  /// Sizes that every test run makes, in all tightnesses with five seeds, and one of the next size.
  static let requests: [SampleRequest] =
    [SampleSize.s24, .s60].flatMap { size in
      SampleTightness.allCases.flatMap { tightness in
        (1...5).map { SampleRequest(size: size, tightness: tightness, seed: UInt64($0)) }
      }
    } + [SampleRequest(size: .s150, tightness: .normal, seed: 1)]

  /// The large sizes take minutes: ROTA_LARGE_SAMPLES=1 asks for them.
  static let largeRequests: [SampleRequest] = [SampleSize.s150, .s400, .s1200].flatMap { size in
    SampleTightness.allCases.flatMap { tightness in
      (1...5).map { SampleRequest(size: size, tightness: tightness, seed: UInt64($0)) }
    }
  }

  private static var wantsLarge: Bool {
    ProcessInfo.processInfo.environment["ROTA_LARGE_SAMPLES"] == "1"
  }

  private func expectValid(_ request: SampleRequest) throws {
    let sample = try SampleProgramme.make(request)
    let judge = try #require(DutyJudge(program: sample.program))
    let verdict = judge.verdict(on: sample.planted)
    let broken = verdict.violations.filter { $0.severity != .soft }.prefix(5)
    #expect(verdict.isValid, "\(request): \(broken.map(\.explanation))")
    let wanted = request.tightness.rawValue * 10
    #expect(abs(sample.reachedTightness - wanted) <= 10, "\(request): \(sample.reachedTightness)")
  }

  @Test(arguments: requests)
  func theJudgePassesWhatWasPlanted(request: SampleRequest) throws {
    try expectValid(request)
  }

  @Test(.enabled(if: wantsLarge, "ROTA_LARGE_SAMPLES=1 asks for it"), arguments: largeRequests)
  func theJudgePassesWhatWasPlantedInLargeSizes(request: SampleRequest) throws {
    try expectValid(request)
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

  /// The eighty-hour rule is no decoration: somebody comes within four hours of it.
  @Test func someFourWeeksReachSeventySixHours() throws {
    let sample = try SampleProgramme.make(SampleRequest(size: .s24))
    let facts = try #require(sample.program.facts.duty)
    let duties = sample.planted.duties
    var most = 0
    for person in sample.program.facts.residents.indices {
      let days = (0..<duties.dates.dayCount).map { day in
        DayPart.allCases.reduce(0) { sum, part in
          let cell = duties[person, day * DayPart.count + part.rawValue]
          return sum + facts.activities[cell].minutes(in: part)
        }
      }
      for start in 0...days.count - 28 {
        most = max(most, days[start..<start + 28].reduce(0, +))
      }
    }
    #expect(most >= 4 * 76 * 60)
    #expect(most <= 4 * 80 * 60)
  }
}
