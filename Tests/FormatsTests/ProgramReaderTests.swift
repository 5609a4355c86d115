import Domain
import Foundation
import Formats
import Rules
import TestSupport
import Testing

/// How many instances of each rule type a programme has.
func counts(of program: Program) -> [String: Int] {
  program.rules.reduce(into: [:]) { counts, instance in
    counts[String(describing: instance.rule).prefix { $0 != "(" }.description, default: 0] += 1
  }
}

func bundled(_ name: String) throws -> ProgramReader.Reading {
  try ProgramReader.examine(
    ProgramFolder(
      path: Folders.programme(name), environment: ["ROTA_DATA": Folders.publicData?.path ?? ""]))
}

@Suite struct ProgramReaderTests {
  @Test(.enabled(if: Folders.publicData != nil, "needs the public data: set ROTA_DATA"))
  func theRealProgrammeIsPureData() throws {
    let program = try bundled("im183").program
    #expect(program.facts.residents.count == 183)
    #expect(program.facts.planColumns.count == 13)
    #expect(program.facts.rotations.count == 24)
    #expect(
      counts(of: program) == [
        "eligibleRotations": 5, "curriculumCount": 36, "serviceCover": 17, "succession": 10,
        "windowLimit": 3, "fixedRotations": 3, "rotationWindow": 1, "leaveHonoured": 1,
      ])
  }

  @Test(.enabled(if: Folders.publicData != nil, "needs the public data: set ROTA_DATA"))
  func leaveByBlockAndHalfFillsExactlyItsHalf() throws {
    let program = try bundled("im183").program
    let halves = program.facts.calendar.planColumns(.halfBlock)
    let absence = try #require(program.facts.absences.first { $0.person == "R1_001" })
    #expect(absence.dates == halves[4].dates)
    // Both leaves in block 9: together they hold every day of it.
    let full = program.facts.absences.filter { $0.person == "R1_028" }.map(\.dates)
    let block = program.facts.calendar.blocks[8]
    #expect(full.reduce(0) { $0 + $1.overlap(with: block) } == block.dayCount)
  }

  @Test func aRenamedAndResizedVariantNeedsNoSwift() throws {
    let reading = try bundled("im183-variant")
    #expect(reading.program.facts.residents.count == 61)
    #expect(counts(of: reading.program)["serviceCover"] == 17)
    #expect(reading.program.facts.rotations.contains { $0.id == "Day Teams" })
  }

  @Test func theSampleProgrammeHasHalvesLeaveAndWishes() throws {
    let facts = try bundled("s24").program.facts
    #expect(facts.planColumns.count == 26)
    #expect(facts.residents.count == 24)
    #expect(facts.absences.count == 96)
    #expect(facts.lockedCells.count == 36)
    for resident in facts.residents {
      #expect(facts.wishes.count { $0.resident == resident.id } >= 4)
    }
    let plan = try PlanImport.read(
      file: Folders.programme("s24") + "/planted.csv", of: facts)
    #expect(plan.residentCount == 24)
  }

  @Test func impliedRulesHaveStatedIDs() throws {
    let ids = try bundled("s24").program.rules.map(\.id)
    for id in ["locked-cells-honoured", "whole-blocks", "leave-honoured", "rotation-wishes"] {
      #expect(ids.contains(RuleInstanceID(id)))
    }
  }

  @Test func halfBlocksCountAsPlanColumns() throws {
    let program = try bundled("s24").program
    let night = try #require(program.rules.first { $0.id == "pgy1-night-float-count" })
    guard case .curriculumCount(let rule) = night.rule else {
      Issue.record("\(night.rule)")
      return
    }
    #expect(rule.minimum == 1 && rule.maximum == 1)
  }

  @Test func theExampleInTheDocumentationIsRead() throws {
    let page = try String(
      contentsOf: Folders.project.appending(path: "docs/formats.md"), encoding: .utf8)
    var files: [String: [UInt8]] = [:]
    for section in page.components(separatedBy: "<!-- file: ").dropFirst() {
      let name = section.prefix { $0 != " " }
      let fenced = section.components(separatedBy: "```")
      let body = try #require(fenced.count > 1 ? fenced[1] : nil)
      files[String(name)] = [UInt8](body.drop { $0 != "\n" }.dropFirst().utf8)
    }
    #expect(files.count == 5)
    let reading = try ProgramReader.examine(ProgramFolder(files: files))
    #expect(reading.warnings.isEmpty)
    #expect(reading.program.facts.residents.count == 4)
  }
}
