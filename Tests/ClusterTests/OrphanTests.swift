import Foundation
import Glibc
import Testing

extension ClusterLayer {
  /// `rota generate` that is killed takes everything it brought up with it, and loses nothing.
  struct OrphanTests {
    /// What of a run's report these tests read.
    private struct Report: Decodable {
      var run: Int64
      var state: String
      var budgetUsedMilliseconds: Int64
    }

    @Test func aKilledGenerateLeavesNoProcessBehindAndItsRunIsResumed() async throws {
      let folder = try TemporaryFolder.make("orphan")
      let environment = ["ROTA_STATE": folder + "/state"]
      func rota(_ name: String, _ arguments: [String]) throws -> RotaProcess {
        try RotaProcess(name, arguments, folder: folder, environment: environment)
      }
      let killed = try rota("killed", ["generate", Stage.sample, "--budget", "12s"])
      try await eventually("the run has an answer") { killed.errors.contains(" points") }
      let children = Self.processes(holding: folder)
      #expect(children.count >= 4, "coordinator, two nodes and a server: \(children)")
      try await killed.kill9()
      try await eventually("nothing of it runs any more") {
        Self.processes(holding: folder).isEmpty
      }

      let next = try await rota(
        "next", ["generate", Stage.sample, "--budget", "3s"]
      ).end()
      #expect(next.status == 0, "\(next.errors)")
      let resumed = try await rota("resume", ["runs", "resume", "1", "--json"]).end()
      #expect(resumed.status == 0, "\(resumed.errors)")
      let list = try await rota("list", ["runs", "list", "--json"]).end()
      let reports = try JSONDecoder().decode([Report].self, from: Data(list.output.utf8))
      #expect(reports.map(\.run).sorted() == [1, 2])
      #expect(reports.allSatisfy { $0.state == "completed" }, "\(reports)")
      #expect(Self.processes(holding: folder).isEmpty)
      try FileManager.default.removeItem(atPath: folder)
    }

    /// Processes, the test's own apart, whose command line, title or environment names the folder.
    private static func processes(holding folder: String) -> [Int32] {
      let files = FileManager.default
      let numbers = (files.subpaths(ofProc: "/proc")).compactMap { Int32($0) }
      return numbers.filter { number in
        guard number != getpid() else { return false }
        return ["cmdline", "environ"].contains { name in
          let bytes = files.contents(atPath: "/proc/\(number)/\(name)") ?? Data()
          return String(decoding: bytes, as: UTF8.self).contains(folder + "/state")
        }
      }
    }
  }
}

extension FileManager {
  /// The entries of the process file system; empty where it cannot be read.
  fileprivate func subpaths(ofProc path: String) -> [String] {
    do {
      return try contentsOfDirectory(atPath: path)
    } catch {
      return []
    }
  }
}
