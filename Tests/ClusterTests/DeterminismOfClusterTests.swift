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

    /// A whole year goes through a dozen stages, each made from what the one before has found.
    @Test func aYearIsTheSameWhateverNodesThereAreAndWhicheverDies() async throws {
      let alone = try await Self.year(nodes: 1, killsOne: false)
      let hurt = try await Self.year(nodes: 2, killsOne: true)
      #expect(!alone.isEmpty)
      #expect(alone == hurt)
    }

    /// What there is when time is up is kept, whichever stage that is in.
    @Test(arguments: [1, 4])
    func aYearThatIsOutOfTimeEndsWithWhatItHas(seconds: Int) async throws {
      try await Stage.with { stage in
        let ports = try Stage.freePorts()
        _ = try stage.coordinator(ports)
        _ = try stage.node("node-0", ports)
        let folder = try await stage.programme("--size", "S24", "--seed", "1")
        _ = try stage.generate(year: folder, ["--budget", "\(seconds)s"])
        let run = try await stage.newestRun()
        let row = try await stage.ended(run)
        #expect([.completed, .degraded].contains(row.state), "\(row.state)")
        let kept =
          try await stage.connection.alternatives(run: run).count
          + stage.connection.drafts(run: run).count
        #expect(kept > 0)
      }
    }

    /// Hashes of what a deterministic run of a year has found.
    private static func year(nodes: Int, killsOne: Bool) async throws -> [[UInt8]] {
      var hashes: [[UInt8]] = []
      try await Stage.with { stage in
        let ports = try Stage.freePorts()
        _ = try stage.coordinator(ports)
        let processes = try (0..<nodes).map { try stage.node("node-\($0)", ports) }
        let folder = try await stage.programme("--size", "S24", "--seed", "1")
        let watcher = try stage.generate(
          year: folder, ["--deterministic", "15000000", "--lanes", "2", "--seed", "7"])
        let run = try await stage.newestRun()
        if killsOne {
          try await eventually("the run has gone through a stage") {
            try await !stage.connection.stages(run: run).isEmpty
          }
          try await processes[0].kill9()
        }
        let end = try await watcher.end()
        #expect(end.status == 0, "\(end.errors)")
        hashes = try await stage.connection.alternatives(run: run).map(\.contentHash)
      }
      return hashes
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
