import Foundation
import Testing

extension ClusterLayer {
  /// What could give way, and that a programme has a year, shown by whole years that real nodes
  /// found.
  struct ResolvedConflictTests {
    @Test func aProgrammeWithNothingAgainstItIsShownFeasible() async throws {
      try await Stage.with { stage in
        let folder = try await stage.programme("--size", "S24", "--seed", "3")
        let checked = try await stage.run([
          "check", folder, "--deep", "--resolve", "--exact-budget", "1s",
        ])
        #expect(checked.status == 0, "\(checked.errors)")
        #expect(checked.output.contains("Feasible: a whole year"), "\(checked.output)")
      }
    }

    @Test(arguments: ["credential-gap", "simultaneous-leave"])
    func aYearIsFoundAndJudgedForEachRuleThatCouldGiveWay(kind: String) async throws {
      try await Stage.with { stage in
        let folder = try await stage.programme(
          "--size", "S24", "--seed", "3", "--infeasible", kind)
        let checked = try await stage.run(["check", folder, "--deep", "--resolve"])
        // No schedule as it stands.
        #expect(checked.status == 3, "\(checked.errors)")
        let offers = checked.output.split(separator: "\n").filter {
          $0.contains("could give way")
        }
        #expect(offers.count == 2, "\(checked.output)")
        for offer in offers {
          #expect(offer.contains("re-solved: a year was found and judged"), "\(offer)")
          // The first valid year may break the rule more often than the best one would.
          let units = offer.firstMatch(of: /with (\d+) units? of/).flatMap { Int($0.1) }
          #expect((1...8).contains(units ?? 0), "\(offer)")
        }
      }
    }
  }
}
