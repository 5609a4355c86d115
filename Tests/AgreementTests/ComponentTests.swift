import Domain
import Foundation
import Rules
import SampleProgrammes
import TestSupport
import Testing
import Validation

/// What people care about in a schedule, as numbers by which alternatives are told apart.
struct ComponentTests {
  @Test func aPlantedYearHasEachComponentThatItsProgrammeAsksFor() throws {
    let sample = try SampleProgramme.make(SampleRequest(size: .s24, tightness: .normal))
    let judge = try #require(DutyJudge(program: sample.program))
    let verdict = judge.verdict(on: sample.planted)
    let quality = judge.quality(of: verdict, on: sample.planted)
    let components = judge.components(of: quality, on: sample.planted)
    #expect(components.named.map(\.value).allSatisfy { (0...1).contains($0) })
    let asksForFairness = quality.shares.contains { share in
      sample.program.dutyRules.contains { instance in
        guard instance.id == share.instance, case .dutyFairness = instance.rule else {
          return false
        }
        return true
      }
    }
    #expect((components[.fairness] != nil) == asksForFairness)
    // The sample caps averaged hours, so that something is said of what is left below the cap.
    #expect(components[.slack] != nil)
    let text = try JSONEncoder().encode(components)
    let read = try JSONDecoder().decode(ScheduleComponents.self, from: text)
    #expect(read.named.map(\.component) == components.named.map(\.component))
  }

  @Test func moreHoursForAPersonLeaveLessSlack() throws {
    let sample = try SampleProgramme.make(SampleRequest(size: .s24, tightness: .normal))
    let judge = try #require(DutyJudge(program: sample.program))
    let people = try #require(DutyPeople(sample.program.facts))
    var heavier = sample.planted
    // A person's free cells of four weeks become the longest work that may stand there.
    let work = DayPart.allCases.map { part in
      people.duty.activities.indices.filter { people.duty.activities[$0].kind.isDuty }.max {
        people.duty.activities[$0].minutes(in: part) < people.duty.activities[$1].minutes(in: part)
      }
    }
    for day in 100..<128 {
      for part in [DayPart.morning, .afternoon] {
        heavier.duties[0, day * DayPart.count + part.rawValue] = try #require(
          work[part.rawValue])
      }
    }
    func slack(_ schedule: YearSchedule) throws -> Double {
      let quality = judge.quality(of: judge.verdict(on: schedule), on: schedule)
      return try #require(judge.components(of: quality, on: schedule)[.slack])
    }
    #expect(try slack(heavier) <= slack(sample.planted))
  }

  @Test func aDifferenceThatNobodySeesIsNoStrength() {
    var first = ScheduleComponents()
    var second = ScheduleComponents()
    first[.fairness] = 0.9004
    second[.fairness] = 0.9
    first[.rest] = 0.5
    second[.rest] = 0.6
    second[.slack] = 0.2
    #expect(first.strengths(over: second).isEmpty)
    #expect(second.strengths(over: first) == [.rest])
  }

  @Test func thePageOfQualityNamesEveryComponent() throws {
    let page = Folders.project.appending(path: "docs/quality.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    for component in QualityComponent.allCases {
      #expect(text.contains("\n| \(component.rawValue) | "), "\(component.rawValue)")
    }
  }
}
