import Domain
import Formats
import Rules
import SampleProgrammes
import Testing

/// What is written as files reads back as the same programme.
struct SampleFilesTests {
  static let requests: [SampleRequest] =
    (1...5).map { SampleRequest(size: .s24, seed: UInt64($0)) }
    + (1...3).map { SampleRequest(size: .s60, tightness: .hard, seed: UInt64($0)) }

  private func folder(_ files: [String: String]) -> ProgramFolder {
    ProgramFolder(files: files.mapValues { Array($0.utf8) })
  }

  @Test(arguments: requests)
  func filesReadBackAsTheSameProgramme(request: SampleRequest) throws {
    let sample = try SampleProgramme.make(request)
    let reading = try ProgramReader.examine(folder(ProgramWriter.files(of: sample.program)))
    #expect(reading.program.facts == sample.program.facts, "\(request)")
    #expect(reading.program.rules == sample.program.rules, "\(request)")
    #expect(reading.program.dutyRules == sample.program.dutyRules, "\(request)")
  }

  @Test func relaxationsReadBack() throws {
    var program = try SampleProgramme.make(SampleRequest(size: .s24)).program
    program.relaxations = [
      Relaxation(
        instance: "eighty-hours", people: [program.facts.residents[0].id],
        dates: program.facts.calendar.blocks[3], reason: "agreed: \"one block\", once")
    ]
    let reading = try ProgramReader.examine(folder(ProgramWriter.files(of: program)))
    #expect(reading.program == program)
  }

  @Test func theSameProgrammeGivesTheSameBytes() throws {
    let request = SampleRequest(size: .s24, tightness: .hard, seed: 3)
    let first = ProgramWriter.files(of: try SampleProgramme.make(request).program)
    let second = ProgramWriter.files(of: try SampleProgramme.make(request).program)
    #expect(first == second)
  }
}
