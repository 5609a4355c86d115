import Domain
import Formats
import Rules
import SampleProgrammes
import TestSupport
import Testing
import Validation

/// Tables that a programme already has, and what the judge finds in them.
@Suite struct AuditTests {
  private static let small = Result { try SmallDutyProgram(dates: 4) }

  private static let mapping = """
    columns: dates
    person: Name
    dates: month/day/year
    ignore: [Pager]
    people: {"Dr. Ash": A}
    cells:
      W: {AM: Day, PM: Day, night: Off}
      "-": Off
    empty: "-"
    """

  private func read(_ table: String, _ mapping: String = mapping) throws -> DutySchedule {
    let facts = try Self.small.get().program.facts
    let content = try AuditTable.read(
      text: table, path: "ours.csv",
      mapping: try AuditMapping.read(text: mapping, path: "map.yaml", of: facts), of: facts)
    guard case .duties(let duties) = content else {
      Issue.record("a plan was read")
      return DutySchedule(
        cells: [0, 0, 0],
        dates: DateRange(
          first: facts.calendar.dates.first,
          last: facts.calendar.dates.first))
    }
    return duties
  }

  @Test func aForeignTableIsReadByItsMapping() throws {
    let duties = try read(
      "Name,7/1/2025,7/2/25,Pager\nDr. Ash,W,,4711\nC,-,W,\n")
    let people = try Self.small.get().people
    #expect(duties.dates.dayCount == 2)
    let day = try #require(people.activityIndex("Day"))
    let off = try #require(people.activityIndex("Off"))
    #expect((0..<6).map { duties[0, $0] } == [day, day, off, off, off, off])
    #expect((0..<6).map { duties[2, $0] } == [off, off, off, day, day, off])
    #expect((0..<6).allSatisfy { duties[5, $0] == off }, "nobody's row is empty")
  }

  @Test func everyFaultOfATableIsTold() {
    let table = "Name,7/1/2025,tomorrow\nDr. Ash,X,\nDr. Elm,W,\nC,W,\nC,W,\n"
    #expect {
      try read(table)
    } throws: { error in
      let codes = Set((error as? InputError)?.faults.map(\.code.rawValue) ?? [])
      return codes == ["E1012", "E1021", "E1039", "E1043"]
    }
    #expect(throws: InputError.self) {
      try read("Name,7/1/2025\nA,W\n", "columns: dates\ncells: {W: Dya}\nempty: Off\n")
    }
  }

  /// A year without faults, then the same with three of them: exactly those are found.
  @Test func plantedFaultsAndNoOthersAreFound() throws {
    let sample = try SampleProgramme.make(SampleRequest(size: .s24))
    let judge = try #require(DutyJudge(program: sample.program))
    let people = try #require(DutyPeople(sample.program.facts))
    let text = DutyTables.csv(sample.planted.duties, of: people)
    let read = try AuditTable.read(
      text: text, path: "year.csv", mapping: .none, of: sample.program.facts)
    guard case .duties(var duties) = read else {
      Issue.record("a plan was read")
      return
    }
    #expect(duties == sample.planted.duties)
    var year = sample.planted
    #expect(judge.verdict(on: year).violations.allSatisfy { $0.severity == .soft })
    let faults = try plantFaults(into: &duties, sample.program, people)
    year.duties = duties
    let found = judge.verdict(on: year).violations.filter { $0.severity != .soft }
    #expect(found.count == faults.count, "\(found.map(\.explanation))")
    #expect(Set(found.compactMap(\.person)) == Set(faults))
    #expect(found.allSatisfy { $0.rule == "absence-honoured" || $0.rule == "pattern-honoured" })
  }

  /// Frees three people on a morning of leave; returns whose rule is broken, once a fault.
  private func plantFaults(
    into duties: inout DutySchedule, _ program: Program, _ people: DutyPeople
  ) throws -> [PersonID] {
    let away = people.duty.activities.indices.filter { people.duty.activities[$0].kind == .away }
    let free = try #require(people.duty.activities.firstIndex { $0.kind == .free })
    var faults: [PersonID] = []
    for row in 0..<people.count where faults.count < 3 {
      guard let absence = people.absences(of: row).first else { continue }
      let column = duties.column(of: DutySlot(date: absence.dates.first, part: .night))
      guard away.contains(duties[row, column]) else { continue }
      duties[row, column] = free
      faults.append(people.ids[row])
    }
    return faults
  }
}
