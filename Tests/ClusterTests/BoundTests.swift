import Foundation
import Store
import TestSupport
import Testing

extension ClusterLayer {
  /// A bound on its whole way: offered by a node, proved by the coordinator, stored, shown, taken
  /// elsewhere and proved again.
  struct BoundTests {
    private static let instance = Folders.project
      .appendingPathComponent("bench/instances/fortnight.txt").path

    @Test func aRunThatReachesItsProvedBoundEndsAndItsProofCanBeTakenElsewhere() async throws {
      try await Stage.with { stage in
        let portfolio = stage.folder + "/bound.yaml"
        try "lanes: [{strategy: bound}, {strategy: annealing}]"
          .write(toFile: portfolio, atomically: false, encoding: .utf8)
        // Far more than it needs, and what it ends for is asked below.
        let solved = try await stage.run([
          "bench", "solve", Self.instance, "--budget", "60s", "--portfolio", portfolio, "--json",
        ])
        #expect(solved.status == 0, "\(solved.errors)")
        let run = try await stage.newestRun()
        let row = try await stage.row(run)
        let best = try #require(row.scores.best)
        #expect(row.state == .completed && row.stateReason?.contains("proved optimal") == true)
        #expect(row.scores.bound?.soft == best.soft)
        let trivial = try #require(row.scores.trivialBound)
        #expect(trivial.soft < best.soft)
        let shown = try await stage.run(["runs", "show", "\(run)"])
        #expect(
          shown.output.contains("bound \(best.soft) (trivial: \(trivial.soft)), gap 0"),
          "\(shown.output)")

        let file = stage.folder + "/bound.json"
        let exported = try await stage.run(["bounds", "export", "\(run)", "--out", file])
        #expect(exported.status == 0, "\(exported.errors)")
        let verified = try await stage.run(["bounds", "verify", file, Self.instance])
        #expect(verified.status == 0, "\(verified.errors)")
        #expect(verified.output.contains("fewer than \(best.soft) soft points"))
        try await Self.refuseMore(than: best.soft, file, stage)
      }
    }

    /// A point more than the multipliers prove is refused.
    private static func refuseMore(than bound: Int64, _ file: String, _ stage: Stage) async throws {
      let text = try String(contentsOfFile: file, encoding: .utf8)
      let changed = text.replacing("\"bound\":\(bound),", with: "\"bound\":\(bound + 1),")
      try #require(changed != text)
      try changed.write(toFile: file, atomically: false, encoding: .utf8)
      let verified = try await stage.run(["bounds", "verify", file, instance])
      #expect(verified.status == 1)
      #expect(verified.errors.contains("Not proved"), "\(verified.errors)")
    }

    @Test func theFileOfTheDefaultPortfolioSaysWhatARunWithoutOneDoes() async throws {
      try await Stage.with { stage in
        let file = Folders.project
          .appendingPathComponent("cluster/portfolios/default.yaml").path
        var settings: [String] = []
        for options in [[], ["--portfolio", file]] {
          let solved = try await stage.run(
            ["bench", "solve", Self.instance, "--budget", "1s", "--nodes", "1"] + options)
          #expect(solved.status == 0, "\(solved.errors)")
          settings.append(try await stage.row(try await stage.newestRun()).settings)
        }
        #expect(settings[0] == settings[1])
        #expect(settings[0].contains("columns-at-least"))
      }
    }
  }
}
