import Domain
import Formats
import Rules
import Testing

/// Plans and canonical programmes that must be refused.
@Suite struct FilesPlanTests {
  static func facts() throws -> ProgramFacts {
    let right = FilesCase(.yamlSyntax, at: "", "")
    return try ProgramReader.examine(ProgramFolder(files: right.files)).program.facts
  }

  static func row(_ name: String, _ rotations: [String] = []) -> String {
    let rest = [String](repeating: "Ward", count: 13 - rotations.count)
    return ([name] + rotations + rest).joined(separator: ",") + "\n"
  }

  @Test(arguments: [
    (row("a1") + row("a2"), FaultCode.planRowMissing, "plan.csv"),
    (row("a1") + row("a2") + row("b1") + row("a1"), .planRowRepeated, "plan.csv:4:1"),
    (row("a1") + "a2,Ward\n" + row("b1"), .planRowWidth, "plan.csv:2"),
    (row("a1") + row("a2") + row("b7"), .residentUnknown, "plan.csv:3:1"),
    (row("a1") + row("a2", ["Ward", "Wart"]) + row("b1"), .rotationUnknown, "plan.csv:2:3"),
  ])
  func aWrongPlanIsRefused(text: String, code: FaultCode, place: String) throws {
    let facts = try Self.facts()
    do {
      _ = try PlanImport.read(text: text, path: "plan.csv", of: facts)
      Issue.record("The plan was read")
    } catch {
      #expect(
        error.faults.contains { $0.code == code && $0.location.description == place },
        "\(error)")
    }
  }

  @Test(arguments: ["", "{}", "[1", "{\"facts\":3,\"rules\":[]}"])
  func whatIsNoCanonicalProgrammeIsRefused(text: String) {
    do {
      _ = try CanonicalProgram.decode([UInt8](text.utf8))
      Issue.record("It was decoded")
    } catch {
      #expect(error.faults.map(\.code) == [.canonicalUnreadable])
    }
  }
}
