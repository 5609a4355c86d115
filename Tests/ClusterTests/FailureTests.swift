import Foundation
import Glibc
import Store
import Testing

extension ClusterLayer {
  /// Processes that die, freeze and come late, in the midst of a run.
  struct FailureTests {
    @Test func aRunOutlivesAKilledAndAFrozenNodeAndUsesOneThatComesLate() async throws {
      try await Stage.with { stage in
        let ports = try Stage.freePorts()
        _ = try stage.coordinator(ports)
        let killed = try stage.node("killed", ports)
        let frozen = try stage.node("frozen", ports)
        _ = try stage.generate(["--budget", "12s"])
        let run = try await stage.newestRun()
        let before = try await stage.firstScore(of: run)
        _ = try stage.node("late", ports)

        try await eventually("the node to be frozen holds a lease") {
          try stage.leases(of: "frozen", "held") == 1
        }
        frozen.send(SIGSTOP)
        try await eventually("the node to be killed holds a lease") {
          try stage.leases(of: "killed", "held") == 1
        }
        try await killed.kill9()
        for name in ["killed", "frozen"] {
          try await eventually("the lease of \(name) is given up") {
            try stage.leases(of: name, "expired") >= 1
          }
        }
        #expect(try await stage.row(run).state == .planning)
        frozen.send(SIGCONT)
        try await eventually("the late answer is counted") {
          try await stage.row(run).lead.lateAnswers >= 1
        }
        let row = try await stage.ended(run)
        #expect(row.state == .completed)
        #expect(try #require(row.scores.best) <= before)
        let nodes = try await stage.nodes()
        #expect((nodes["late"]?.counters.offersAccepted ?? 0) > 0)
        #expect((nodes["frozen"]?.counters.offersRefused ?? 0) > 0)
        #expect(try await stage.run(["verify", "\(run)"]).status == 0)
      }
    }

    @Test func aCoordinatorThatWasKilledGoesOnFromItsLastCheckpoint() async throws {
      try await Stage.with { stage in
        let ports = try Stage.freePorts()
        let first = try stage.coordinator(ports)
        for name in ["one", "two"] { _ = try stage.node(name, ports) }
        let watcher = try stage.generate(["--budget", "7s"])
        let run = try await stage.newestRun()
        _ = try await stage.checkpoint(of: run)
        try await first.kill9()
        let checkpoint = try await stage.checkpoint(of: run)
        let before = try await stage.row(run)

        _ = try stage.coordinator(ports)
        try await eventually("another leader has the run") {
          try await stage.row(run).lead.epoch > before.lead.epoch
        }
        let row = try await stage.ended(run)
        #expect(row.state == .completed)
        #expect(try #require(row.scores.best) <= checkpoint.score)
        #expect(row.budget.usedMilliseconds >= before.budget.usedMilliseconds)
        #expect(row.moments.startedAt == before.moments.startedAt)
        // What the nodes still had under the dead leader's leases came late.
        #expect(row.lead.lateAnswers >= 1)
        #expect(try await watcher.end().status == 0)
        #expect(try await stage.connection.runs(limit: 10).count == 1)
        #expect(try await stage.run(["verify", "\(run)"]).status == 0)
      }
    }

    @Test func aRunOutlivesEveryProcessAndTheDatabaseServer() async throws {
      try await Stage.with { stage in
        let ports = try Stage.freePorts()
        let killed = [try stage.coordinator(ports), try stage.node("one", ports)]
        _ = try stage.generate(["--budget", "6s"])
        let run = try await stage.newestRun()
        let checkpoint = try await stage.checkpoint(of: run)
        let server = try stage.server.processNumber
        for process in killed { try await process.kill9() }
        kill(server, SIGKILL)
        try await eventually("the server is gone") {
          do {
            return try await stage.connection.run(run) == nil
          } catch {
            return true
          }
        }

        let again = EmbeddedServer(stage.server.settings)
        try await again.start()
        try await stage.reconnect()
        #expect(try stage.server.processNumber != server)
        _ = try stage.coordinator(ports)
        _ = try stage.node("one", ports)
        let row = try await stage.ended(run)
        #expect(row.state == .completed)
        #expect(try #require(row.scores.best) <= checkpoint.score)
        #expect(try await stage.run(["verify", "\(run)"]).status == 0)
        try await again.stop()
      }
    }

    @Test func aCoordinatorOutlivesTheDatabaseServer() async throws {
      try await Stage.with { stage in
        let ports = try Stage.freePorts()
        let coordinator = try stage.coordinator(ports)
        let node = try stage.node("one", ports)
        _ = try stage.generate(["--budget", "5s"])
        let run = try await stage.newestRun()
        _ = try await stage.checkpoint(of: run)
        let before = try await stage.row(run)
        kill(try stage.server.processNumber, SIGKILL)
        let again = EmbeddedServer(stage.server.settings)
        try await again.start()
        try await stage.reconnect()
        let row = try await stage.ended(run)
        #expect(row.state == .completed)
        #expect(row.lead.epoch > before.lead.epoch)
        #expect(coordinator.isRunning && node.isRunning)
        try await again.stop()
      }
    }

    @Test func aStandbyTakesOverWhenTheLeaderIsKilled() async throws {
      try await Stage.with { stage in
        let (first, second) = (try Stage.freePorts(), try Stage.freePorts())
        let leader = try stage.coordinator(first)
        try await eventually("the first one leads") { leader.errors.contains("listening") }
        let standby = try stage.coordinator(second)
        _ = try stage.node("one", first, second)
        _ = try stage.generate(["--budget", "6s"])
        let run = try await stage.newestRun()
        let checkpoint = try await stage.checkpoint(of: run)
        let before = try await stage.row(run)
        #expect(!standby.errors.contains("listening"))
        try await leader.kill9()
        let row = try await stage.ended(run)
        #expect(row.state == .completed)
        #expect(row.lead.epoch > before.lead.epoch)
        #expect(try #require(row.scores.best) <= checkpoint.score)
        #expect(standby.errors.contains("listening"))
      }
    }

    @Test func aNodeWithoutACoordinatorEndsWhenItIsTold() async throws {
      try await Stage.with { stage in
        let node = try stage.node("alone", try Stage.freePorts())
        // It has nobody to join; the signal must not be missed before it listens to signals.
        try await eventually("the node runs") { node.isRunning }
        try await Task.sleep(for: .milliseconds(500))
        node.send(SIGTERM)
        try await eventually("the node ends") { !node.isRunning }
      }
    }
  }
}
