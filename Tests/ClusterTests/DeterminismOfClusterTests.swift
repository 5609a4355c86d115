import Store
import Testing

extension ClusterLayer {
  /// Deterministic mode: the answer depends on the submission alone.
  struct DeterminismOfClusterTests {
    @Test func oneNodeAndThreeAndThreeOfWhichOneDiesGiveTheSameBytes() async throws {
      let alone = try await Self.exports(nodes: 1, killsOne: false)
      let three = try await Self.exports(nodes: 3, killsOne: false)
      let hurt = try await Self.exports(nodes: 3, killsOne: true)
      #expect(!alone.isEmpty)
      #expect(alone == three)
      #expect(alone == hurt)
    }

    /// Every alternative of a run, exported.
    private static func exports(nodes: Int, killsOne: Bool) async throws -> [String] {
      var exports: [String] = []
      try await Stage.with { stage in
        let ports = try Stage.freePorts()
        _ = try stage.coordinator(ports)
        let processes = try (0..<nodes).map { try stage.node("node-\($0)", ports) }
        let watcher = try stage.generate(["--deterministic", "1500000", "--lanes", "3"])
        let run = try await stage.newestRun()
        if killsOne {
          try await eventually("the node to be killed holds a lease") {
            try stage.leases(of: "node-0", "held") == 1
          }
          try await processes[0].kill9()
          try await eventually("its lease is given up") {
            try stage.leases(of: "node-0", "expired") == 1
          }
        }
        let end = try await watcher.end()
        #expect(end.status == 0, "\(end.errors)")
        for alternative in try await stage.connection.alternatives(run: run) {
          let export = try await stage.run([
            "export", "\(run)", "--alternative", "\(alternative.rank)", "--format", "csv",
          ])
          exports.append(export.output)
        }
      }
      return exports
    }
  }
}
