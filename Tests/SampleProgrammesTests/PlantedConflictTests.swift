import Domain
import Rules
import SampleProgrammes
import Testing
import Validation

/// Variants without a schedule differ from the programme that has one by what they name.
struct PlantedConflictTests {
  static let sizes: [SampleSize] = [.s24, .s60]

  @Test(arguments: sizes, InfeasibleKind.allCases)
  func theConflictNamesInstancesOfTheProgramme(size: SampleSize, kind: InfeasibleKind) throws {
    let sample = try SampleProgramme.make(SampleRequest(size: size, infeasible: kind))
    let conflict = try #require(sample.conflict)
    let known = Set(sample.program.rules.map(\.id) + sample.program.dutyRules.map(\.id))
    for instance in conflict.instances { #expect(known.contains(instance), "\(instance)") }
    #expect(conflict.kind == kind)
    #expect(!conflict.statement.isEmpty)
  }

  /// The planted schedule breaks nothing but instances that the conflict names.
  @Test(arguments: sizes, InfeasibleKind.allCases)
  func thePlantedScheduleBreaksOnlyTheConflict(size: SampleSize, kind: InfeasibleKind) throws {
    let sample = try SampleProgramme.make(SampleRequest(size: size, infeasible: kind))
    let conflict = try #require(sample.conflict)
    let judge = try #require(DutyJudge(program: sample.program))
    let verdict = judge.verdict(on: sample.planted)
    #expect(!verdict.isValid)
    // Leave that was added is not in the planted duties.
    let excused =
      kind == .simultaneousLeave ? Set(sample.program.dutyRules.map(\.id)) : []
    for entry in verdict.byInstance where entry.severity != .soft && entry.units > 0 {
      #expect(
        conflict.instances.contains(entry.instance) || excused.contains(entry.instance),
        "\(size) \(kind): \(entry.instance) has \(entry.units) units")
    }
  }
}
