import Foundation
import Testing

extension ClusterLayer {
  /// What could give way, shown by whole years that real nodes found.
  struct ResolvedConflictTests {
    @Test(arguments: ["credential-gap", "simultaneous-leave"])
    func aYearIsFoundAndJudgedForEachRuleThatCouldGiveWay(kind: String) async throws {
      try await Stage.with { stage in
        let folder = stage.folder + "/broken"
        let made = try await stage.run([
          "generate-program", "--size", "S24", "--seed", "3", "--infeasible", kind, "--out", folder,
        ])
        #expect(made.status == 0, "\(made.errors)")
        let checked = try await stage.run(["check", folder, "--deep", "--resolve"])
        // No schedule as it stands.
        #expect(checked.status == 3, "\(checked.errors)")
        let offers = checked.output.split(separator: "\n").filter {
          $0.contains("could give way")
        }
        #expect(offers.count == 2, "\(checked.output)")
        for offer in offers {
          #expect(offer.contains("re-solved: a year was found and judged"), "\(offer)")
          #expect(offer.contains("1 unit of"), "\(offer)")
        }
      }
    }
  }
}
