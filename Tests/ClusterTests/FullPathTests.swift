import Foundation
import Store
import Testing

extension ClusterLayer {
  /// The whole path when nothing goes wrong.
  struct FullPathTests {
    @Test func aRunOnTwoNodesEndsWithAlternativesThatTheJudgeAccepts() async throws {
      try await Stage.with { stage in
        let ports = try Stage.freePorts()
        _ = try stage.coordinator(ports)
        for name in ["one", "two"] { _ = try stage.node(name, ports) }
        let end = try await stage.generate(["--budget", "4s", "--seed", "5"]).end()
        #expect(end.status == 0, "\(end.errors)")

        let run = try await stage.newestRun()
        let row = try await stage.row(run)
        #expect(row.state == .completed)
        #expect(row.lead.lateAnswers == 0)
        let alternatives = try await stage.connection.alternatives(run: run)
        #expect(!alternatives.isEmpty)
        let hard = alternatives.map { $0.score.accreditation + $0.score.institution }
        #expect(hard.allSatisfy { $0 == 0 })
        let nodes = try await stage.nodes()
        for name in ["one", "two"] {
          #expect((nodes[name]?.counters.offersAccepted ?? 0) > 0, "\(name): \(nodes)")
        }
        let verified = try await stage.run(["verify", "\(run)"])
        #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
      }
    }

    @Test func aCancelledRunKeepsItsBestAndGoesOnWhenItIsResumed() async throws {
      try await Stage.with { stage in
        let ports = try Stage.freePorts()
        _ = try stage.coordinator(ports)
        _ = try stage.node("one", ports)
        let watcher = try stage.generate(["--budget", "7s"])
        let run = try await stage.newestRun()
        _ = try await stage.checkpoint(of: run)
        let asked = try await stage.run(["runs", "cancel", "\(run)"])
        #expect(asked.status == 0, "\(asked.errors)")
        let cancelled = try await stage.ended(run)
        #expect(cancelled.state == .cancelled)
        #expect(try await watcher.end().status == 4)
        let kept = try await stage.connection.alternatives(run: run).count
        #expect(try await stage.connection.drafts(run: run).count + kept > 0)

        let resumed = try await stage.run(["runs", "resume", "\(run)", "--nodes", "0"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        let row = try await stage.row(run)
        #expect(row.state == .completed)
        #expect(row.budget.usedMilliseconds > cancelled.budget.usedMilliseconds)
        #expect(try #require(row.scores.best) <= #require(cancelled.scores.best))
      }
    }

    @Test func aRunIsCancelledWhileItsProgrammeIsLookedThrough() async throws {
      try await Stage.with { stage in
        // Large enough that looking through it outlasts a request.
        let folder = try await stage.programme("--size", "S150", "--seed", "1")
        let ports = try Stage.freePorts()
        _ = try stage.coordinator(ports)
        _ = try stage.node("one", ports)
        let watcher = try stage.generate(year: folder, ["--budget", "60s"])
        let run = try await stage.newestRun()
        try await eventually("the programme is looked through") {
          try await stage.row(run).state != .queued
        }
        _ = try await stage.run(["runs", "cancel", "\(run)"])
        let cancelled = try await stage.ended(run)
        #expect(cancelled.state == .cancelled)
        #expect(try await stage.connection.stages(run: run).isEmpty)
        // It never came to a search, or the node that waits would have got work.
        #expect(try stage.leases(ofRun: run) == 0)
        #expect(try await watcher.end().status == 4)

        // The first look may still be on its way; the second has the say.
        _ = try stage.rota("resume", ["runs", "resume", "\(run)", "--nodes", "0"])
        try await eventually("the resumed run is searched") {
          try await stage.row(run).state == .planning
        }
        _ = try await stage.run(["runs", "cancel", "\(run)"])
        #expect(try await stage.ended(run).state == .cancelled)
      }
    }

    @Test func windowsThatAreSearchedApartAreSplicedIntoAValidRoster() async throws {
      try await Stage.with { stage in
        let ports = try Stage.freePorts()
        _ = try stage.coordinator(ports)
        for name in ["one", "two"] { _ = try stage.node(name, ports) }
        let instance = stage.folder + "/instance.txt"
        try SmallInstance.text(weeks: 12, staff: 60).write(
          toFile: instance, atomically: false, encoding: .utf8)
        let roster = stage.folder + "/roster.csv"
        let end = try await stage.run([
          "bench", "solve", instance, "--budget", "6s", "--nodes", "0", "--cut", "windows",
          "--window-columns", "21", "--out", roster,
        ])
        #expect(end.status == 0, "\(end.errors)")

        let run = try await stage.newestRun()
        #expect(try await stage.row(run).state == .completed)
        // Whether a window of a third of a second mends anything depends on the machine's load;
        // that windows were cut, searched, finished and merged into a valid whole does not.
        let spliced = try await stage.nodes().values.reduce(0) { $0 + $1.counters.splicesAccepted }
        #expect(spliced > 0)
        let windows = try stage.server.query(
          "SELECT count(*) FROM subproblems WHERE run_id = \(run) AND round BETWEEN 1 AND 6"
            + " AND state = 'finished'", database: stage.database)
        #expect(try #require(Int(windows)) > 1)
        let verified = try await stage.run(["verify", roster, "--instance", instance])
        #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
      }
    }
  }
}

/// An instance of the public shift-scheduling format, small enough to be made here.
enum SmallInstance {
  /// Early, day and late shifts; days off and wishes by a fixed pattern.
  static func text(weeks: Int, staff: Int) -> String {
    let days = weeks * 7
    let names = (0..<staff).map { "P\($0)" }
    var lines = ["SECTION_HORIZON", "\(days)", ""]
    lines += ["SECTION_SHIFTS", "E,480,", "D,480,E", "L,480,E|D", ""]
    lines += ["SECTION_STAFF"]
    let most = days * 480 * 5 / 7
    for name in names {
      let shifts = "E=\(days)|D=\(days)|L=\(days / 3)"
      lines.append("\(name),\(shifts),\(most),\(most * 3 / 4),5,2,2,\(weeks)")
    }
    lines += ["", "SECTION_DAYS_OFF"]
    for (index, name) in names.enumerated() { lines.append("\(name),\(index * 5 % days)") }
    lines += ["", "SECTION_SHIFT_ON_REQUESTS"]
    for (index, name) in names.enumerated() {
      for week in 0..<weeks {
        let day = week * 7 + (index * 3 + week) % 7
        lines.append("\(name),\(day),\(["E", "D", "L"][(index + week) % 3]),\(1 + index % 3)")
      }
    }
    lines += ["", "SECTION_SHIFT_OFF_REQUESTS"]
    for (index, name) in names.enumerated() {
      for week in 0..<weeks {
        lines.append("\(name),\(week * 7 + (index + 2 * week + 4) % 7),E,\(1 + week % 3)")
      }
    }
    lines += ["", "SECTION_COVER"]
    for day in 0..<days {
      for (shift, need) in [("E", staff / 5), ("D", staff / 6), ("L", staff / 6)] {
        lines.append("\(day),\(shift),\(need),100,1")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
