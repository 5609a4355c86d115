import Benchmarking
import Foundation
import Testing

/// Rows for tests: an entrant's cost on an instance with a seed.
enum SampleRows {
  static let suite: Suite = {
    let instances = (1...6).map {
      SuiteInstance(
        name: "I\($0)", format: .shiftScheduling, path: "x", hash: "hash\($0)", bestKnown: 100,
        target: nil)
    }
    let entrants = ["base", "other"].map {
      Entrant(
        name: $0, work: .search(portfolio: nil, options: []), cluster: nil, ablationOf: nil,
        definition: "def-\($0)")
    }
    return Suite(
      name: "sample", about: "For <tests> & such.", cluster: ClusterShape(nodes: 2, slots: 1),
      budgets: [.seconds(10)], seeds: [1, 2, 3], moments: [1, 10], instances: instances,
      entrants: entrants, reference: "base")
  }()

  static func row(
    _ trial: Trial, cost: Int?, commit: String = "c1", date: String = "2026-01-01T00:00:00.000Z"
  ) -> ResultRow {
    var row = ResultRow(
      key: trial.key,
      subject: .init(
        suite: "sample", instance: trial.instance.name, format: trial.instance.format,
        entrant: trial.entrant.name),
      circumstances: .init(commit: commit, program: "p", date: date, machine: "m", load: 0.5),
      outcome: cost == nil ? .nothing : .valid,
      spending: .init(wallSeconds: 10, coreSeconds: 20))
    row.cost = cost
    if let cost {
      row.trace = [
        .init(time: 1, cost: cost + 50, strategy: "quick"),
        .init(time: 5, cost: cost, strategy: "slow"),
      ]
    }
    return row
  }

  /// A row for every trial, by a cost for each.
  static func rows(_ cost: (Trial) -> Int?) -> [ResultRow] {
    suite.trials.map { row($0, cost: cost($0)) }
  }
}

@Suite struct ResultsFileTests {
  private let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("rota-results-\(UUID().uuidString).jsonl").path

  private func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test func rowsComeBackAsTheyWereAdded() throws {
    defer { unlink(path) }
    #expect(try ResultsFile(path: path).rows() == [])
    let rows = SampleRows.rows { $0.instance.name == "I2" ? nil : 100 + Int($0.seed) }
    do {
      let writer = try ResultsWriter(ResultsFile(path: path))
      for row in rows.prefix(3) { try writer.append(row) }
    }
    do {
      let writer = try ResultsWriter(ResultsFile(path: path))
      for row in rows.dropFirst(3) { try writer.append(row) }
    }
    #expect(try ResultsFile(path: path).rows() == rows)
    #expect(try text().split(separator: "\n").count == rows.count)
  }

  /// A process may die at any byte of a line.
  @Test func aLineThatWasCutShortIsSkippedAndThenReplaced() throws {
    defer { unlink(path) }
    let rows = SampleRows.rows { _ in 100 }
    do { try ResultsWriter(ResultsFile(path: path)).append(rows[0]) }
    let whole = try text()
    for length in [1, whole.utf8.count / 2, whole.utf8.count - 1] {
      let torn = whole + String(decoding: Array(whole.utf8).prefix(length), as: UTF8.self)
      try torn.write(toFile: path, atomically: false, encoding: .utf8)
      #expect(try ResultsFile(path: path).rows() == [rows[0]])
      do { try ResultsWriter(ResultsFile(path: path)).append(rows[1]) }
      #expect(try ResultsFile(path: path).rows() == [rows[0], rows[1]])
    }
  }

  @Test func aWholeLineThatIsNoRowIsAFaultWithItsNumber() throws {
    defer { unlink(path) }
    do { try ResultsWriter(ResultsFile(path: path)).append(SampleRows.rows { _ in 1 }[0]) }
    try (text() + "{\"a\": 1}\n").write(toFile: path, atomically: false, encoding: .utf8)
    let thrown = #expect(throws: SuiteFaults.self) { try ResultsFile(path: path).rows() }
    #expect(thrown?.faults.map(\.code) == [.rowUnreadable])
    #expect(thrown?.faults.map(\.line) == [2])
  }

  @Test func aSecondWriterIsRefusedUntilTheFirstIsGone() throws {
    defer { unlink(path) }
    do {
      let writer = try ResultsWriter(ResultsFile(path: path))
      let thrown = #expect(throws: SuiteFaults.self) {
        try ResultsWriter(ResultsFile(path: path))
      }
      #expect(thrown?.faults.map(\.code) == [.resultsInUse])
      try writer.append(SampleRows.rows { _ in 1 }[0])
    }
    _ = try ResultsWriter(ResultsFile(path: path))
  }

  @Test func onlyTrialsWithoutARowOfTheCommitRemain() {
    let trials = SampleRows.suite.trials
    let rows = [
      SampleRows.row(trials[0], cost: 1, commit: "c1"),
      SampleRows.row(trials[1], cost: nil, commit: "c1"),
      SampleRows.row(trials[2], cost: 1, commit: "c0"),
    ]
    #expect(RemainingTrials.of(trials, rows: rows, commit: "c1") == Array(trials[2...]))
    #expect(RemainingTrials.of(trials, rows: rows, commit: nil) == Array(trials[3...]))
  }

  @Test func theNewestRowOfATrialCounts() {
    let trial = SampleRows.suite.trials[0]
    let rows = [
      SampleRows.row(trial, cost: 3, date: "2026-01-02T00:00:00.000Z"),
      SampleRows.row(trial, cost: 1, date: "2026-01-01T00:00:00.000Z"),
    ]
    #expect(RemainingTrials.newest(rows, of: [trial])[trial.key]?.cost == 3)
  }

  @Test func bestKnownValuesOnlyFall() {
    var table = BestKnownValues("instance,value,source\nInstance2,828,a.csv\n")
    let taken = [("Instance2", 828), ("Instance2", 827), ("Instance10", 5), ("Instance1", 6)].map {
      table.improve($0, to: $1, source: "\($1).csv")
    }
    #expect(taken == [false, true, true, true])
    #expect(
      table.text
        == "instance,value,source\nInstance1,6,6.csv\nInstance2,827,827.csv\nInstance10,5,5.csv\n")
    #expect(BestKnownValues(table.text) == table)
  }
}
