import Domain
import Foundation
import Formats
import Rules
import Testing

/// Folder of the repository, found from this file.
let repository = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

/// Folder of public data, or nil where there is none.
let publicData: String? = {
  let path =
    ProcessInfo.processInfo.environment["ROTA_DATA"] ?? "\(repository)/../shared/data"
  return FileManager.default.fileExists(atPath: "\(path)/im183/residents.csv") ? path : nil
}()

func count(_ program: Program, _ type: (AnyRule) -> Bool) -> Int {
  program.rules.count { type($0.rule) }
}

@Suite struct ProgramReaderTests {
  @Test(.enabled(if: publicData != nil, "needs the public data: set ROTA_DATA"))
  func theRealProgrammeIsPureData() throws {
    let folder = ProgramFolder(
      path: "\(repository)/bench/programs/im183", environment: ["ROTA_DATA": publicData ?? ""])
    let reading = try ProgramReader.examine(folder)
    let program = reading.program
    #expect(program.facts.residents.count == 183)
    #expect(program.facts.planColumns.count == 13)
    #expect(program.facts.rotations.count == 24)
    #expect(count(program) { if case .eligibleRotations = $0 { true } else { false } } == 5)
    #expect(count(program) { if case .curriculumCount = $0 { true } else { false } } == 36)
    #expect(count(program) { if case .serviceCover = $0 { true } else { false } } == 17)
    #expect(count(program) { if case .succession = $0 { true } else { false } } == 10)
    #expect(count(program) { if case .windowLimit = $0 { true } else { false } } == 3)
    #expect(count(program) { if case .fixedRotations = $0 { true } else { false } } == 3)
    #expect(count(program) { if case .leaveHonoured = $0 { true } else { false } } == 1)
  }
}
