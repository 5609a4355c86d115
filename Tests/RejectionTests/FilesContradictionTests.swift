import Domain
import Formats
import Testing

/// One programme for each contradiction that reading finds, and one for each warning.
@Suite struct FilesContradictionTests {
  static let absences = "resident_id,start,end\n"
  static let locks = "resident_id,block,rotation,kind\n"

  static let contradictions: [FilesCase] = [
    FilesCase(.curriculumTooLong, at: "program.yaml:6:13", "14 blocks", ("4-7", "8")),
    FilesCase(.curriculumTooShort, at: "program.yaml:6:13", "12 blocks", ("4-7", "3")),
    FilesCase(
      .coverBeyondPeople, at: "program.yaml:10:5", "one person for two",
      adding: "cover:\n  - {rotation: ICU, min: 2}\n"),
    FilesCase(
      .boundsCrossed, at: "program.yaml:10:27", "min above max",
      adding: "cover:\n  - {rotation: Ward, min: 3, max: 2}\n"),
    FilesCase(
      .windowTooNarrow, at: "program.yaml:10:5", "three blocks for four",
      adding: "windows:\n  - {levels: A, rotation: Ward, blocks: 1-3}\n"),
    FilesCase(
      .orderCyclic, at: "program.yaml:10:5", "circle",
      adding: "orders:\n  - {before: Ward, after: Clinic}\n  - {before: Clinic, after: Ward}\n"),
    FilesCase(
      .leaveOutsideYear, at: "absences.csv:2", "next year",
      files: ["absences.csv": absences + "a1,2026-06-29,2026-07-02\n"]),
    FilesCase(
      .leaveAgainstPin, at: "locked.csv:2", "Ward tolerates none",
      files: [
        "absences.csv": absences + "a1,2025-08-04,2025-08-08\n",
        "locked.csv": locks + "a1,2,Ward,pin\n",
      ]),
    FilesCase(
      .leaveAgainstPin, at: "locked.csv:2", "a whole block is OFF",
      files: [
        "absences.csv": "resident_id,block\na1,2\n", "locked.csv": locks + "a1,2,Clinic,pin\n",
      ]),
    FilesCase(
      .pinNotEligible, at: "locked.csv:2", "ICU for level A",
      files: ["locked.csv": locks + "a1,2,ICU,pin\n"]),
    FilesCase(
      .locksContradict, at: "locked.csv:3", "two pins",
      files: ["locked.csv": locks + "a1,2,Ward,pin\na1,2,Clinic,pin\n"]),
    FilesCase(
      .locksContradict, at: "locked.csv:3", "pinned and closed",
      files: ["locked.csv": locks + "a1,2,Ward,pin\na1,2,Ward,forbid\n"]),
    FilesCase(
      .wishOutsideYear, at: "preferences.csv:2", "next year",
      files: ["preferences.csv": FilesSyntaxTests.wishes("a1,Ward,2026-06-15:2026-07-14,low")]),
    FilesCase(
      .fixedNotEligible, at: "program.yaml:10:5", "ICU for level A",
      adding: "fixed:\n  - {levels: A, rotation: ICU, blocks: 1}\n"),
    FilesCase(
      .fixedBeyondCurriculum, at: "program.yaml:10:5", "eight of seven",
      adding: "fixed:\n  - {levels: A, rotation: Ward, blocks: 1-8}\n"),
    FilesCase(
      .levelWithoutCurriculum, at: "program.yaml:3:16", "level C", ("[A, B]", "[A, B, C]")),
    FilesCase(
      .fixedBeyondCover, at: "program.yaml:10:5", "two of one",
      adding: "fixed:\n  - {levels: A, rotation: Ward, blocks: 1}\n"
        + "cover:\n  - {rotation: Ward, max: 1}\n"),
    FilesCase(
      .pinsBeyondCurriculum, at: "residents.csv:4:1", "three of two",
      files: ["locked.csv": locks + "b1,2,ICU,pin\nb1,3,ICU,pin\nb1,4,ICU,pin\n"]),
    FilesCase(
      .noResidents, at: "program.yaml", "header only", files: ["residents.csv": "id,level\n"]),
    FilesCase(
      .leaveWithoutRule, at: "absences.csv:2", "no section",
      ("leave: {rotation: OFF, tolerant: {A: Clinic, B: Clinic}}\n", ""),
      files: ["absences.csv": absences + "a1,2025-08-04,2025-08-08\n"]),
    FilesCase(
      .leaveNotTolerated, at: "absences.csv:2", "none at level A", ("{A: Clinic, B", "{B"),
      files: ["absences.csv": absences + "a1,2025-08-04,2025-08-08\n"]),
    FilesCase(
      .orderUnreachable, at: "program.yaml:10:5", "ICU first for level A",
      adding: "orders:\n  - {levels: A, before: ICU, after: Ward}\n"),
    FilesCase(
      .halfOfWholeRotation, at: "program.yaml:6:13", "half of Ward", ("4-7", "4.5-7"),
      adding: "plan_unit: half-block\n"),
    FilesCase(
      .leaveAgainstFixed, at: "absences.csv:2", "in a fixed block",
      adding: "fixed:\n  - {levels: A, rotation: Ward, blocks: 1}\n",
      files: ["absences.csv": absences + "a1,2025-07-07,2025-07-11\n"]),
  ]

  static let warnings: [FilesCase] = [
    FilesCase(
      .absencesOverlap, at: "absences.csv:3", "two days",
      files: ["absences.csv": absences + "a1,2025-08-04,2025-08-08\na1,2025-08-07,2025-08-09\n"]),
    FilesCase(
      .manyAway, at: "program.yaml", "two of eleven",
      files: [
        "residents.csv": FilesCase.residents + (3...10).map { "a\($0),A\n" }.joined(),
        "absences.csv": absences + "a1,2025-08-04,2025-08-08\na2,2025-08-07,2025-08-09\n",
      ]),
    FilesCase(
      .wishNotEligible, at: "preferences.csv:2", "ICU for level A",
      files: ["preferences.csv": FilesSyntaxTests.wishes("a1,ICU,2025-08-01:2025-08-31,low")]),
    FilesCase(
      .levelWithoutResidents, at: "program.yaml:3:13", "level B",
      files: ["residents.csv": "id,level\na1,A\n"]),
    FilesCase(
      .leaveOutsideBlocks, at: "absences.csv:2", "block 0",
      files: ["absences.csv": absences + "a1,2025-07-01,2025-07-02\n"]),
    FilesCase(
      .toleranceUnused, at: "program.yaml:8:38", "ICU for level A", ("A: Clinic, B", "A: ICU, B")),
  ]

  @Test(arguments: contradictions)
  func aContradictionIsRefusedWithItsCodeAndPlace(wrong: FilesCase) {
    expectRefusal(wrong)
  }

  @Test(arguments: warnings)
  func whatIsOddIsReadWithAWarning(odd: FilesCase) throws {
    let reading = try ProgramReader.examine(ProgramFolder(files: odd.files))
    #expect(
      reading.warnings.contains {
        $0.code == odd.code && $0.location.description == odd.place
      }, "\(reading.warnings.map(\.description))")
  }

  /// Leave that was refused, cancelled or not yet decided is nobody's leave: no cell is asked for
  /// it, and nothing beside it is odd.
  @Test(arguments: ["pending", "refused", "cancelled"])
  func leaveThatWasNotGrantedContradictsNothing(status: String) throws {
    let leave = "resident_id,start,end,status\na1,2025-08-04,2025-08-08,\(status)\n"
    let beside = FilesCase(
      .leaveAgainstPin, at: "", "",
      ("leave: {rotation: OFF, tolerant: {A: Clinic, B: Clinic}}\n", ""),
      adding: "fixed:\n  - {levels: A, rotation: Ward, blocks: 3}\n",
      files: [
        "absences.csv": leave + "a1,2025-08-07,2025-08-12,\(status)\n"
          + "a2,2025-08-30,2025-09-05,\(status)\n",
        "locked.csv": Self.locks + "a1,2,Ward,pin\n",
      ])
    let reading = try ProgramReader.examine(ProgramFolder(files: beside.files))
    #expect(reading.warnings.isEmpty, "\(reading.warnings.map(\.description))")
  }

  /// The rest are faults of plans and of canonical programmes, tested beside those.
  @Test func everyCodeHasACase() {
    let cases =
      FilesSyntaxTests.yaml + FilesSyntaxTests.names + FilesSyntaxTests.tables
      + Self.contradictions + Self.warnings + FilesDutyTests.duty
    let elsewhere: Set<FaultCode> = [
      .planRowWidth, .planRowMissing, .planRowRepeated, .canonicalUnreadable,
    ]
    let missing = Set(FaultCode.allCases).subtracting(cases.map(\.code)).subtracting(elsewhere)
    #expect(missing.isEmpty)
  }

  @Test func countsAtTheEdgeAreRead() throws {
    for count in ["7", "4"] {
      // Exactly thirteen blocks at least, exactly thirteen at most.
      let edge = FilesCase(.yamlSyntax, at: "", "", ("4-7", count))
      #expect(throws: Never.self) {
        try ProgramReader.examine(ProgramFolder(files: edge.files))
      }
    }
  }
}
