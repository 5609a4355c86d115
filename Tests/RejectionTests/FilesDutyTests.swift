import Domain
import Formats
import Rules
import Testing

/// One wrong file for each code of the duty level: refused with that code at that place.
@Suite struct FilesDutyTests {
  static let text = """
    time_zone: America/New_York
    sites: [Main]
    roles: [core]
    activities:
      Ward day: {kind: clinical, site: Main, AM: "06:30-12:30", PM: "12:30-18:30"}
      Night: {kind: clinical, labels: call, night: "18:30-07:30"}
      Home: {kind: home-call, AM: "08:00-12:00", night: "17:00-08:00", counted: {night: 2h}}
      Off: {kind: free}
    patterns:
      ward: {default: Off, week: {weekdays: {AM: Ward day, PM: Ward day, night: [Off, Night]}}}
    rotation_patterns: {Ward: ward}
    rules:
      - {type: pattern-honoured, filler: Off}
      - {type: averaged-hours, id: eighty, weekly: 80h}
      - {type: rest-after, after: Night, rest: 14h}
      - {type: pairing, pairs: [[a1, b1]]}
    relaxations:
      - {rule: eighty, people: a1, from: 2025-08-01, to: 2025-08-31, reason: allowed}

    """

  static let faculty = "id,role,pattern\n"
  static let history = "person_id,date,part,activity\n"

  /// The right folder with `old` of `duty.yaml` replaced by `new`, and files.
  static func wrong(
    _ code: FaultCode, at place: String, _ description: String,
    _ change: (old: String, new: String)? = nil, files: [String: String] = [:]
  ) -> FilesCase {
    var duty = text
    if let change {
      let parts = duty.split(separator: change.old, maxSplits: 1, omittingEmptySubsequences: false)
      precondition(parts.count == 2, "\(description): nothing to replace")
      duty = parts.joined(separator: change.new)
    }
    var all = [
      "duty.yaml": duty, "faculty.csv": faculty + "f1,core,ward\n",
      "history.csv": history + "b1,2025-06-30,night,Night\n",
    ]
    for (name, content) in files { all[name] = content }
    return FilesCase(code, at: place, description, files: all)
  }

  static let duty: [FilesCase] = notations + names + tables

  static let notations: [FilesCase] = [
    wrong(.timeZoneUnknown, at: "duty.yaml:1:12", "on Mars", ("America/New_York", "Mars/Base")),
    wrong(.clockWrong, at: "duty.yaml:7:31", "hours only", ("08:00-12:00", "8-12")),
    wrong(.clockWrong, at: "duty.yaml:7:31", "hour 24", ("08:00-12:00", "08:00-24:00")),
    wrong(.durationWrong, at: "duty.yaml:7:85", "counted in words", ("2h", "long")),
    wrong(.durationWrong, at: "duty.yaml:15:44", "rest without a unit", ("14h", "14")),
    wrong(
      .spanRefused, at: "duty.yaml:8:8", "hours of nothing",
      ("{kind: free}", "{kind: free, AM: \"08:00-12:00\"}")),
    wrong(
      .spanMissing, at: "duty.yaml:7:9", "work at no time",
      ("AM: \"08:00-12:00\", night: \"17:00-08:00\", ", "")),
    wrong(
      .spanMissing, at: "duty.yaml:10:60", "a night in the afternoon",
      ("PM: Ward day", "PM: Night")),
    wrong(
      .pairWrong, at: "duty.yaml:16:29", "with oneself", ("[a1, b1]", "[a1, a1]")),
    wrong(.pairWrong, at: "duty.yaml:16:29", "alone", ("[a1, b1]", "[a1]")),
  ]

  static let names: [FilesCase] = [
    wrong(.siteUnknown, at: "duty.yaml:5:36", "of an activity", ("site: Main", "site: Annex")),
    wrong(
      .activityUnknown, at: "duty.yaml:10:83", "in a pattern", ("[Off, Night]", "[Off, Nigth]")),
    wrong(.activityUnknown, at: "duty.yaml:13:38", "in a rule", ("filler: Off", "filler: Of")),
    wrong(
      .activityUnknown, at: "duty.yaml:15:31", "no such label",
      ("after: Night", "after: \"label:calls\"")),
    wrong(
      .patternUnknown, at: "duty.yaml:11:27", "of a rotation", ("{Ward: ward}", "{Ward: wards}")),
    wrong(
      .patternUnknown, at: "duty.yaml:16:40", "no such service duty",
      ("pairing, pairs: [[a1, b1]]", "service-week-spacing, duty: Team")),
    wrong(
      .roleUnknown, at: "duty.yaml:15:45", "in a rule",
      ("after: Night,", "after: Night, roles: corps,")),
    wrong(
      .relaxationUnknown, at: "duty.yaml:18:12", "of no rule", ("rule: eighty", "rule: ninety")),
  ]

  static let tables: [FilesCase] = [
    wrong(
      .roleUnknown, at: "faculty.csv:2:2", "of a member",
      files: ["faculty.csv": faculty + "f1,corps,ward\n"]),
    wrong(
      .patternUnknown, at: "faculty.csv:2:3", "of a member",
      files: ["faculty.csv": faculty + "f1,core,wards\n"]),
    wrong(
      .activityUnknown, at: "history.csv:2:4", "in the history",
      files: ["history.csv": history + "b1,2025-06-30,night,Nigth\n"]),
    wrong(
      .spanMissing, at: "history.csv:2", "a night in the morning",
      files: ["history.csv": history + "b1,2025-06-30,AM,Night\n"]),
    wrong(
      .dutyOutsideRange, at: "history.csv:2", "history within the year",
      files: ["history.csv": history + "b1,2025-07-01,night,Night\n"]),
    wrong(
      .dutyOutsideRange, at: "history.csv:2", "history of 57 days ago",
      files: ["history.csv": history + "b1,2025-05-05,night,Night\n"]),
    wrong(
      .dutyOutsideRange, at: "locked_duties.csv:2", "locked next year",
      files: ["locked_duties.csv": history + "b1,2026-07-01,night,Night\n"]),
    wrong(
      .relaxationUnknown, at: "tallies.csv", "a tally of no rule",
      files: ["tallies.csv": "person_id,rule,amount\na1,nights-fair,3\n"]),
  ]

  @Test(arguments: duty)
  func aWrongDutyLevelIsRefusedWithItsCodeAndPlace(wrong: FilesCase) {
    expectRefusal(wrong)
    #expect(Set(refusal(of: wrong).map(\.code)) == [wrong.code], "one thing is wrong")
  }

  @Test func theRightDutyLevelIsRead() throws {
    for first in ["2025-06-30", "2025-05-06"] {
      let right = Self.wrong(
        .yamlSyntax, at: "", "",
        files: ["history.csv": Self.history + "b1,\(first),night,Night\n"])
      let program = try ProgramReader.examine(ProgramFolder(files: right.files)).program
      #expect(program.facts.duty?.history.count == 1)
    }
  }
}
