import Benchmarking
import Testing

/// What the readers of the shift-scheduling format accept and what they refuse, and where.
struct ShiftInstanceReaderTests {
  /// A small instance, line by line; every fault test changes one line of it.
  static let lines = [
    "SECTION_HORIZON", "7", "",
    "SECTION_SHIFTS", "E,480,", "L,540,E", "",
    "SECTION_STAFF", "A,E=7|L=3,2400,960,5,2,2,1", "B,E=7|L=0,2400,0,5,2,2,1", "",
    "SECTION_DAYS_OFF", "A,0,3", "",
    "SECTION_SHIFT_ON_REQUESTS", "A,2,E,2", "",
    "SECTION_SHIFT_OFF_REQUESTS", "B,1,L,3", "",
    "SECTION_COVER", "0,E,1,100,1", "0,L,1,100,1",
  ]

  static func text(_ changed: [Int: String] = [:]) -> String {
    lines.enumerated().map { changed[$0 + 1] ?? $1 }.joined(separator: "\r\n")
  }

  /// The faults of a text that must have some.
  static func faults(_ text: String) -> [ShiftFormatFault] {
    let thrown = #expect(throws: ShiftFormatFaults.self) { try ShiftInstanceReader.read(text) }
    return thrown?.faults ?? []
  }

  @Test func aWholeInstanceIsReadWithCarriageReturnsAndComments() throws {
    let instance = try ShiftInstanceReader.read("# a comment\r\n" + Self.text())
    #expect(instance.dayCount == 7)
    #expect(instance.shifts.map(\.id) == ["E", "L"])
    #expect(instance.shifts[1].forbiddenNext == [0])
    #expect(instance.employees[0].maximumOfShift == [7, 3])
    #expect(instance.employees[0].daysOff == [0, 3])
    #expect(instance.requests.map(\.wish) == [.on, .off])
    #expect(instance.cover.count == 2)
  }

  @Test(arguments: [
    (2, "8", ShiftFormatFault.Code.outOfRange), (2, "seven", .notANumber),
    (2, "99999999", .outOfRange), (1, "SECTION_HORIZONS", .sectionUnknown),
    (8, "SECTION_SHIFTS", .sectionRepeated), (5, "E,480", .fieldCount),
    (5, "E,0,", .outOfRange), (5, "E,480,X", .unknownName), (6, "E,540,", .repeatedEntry),
    (6, "a b,540,", .badName), (9, "A,E=7|L,2400,960,5,2,2,1", .fieldCount),
    (9, "A,E=7|X=1,2400,960,5,2,2,1", .unknownName), (9, "A,E=7,2400,960,5,2,2", .fieldCount),
    (10, "A,E=7,2400,0,5,2,2,1", .repeatedEntry), (9, "A,E=7,-1,0,5,2,2,1", .outOfRange),
    (13, "C,0", .unknownName), (13, "A,7", .outOfRange), (16, "A,2,E", .fieldCount),
    (16, "A,2,E,9999999", .outOfRange), (17, "A,2,E,1", .repeatedEntry),
    (22, "0,E,x,100,1", .notANumber), (23, "0,E,1,100,1", .repeatedEntry),
  ])
  func aWrongLineIsNamedByItsNumber(line: Int, text: String, code: ShiftFormatFault.Code) {
    let faults = Self.faults(Self.text([line: text]))
    #expect(faults.contains { $0.line == line && $0.code == code }, "\(faults)")
    #expect(faults.allSatisfy { !$0.expected.isEmpty && !$0.remedy.isEmpty })
  }

  @Test func aMissingSectionAndALineBeforeAnyAreFaults() {
    let codes = Set(Self.faults("7\nSECTION_HORIZON\n7\n").map(\.code))
    #expect(codes == [.lineOutsideSection, .sectionMissing])
  }

  @Test func allFaultsAreReportedAtOnce() {
    let faults = Self.faults(Self.text([13: "A,9", 16: "Z,2,E,1", 22: "0,E,1,100"]))
    #expect(faults.map(\.line) == [13, 16, 22])
  }

  @Test func noMoreFaultsThanTheLimitAreKept() {
    let bad = Array(repeating: "Z,1", count: 10_000).joined(separator: "\n")
    #expect(Self.faults(Self.text([13: bad])).count == ShiftFormatLimits.faults)
  }

  @Test func aFileBeyondTheLimitIsRefusedUnread() {
    let text = String(repeating: "#", count: ShiftFormatLimits.fileBytes + 1)
    #expect(Self.faults(text).map(\.code) == [.fileTooLarge])
  }

  @Test func tooManyChoicesForOneGridAreRefused() {
    let shifts = (0..<300).map { "S\($0),480," }.joined(separator: "\n")
    let staff = (0..<1_000).map { "P\($0),,480,0,5,2,2,1" }.joined(separator: "\n")
    let text = Self.text([
      2: "364", 5: "E,480,\n" + shifts, 9: "A,,480,0,5,2,2,1\n" + staff,
    ])
    #expect(Self.faults(text).map(\.code) == [.tooMany])
  }

  @Test(arguments: ShiftRosterFile.Layout.allCases)
  func aRosterWrittenIsReadBackEqual(layout: ShiftRosterFile.Layout) throws {
    let instance = try ShiftInstanceReader.read(Self.text())
    let roster = ShiftRoster(
      dayCount: 7, cells: [nil, 0, 0, nil, nil, 1, 1, 0, 0, nil, nil, nil, nil, nil])
    let text = ShiftRosterFile.write(roster, of: instance, layout: layout)
    #expect(try ShiftRosterFile.read(text, of: instance, layout: layout) == roster)
    #expect(text.hasPrefix(layout == .csv ? "A,,E,E,,,L,L\n" : "A\t-\tE\tE\t-\t-\tL\tL\n"))
  }

  @Test(arguments: [
    ("A,,E,E,,,L,L\n", ShiftFormatFault.Code.rowMissing),
    ("A,,E,E,,,L,L\nA,,,,,,,\nB,,,,,,,\n", .repeatedEntry),
    ("A,,E,E,,,L\nB,,,,,,,\n", .fieldCount), ("A,,E,X,,,L,L\nB,,,,,,,\n", .unknownName),
    ("C,,,,,,,\nA,,,,,,,\nB,,,,,,,\n", .unknownName),
    (String(repeating: "A", count: 100_000), .fileTooLarge),
  ])
  func aWrongRosterIsRefused(text: String, code: ShiftFormatFault.Code) throws {
    let instance = try ShiftInstanceReader.read(Self.text())
    let thrown = #expect(throws: ShiftFormatFaults.self) {
      try ShiftRosterFile.read(text, of: instance, layout: .csv)
    }
    #expect((thrown?.faults ?? []).map(\.code) == [code])
  }
}
