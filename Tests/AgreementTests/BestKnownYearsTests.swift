import Benchmarking
import Domain
import Formats
import Foundation
import Measures
import Rules
import SampleProgrammes
import TestSupport
import Testing
import Validation

/// Years in the best-known table are what the judge says they are, of the programmes that their
/// names make: size, tightness, seed.
struct BestKnownYearsTests {
  @Test func bestKnownYearsAreValidAndCostWhatTheTableSays() throws {
    let bench = Folders.project.appending(path: "bench")
    func text(_ path: String) throws -> String {
      try String(contentsOf: bench.appending(path: path), encoding: .utf8)
    }
    let entries = BestKnownValues(try text("best-known.csv")).entries.filter {
      $0.source.hasPrefix("years/")
    }
    #expect(!entries.isEmpty)
    for entry in entries {
      let program = try SampleProgramme.make(try Self.request(entry.instance)).program
      let people = try #require(DutyPeople(program.facts))
      let path = { (level: String) in "\(entry.source)/\(level).csv" }
      let read = try AuditTable.read(
        text: text(path("duties")), path: path("duties"), mapping: .none, of: program.facts)
      guard case .duties(let duties) = read else {
        Issue.record("\(entry.instance) holds no duties")
        continue
      }
      let year = YearSchedule(
        plan: try PlanImport.read(
          text: text(path("plan")), path: path("plan"), of: program.facts),
        serviceWeeks: try DutyTables.serviceWeeks(
          text: text(path("weeks")), path: path("weeks"), of: people),
        duties: duties)
      let verdict = try #require(DutyJudge(program: program)).verdict(on: year)
      #expect(verdict.isValid && verdict.score.soft == entry.value, "\(entry): \(verdict.score)")
    }
  }

  private static func request(_ name: String) throws -> SampleRequest {
    let parts = name.split(separator: "-").map(String.init)
    try #require(parts.count == 3)
    let size = try #require(SampleSize(rawValue: parts[0]))
    let percent = Int((try #require(Double(parts[1])) * 100).rounded())
    let tightness = try #require(SampleTightness(rawValue: percent))
    return SampleRequest(size: size, tightness: tightness, seed: try #require(UInt64(parts[2])))
  }
}
