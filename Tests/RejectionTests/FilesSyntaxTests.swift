import Domain
import Formats
import Rules
import Testing

/// One wrong file for each code of syntax and reference: refused with that code at that place.
@Suite struct FilesSyntaxTests {
  static let yaml: [FilesCase] = [
    FilesCase(.yamlSyntax, at: "program.yaml:3:17", "bracket", ("[A, B]", "[A, B: ]: ]")),
    FilesCase(.yamlTooBig, at: "program.yaml", "unfolding aliases").with(
      "program.yaml", bytes: unfolding),
    FilesCase(
      .wrongKind, at: "program.yaml:5:13", "curriculum a word",
      (
        "curriculum:\n  A: {Ward: 4-7, Clinic: 6-9}\n  B: {Ward: 5-8, Clinic: 4-7, ICU: 0-2}",
        "curriculum: none"
      )),
    FilesCase(.fieldMissing, at: "program.yaml:1:1", "no name", ("name: Test\n", "")),
    FilesCase(.fieldUnknown, at: "program.yaml:9:1", "misspelt", adding: "wndows: []\n"),
    FilesCase(.fieldRepeated, at: "program.yaml:3:1", "twice", adding: "levels: [C]\n"),
    FilesCase(.numberWrong, at: "program.yaml:2:16", "year in words", ("2025", "next")),
    FilesCase(.numberWrong, at: "program.yaml:2:16", "year out of range", ("2025", "3025")),
    FilesCase(
      .wordUnknown, at: "program.yaml:9:12", "plan unit", adding: "plan_unit: halfblock\n"),
    FilesCase(
      .dateWrong, at: "program.yaml:9:19", "no such day", adding: "calendar: {start: 02-29}\n"),
    FilesCase(
      .blockWrong, at: "program.yaml:10:30", "block 14",
      adding: "fixed:\n  - {rotation: Ward, blocks: 14}\n"),
    FilesCase(.countWrong, at: "program.yaml:6:13", "a word", ("4-7", "many")),
    FilesCase(.halfWithoutHalfBlocks, at: "program.yaml:6:13", "half", ("4-7", "4.5-7")),
    FilesCase(.rangeBackwards, at: "program.yaml:6:13", "count", ("4-7", "7-4")),
    FilesCase(
      .rangeBackwards, at: "program.yaml:10:30", "blocks",
      adding: "windows:\n  - {rotation: Ward, blocks: 9-3}\n"),
    FilesCase(
      .calendarImpossible, at: "program.yaml:9:11", "too many blocks",
      adding: "calendar: {blocks: 14}\n"),
    FilesCase(.listEmpty, at: "program.yaml:9:8", "no rules", adding: "fixed: []\n"),
    FilesCase(
      .boundsMissing, at: "program.yaml:10:5", "cover", adding: "cover:\n  - {rotation: Ward}\n"),
    FilesCase(
      .severityUnclear, at: "program.yaml:10:62", "two severities",
      adding: "cover:\n  - {rotation: Ward, min: 1, severity: institution, penalty: 3}\n"),
    FilesCase(
      .rewardRefused, at: "program.yaml:10:38", "reward for cover",
      adding: "cover:\n  - {rotation: Ward, min: 1, reward: 3}\n"),
    FilesCase(
      .numberWrong, at: "program.yaml:10:38", "limit as long as its window",
      adding: "window_limits:\n  - {rotation: Ward, window: 4, max: 4}\n"),
  ]

  static let names: [FilesCase] = [
    FilesCase(.nameRepeated, at: "program.yaml:3:16", "level", ("[A, B]", "[A, B, A]")),
    FilesCase(.nameRepeated, at: "program.yaml:4:19", "rotation", ("Clinic,", "Ward, Clinic,")),
    FilesCase(
      .ruleRepeated, at: "program.yaml:11:5", "rule ids",
      adding: "cover:\n  - {id: x, rotation: Ward, max: 3}\n  - {id: x, rotation: ICU, max: 3}\n"),
    FilesCase(
      .rotationUnknown, at: "program.yaml:6:18", "misspelt", ("Clinic: 6-9", "Clinik: 6-9")),
    FilesCase(.levelUnknown, at: "program.yaml:7:3", "in the curriculum", ("  B: {", "  C: {")),
    FilesCase(
      .residentUnknown, at: "program.yaml:10:17", "in a scope",
      adding: "cover:\n  - {residents: a9, rotation: Ward, max: 3}\n"),
    FilesCase(
      .trackUnknown, at: "program.yaml:10:14", "in a scope",
      adding: "cover:\n  - {tracks: chief, rotation: Ward, max: 3}\n"),
    FilesCase(.nameUnusable, at: "program.yaml:3:10", "empty", ("[A, B]", "['', A, B]")),
  ]

  static let tables: [FilesCase] = [
    FilesCase(.fileMissing, at: "program.yaml", "no residents.csv").without("residents.csv"),
    FilesCase(.fileMissing, at: "program.yaml", "no program.yaml").without("program.yaml"),
    FilesCase(.fileNotText, at: "residents.csv", "bytes").with(
      "residents.csv", bytes: [0x69, 0x64, 0xFF, 0x0A]),
    FilesCase(.fileTooLarge, at: "residents.csv", "one byte too many").with(
      "residents.csv", bytes: [UInt8](repeating: 10, count: ProgramFolder.largestFile + 1)),
    FilesCase(
      .pathRefused, at: "program.yaml:9:20", "upwards", adding: "files: {residents: ../r.csv}\n"),
    FilesCase(
      .pathRefused, at: "program.yaml:9:20", "variable",
      adding: "files: {residents: \"${HOME}/r.csv\"}\n"),
    FilesCase(
      .residentRepeated, at: "residents.csv:3:1", "twice",
      files: ["residents.csv": "id,level\na1,A\na1,A\nb1,B\n"]),
    FilesCase(
      .levelUnknown, at: "residents.csv:2:2", "of a resident",
      files: ["residents.csv": "id,level\na1,X\na2,A\nb1,B\n"]),
    FilesCase(
      .quoteWrong, at: "residents.csv:3", "never closed",
      files: ["residents.csv": "id,level\na1,A\n\"a2,A\nb1,B\n"]),
    FilesCase(
      .columnMissing, at: "residents.csv:1", "no level",
      files: ["residents.csv": "id,Level\na1,A\n"]),
    FilesCase(
      .columnRepeated, at: "residents.csv:1:3", "id twice",
      files: ["residents.csv": "id,level,id\na1,A,\na2,A,\nb1,B,\n"]),
    FilesCase(
      .cellEmpty, at: "residents.csv:3:2", "no level",
      files: ["residents.csv": "id,level\na1,A\na2,\nb1,B\n"]),
    FilesCase(
      .rowTooLong, at: "residents.csv:2:3", "third field",
      files: ["residents.csv": "id,level\na1,A,B\na2,A\nb1,B\n"]),
    FilesCase(
      .tooMany, at: "residents.csv:5002", "5,001 residents",
      files: ["residents.csv": "id,level\n" + (0...5000).map { "r\($0),A\n" }.joined()]),
    FilesCase(
      .residentUnknown, at: "absences.csv:2:1", "absence",
      files: ["absences.csv": "resident_id,start,end\na7,2025-08-01,2025-08-02\n"]),
    FilesCase(
      .dateWrong, at: "absences.csv:2:2", "30 February",
      files: ["absences.csv": "resident_id,start,end\na1,2026-02-30,2026-03-02\n"]),
    FilesCase(
      .rangeBackwards, at: "absences.csv:2:2", "dates",
      files: ["absences.csv": "resident_id,start,end\na1,2026-03-03,2026-03-02\n"]),
    FilesCase(
      .blockWrong, at: "absences.csv:2:3", "third half",
      files: ["absences.csv": "resident_id,block,half\na1,2,third\n"]),
    FilesCase(
      .dateWrong, at: "preferences.csv:2:3", "no colon",
      files: ["preferences.csv": wishes("a1,Ward,2025-08-01,high")]),
    FilesCase(
      .wordUnknown, at: "preferences.csv:2:4", "priority",
      files: ["preferences.csv": wishes("a1,Ward,2025-08-01:2025-08-31,urgent")]),
    FilesCase(
      .rotationUnknown, at: "preferences.csv:2:2", "wish",
      files: ["preferences.csv": wishes("a1,Wart,2025-08-01:2025-08-31,low")]),
    FilesCase(
      .wordUnknown, at: "locked.csv:2:4", "kind of lock",
      files: ["locked.csv": "resident_id,block,rotation,kind\na1,1,Ward,pinned\n"]),
    FilesCase(
      .halfWithoutHalfBlocks, at: "locked.csv:2:3", "half of a block",
      files: ["locked.csv": "resident_id,block,half,rotation,kind\na1,1,2,Ward,pin\n"]),
  ]

  static func wishes(_ row: String) -> String {
    "resident_id,rotation_preference,date_range,priority\n\(row)\n"
  }

  /// Five levels of aliases, each of ten of the one before.
  static let unfolding: [UInt8] = {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...5 {
      let names = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(names)]\n"
    }
    return [UInt8](text.utf8)
  }()

  @Test(arguments: yaml + names + tables)
  func aWrongFileIsRefusedWithItsCodeAndPlace(wrong: FilesCase) {
    expectRefusal(wrong)
  }

  @Test func theRightProgrammeIsRead() throws {
    let right = FilesCase(.yamlSyntax, at: "", "right")
    let reading = try ProgramReader.examine(ProgramFolder(files: right.files))
    #expect(reading.warnings.isEmpty)
  }

  @Test func aMisspeltNameIsAnsweredWithTheNearest() {
    let wrong = FilesCase(.rotationUnknown, at: "", "", ("Clinic: 6-9", "Clinik: 6-9"))
    #expect(refusal(of: wrong).contains { $0.remedy == "did you mean \"Clinic\"?" })
  }

  @Test func allFaultsOfAFolderComeAtOnce() {
    let wrong = FilesCase(
      .rotationUnknown, at: "", "", ("Clinic: 6-9", "Clinik: 6-9"), adding: "wndows: [x]\n",
      files: ["absences.csv": "resident_id,start,end\na7,2025-08-01,2025-08-02\n"])
    let codes = refusal(of: wrong).map(\.code)
    #expect(codes.contains(.rotationUnknown))
    #expect(codes.contains(.fieldUnknown))
    #expect(codes.contains(.residentUnknown))
  }

  @Test func byteOrderMarkCarriageReturnsQuotesAndEmptyColumnsAreFine() throws {
    let fine = FilesCase(
      .yamlSyntax, at: "", "",
      files: [
        "residents.csv": "\u{FEFF}id,level,,\r\n\"a,1\",A,,\r\n\r\n a2 ,A,,\r\n\"b\"\"1\",B,,"
      ])
    let program = try ProgramReader.examine(ProgramFolder(files: fine.files)).program
    #expect(program.facts.residents.map(\.id) == ["a,1", "a2", "b\"1"])
  }
}

/// The faults of a folder that must be refused.
func refusal(of wrong: FilesCase) -> [Fault] {
  do {
    _ = try ProgramReader.examine(ProgramFolder(files: wrong.files))
    Issue.record("\(wrong) was read")
    return []
  } catch {
    return error.faults
  }
}

func expectRefusal(_ wrong: FilesCase) {
  let faults = refusal(of: wrong)
  #expect(
    faults.contains { $0.code == wrong.code && $0.location.description == wrong.place },
    "\(wrong): \(faults.map(\.description))")
  for fault in faults {
    #expect(!fault.found.isEmpty && !fault.expected.isEmpty && !fault.remedy.isEmpty)
  }
}
