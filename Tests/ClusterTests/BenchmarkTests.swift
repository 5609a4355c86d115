import Foundation
import Store
import TestSupport
import Testing

extension ClusterLayer {
  /// `rota bench run`, `report` and `compare` with real runs, and peers that tell the truth or lie.
  struct BenchmarkTests {
    private static let smoke = Folders.project
      .appendingPathComponent("bench/suites/smoke.yaml").path

    /// A row of results, as far as these tests look at it.
    private struct Row: Codable {
      struct Subject: Codable { var entrant: String }
      struct Key: Codable, Hashable {
        var definition: String
        var seed: Int64
      }
      struct Spending: Codable {
        var wallSeconds: Double
        struct ClusterUse: Codable {
          var coordinatorMiB: Int
          var nodeMiB: Int
          var offers: Int
        }
        var coreSeconds: Double?
        var cluster: ClusterUse?
      }
      var subject: Subject
      var key: Key
      var outcome: String
      var cost: Int?
      var fault: String?
      var spending: Spending
      var trace: [[String: TraceValue]]
    }

    /// Numbers and words of a course; only that they are there matters.
    private enum TraceValue: Codable {
      case number(Double)
      case word(String)

      init(from decoder: any Decoder) throws {
        let box = try decoder.singleValueContainer()
        // Not a number, so a word: there are no others.
        if let number = try? box.decode(Double.self) {
          self = .number(number)
        } else {
          self = .word(try box.decode(String.self))
        }
      }

      func encode(to encoder: any Encoder) throws {
        var box = encoder.singleValueContainer()
        switch self {
        case .number(let number): try box.encode(number)
        case .word(let word): try box.encode(word)
        }
      }
    }

    private static func rows(_ path: String) throws -> [Row] {
      let text = String(
        decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
      // The last piece is empty, or a line that is being written.
      return try text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
        try JSONDecoder().decode(Row.self, from: Data($0.utf8))
      }
    }

    @Test func aBenchmarkThatWasKilledGoesOnWhereItStoppedAndIsReported() async throws {
      try await Stage.with { stage in
        let results = stage.folder + "/rows.jsonl"
        let command = ["bench", "run", Self.smoke, "--results", results]
        let first = try stage.rota("bench", command)
        try await eventually("a row is written") { try !Self.rows(results).isEmpty }
        try await first.kill9()
        let kept = try Self.rows(results).count
        #expect((1...3).contains(kept), "\(first.errors)")

        let second = try await stage.run(command + ["--json"])
        #expect(second.status == 0, "\(second.errors)")
        #expect(second.errors.contains("\(kept) have rows of this commit"))
        let rows = try Self.rows(results)
        #expect(rows.count == 4)
        #expect(Set(rows.map(\.key)).count == 4)
        #expect(rows.allSatisfy { $0.outcome == "valid" && $0.cost != nil && !$0.trace.isEmpty })
        #expect(rows.allSatisfy { ($0.spending.coreSeconds ?? 0) > 0 })
        let uses = rows.compactMap(\.spending.cluster)
        #expect(uses.count == 4 && uses.allSatisfy { $0.coordinatorMiB > 0 && $0.nodeMiB > 0 })
        #expect(uses.reduce(0) { $0 + $1.offers } > 0)
        let open = try await stage.connection.runs(limit: 100).filter { !$0.state.isTerminal }
        #expect(open.isEmpty)

        let third = try await stage.run(command)
        #expect(third.status == 0 && third.errors.contains("0 to run"), "\(third.errors)")
        #expect(try Self.rows(results).count == 4)

        let page = stage.folder + "/report"
        let report = try await stage.run([
          "bench", "report", Self.smoke, "--results", results, "--out", page,
        ])
        #expect(report.status == 0, "\(report.errors)")
        let html = try String(contentsOfFile: page + ".html", encoding: .utf8)
        #expect(html.contains("4 of 4 have a row") && html.contains("<svg"))
        #expect(try String(contentsOfFile: page + ".csv", encoding: .utf8).contains("fortnight"))
        let compared = try await stage.run([
          "bench", "compare", results + "#default", results + "#alone",
        ])
        #expect(compared.status == 0 && compared.output.contains("Verdict:"), "\(compared.errors)")
      }
    }

    @Test func whatPeersClaimIsJudgedAndLiesDisqualify() async throws {
      try await Stage.with { stage in
        let roster = stage.folder + "/roster.csv"
        let instance = Folders.project
          .appendingPathComponent("bench/instances/fortnight.txt").path
        let solved = try await stage.run([
          "bench", "solve", instance, "--budget", "1s", "--nodes", "1", "--out", roster, "--json",
        ])
        #expect(solved.status == 0, "\(solved.errors)")
        let run = try await stage.newestRun()
        let cost = try #require(try await stage.row(run).scores.best).soft
        let suite = stage.folder + "/peers.yaml"
        try Self.peers(roster: roster, instance: instance, cost: cost)
          .write(toFile: suite, atomically: false, encoding: .utf8)
        let results = stage.folder + "/peers.jsonl"
        let end = try await stage.run(["bench", "run", suite, "--results", results])
        #expect(end.status == 1, "\(end.errors)")
        let rows = Dictionary(
          try Self.rows(results).map { ($0.subject.entrant, $0) }, uniquingKeysWith: { $1 })
        #expect(
          rows.mapValues(\.outcome) == [
            "honest": "valid", "silent": "valid", "low-cost": "falseClaim",
            "high-bound": "falseClaim", "no-roster": "falseClaim", "garbage": "falseClaim",
            "slow": "nothing", "broken": "failed",
          ])
        #expect(rows["honest"]?.cost == Int(cost))
        #expect(rows["broken"]?.fault?.contains("ended with 3") == true)
        let report = try await stage.run([
          "bench", "report", suite, "--results", results, "--out", stage.folder + "/peers",
        ])
        #expect(report.status == 0, "\(report.errors)")
        let html = try String(contentsOfFile: stage.folder + "/peers.html", encoding: .utf8)
        #expect(html.contains("4 false claims"))
      }
    }

    /// A suite of peers that need no solver: shell commands that hand in a known roster.
    private static func peers(roster: String, instance: String, cost: Int64) -> String {
      let copy = "cp '\(roster)' $1"
      let entrants = [
        ("honest", "\(copy); echo incumbent 0.1 \(cost); echo bound \(cost)"), ("silent", copy),
        ("low-cost", "\(copy); echo incumbent 0.1 \(cost - 1)"),
        ("high-bound", "\(copy); echo bound \(cost + 1)"), ("no-roster", "echo incumbent 0 1"),
        ("garbage", "echo A,B > $1"), ("slow", "sleep 60"), ("broken", "exit 3"),
      ].map { name, script in
        """
          - name: \(name)
            command: [sh, -c, "\(script)", peer, "{out}", "{instance}", "{seconds}"]
        """
      }
      return """
        suite: peers
        about: Peers that tell the truth, and others.
        cluster: {nodes: 1}
        budgets: [1s]
        seeds: [1]
        instances:
          - name: fortnight
            format: shift-scheduling
            path: \(instance)
            sha256: \(digest)
        entrants:
        \(entrants.joined(separator: "\n"))

        """
    }

    /// Of `bench/instances/fortnight.txt`, as the smoke suite states it.
    private static var digest: String {
      let text = String(
        decoding: FileManager.default.contents(atPath: smoke) ?? Data(), as: UTF8.self)
      let line = text.split(separator: "\n").first { $0.contains("sha256:") }
      return line?.split(separator: " ").last.map(String.init) ?? ""
    }
  }
}
