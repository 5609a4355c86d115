import Store
import Testing

extension DatabaseTests {
  @Suite struct RunLifeTests {
    @Test func aSubmittedRunIsReadBackAsItWasSent() async throws {
      try await TestServer.withDatabase { _, connection in
        let id = try await Sample.queuedRun(connection)
        let run = try #require(try await connection.run(id))
        #expect(run.state == .queued)
        #expect(run.kind == .program)
        #expect(run.inputHash == Sample.hash)
        #expect(run.inputName == "sample")
        #expect(run.settings == "{\"alternatives\": 3}")
        #expect(run.seed == 42)
        #expect(run.budget == RunBudget(seconds: 60))
        #expect(run.moments.startedAt == nil)
        #expect(run.scores.best == nil)
        #expect(try await connection.runs().map(\.id) == [id])
        #expect(try await connection.program(contentHash: Sample.hash)?.name == "sample")
      }
    }

    @Test func theSameKeyAndRequestAnswerWithTheSameRun() async throws {
      try await TestServer.withDatabase { _, connection in
        _ = try await Sample.queuedRun(connection)
        var submission = Sample.submission()
        submission.idempotency = .init(key: "monday", requestHash: [1])
        let first = try await connection.submitRun(submission)
        let second = try await connection.submitRun(submission)
        #expect(first.isNew && !second.isNew)
        #expect(first.id == second.id)
        submission.idempotency = .init(key: "monday", requestHash: [2])
        let other = submission
        let code = try await storeErrorCode { _ = try await connection.submitRun(other) }
        #expect(code == .idempotencyConflict)
      }
    }

    @Test func aRunOfAnUnknownInputIsRefused() async throws {
      try await TestServer.withDatabase { _, connection in
        let code = try await storeErrorCode {
          _ = try await connection.submitRun(Sample.submission())
        }
        #expect(code == .constraintViolated)
      }
    }

    @Test func twoClaimantsNeverShareARun() async throws {
      try await TestServer.withDatabase { address, connection in
        var submitted: [Int64] = [try await Sample.queuedRun(connection)]
        for _ in 1..<40 {
          submitted.append(try await connection.submitRun(Sample.submission()).id)
        }
        let epoch = try #require(try await connection.tryTakeOver(holder: "test"))
        let claimed = try await withThrowingTaskGroup(of: [Int64].self) { group in
          for _ in 0..<3 {
            group.addTask {
              let claimant = try await DatabaseConnection.open(address)
              var mine: [Int64] = []
              while let run = try await claimant.claimNextRun(epoch: epoch) {
                mine.append(run.id)
              }
              return mine
            }
          }
          return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(claimed.sorted() == submitted)
      }
    }

    @Test func onlyTheListedTransitionsAreAllowed() async throws {
      // Every state except queued is reached by the shortest legal way, then every other state is
      // tried from it.
      let ways: [RunState: [RunState]] = [
        .checking: [], .planning: [.planning], .detailing: [.planning, .detailing],
        .polishing: [.planning, .polishing], .recording: [.planning, .recording],
        .completed: [.planning, .recording, .completed], .infeasible: [.infeasible],
        .cancelled: [.cancelled], .failed: [.failed],
        .degraded: [.planning, .recording, .degraded],
      ]
      try await TestServer.withDatabase { _, connection in
        _ = try await Sample.queuedRun(connection)
        let epoch = try #require(try await connection.tryTakeOver(holder: "test"))
        for (state, way) in ways.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
          for target in RunState.allCases where target != state && target != .queued {
            _ = try await connection.submitRun(Sample.submission())
            let run = try #require(try await connection.claimNextRun(epoch: epoch)).id
            for step in way { try await move(run, to: step, epoch, connection) }
            let code = try await storeErrorCode {
              try await move(run, to: target, epoch, connection)
            }
            let isLegal = followers(of: state).contains(target)
            #expect(code == (isLegal ? nil : .illegalTransition), "\(state) → \(target)")
          }
        }
      }
    }

    @Test func aFailureWithoutRemedyIsRefused() async throws {
      try await TestServer.withDatabase { _, connection in
        let (run, epoch) = try await Sample.claimedRun(connection)
        let code = try await storeErrorCode {
          try await connection.changeState(
            RunTransition(run: run, to: .failed, reason: "disk full"), epoch: epoch)
        }
        #expect(code == .constraintViolated)
      }
    }

    @Test func aQueuedRunIsCancelledAtOnceAndResumed() async throws {
      try await TestServer.withDatabase { _, connection in
        let run = try await Sample.queuedRun(connection)
        #expect(try await connection.requestCancel(run: run) == .cancelled)
        #expect(try await connection.run(run)?.moments.finishedAt != nil)
        try await connection.resumeRun(run, moreSeconds: 30)
        let resumed = try #require(try await connection.run(run))
        #expect(resumed.state == .queued)
        #expect(!resumed.cancelRequested)
        #expect(resumed.budget.seconds == 90)
        #expect(resumed.moments.finishedAt == nil)
        let twice = try await storeErrorCode { try await connection.resumeRun(run) }
        #expect(twice == .illegalTransition)
      }
    }

    @Test func cancellingARunInWorkAsksItsLeader() async throws {
      try await TestServer.withDatabase { _, connection in
        let (run, epoch) = try await Sample.claimedRun(connection)
        #expect(try await connection.requestCancel(run: run) == .checking)
        #expect(try await connection.run(run)?.cancelRequested == true)
        try await connection.changeState(RunTransition(run: run, to: .cancelled), epoch: epoch)
        let ended = try await storeErrorCode {
          _ = try await connection.requestCancel(run: run)
        }
        #expect(ended == .illegalTransition)
        let missing = try await storeErrorCode {
          _ = try await connection.requestCancel(run: 999)
        }
        #expect(missing == .notFound)
      }
    }

    @Test func aResumedRunFindsItsNewestCheckpoint() async throws {
      try await TestServer.withDatabase { _, connection in
        let (run, epoch) = try await Sample.claimedRun(connection)
        for revision in 1...5 as ClosedRange<Int64> {
          let checkpoint = Checkpoint(
            run: run, revision: revision, round: revision,
            score: Sample.score(soft: 100 - revision),
            cells: [0, 255, UInt8(revision)], foundBy: "annealing on n1")
          try await connection.recordCheckpoint(
            checkpoint, run: run,
            spent: RunSpending(round: revision, milliseconds: revision * 10, effort: revision),
            epoch: epoch)
        }
        try await connection.changeState(RunTransition(run: run, to: .cancelled), epoch: epoch)
        try await connection.resumeRun(run)
        let claimed = try #require(try await connection.claimNextRun(epoch: epoch))
        #expect(claimed.lead.round == 5)
        #expect(claimed.budget.usedMilliseconds == 50)
        #expect(claimed.scores.best == Sample.score(soft: 95))
        let checkpoint = try #require(try await connection.latestCheckpoint(run: run))
        #expect(checkpoint.revision == 5)
        #expect(checkpoint.cells == [0, 255, 5])
      }
    }

    private func move(
      _ run: Int64, to state: RunState, _ epoch: Int64, _ connection: DatabaseConnection
    ) async throws {
      try await connection.changeState(
        RunTransition(run: run, to: state, reason: "test", remedy: "none"), epoch: epoch)
    }

    private func followers(of state: RunState) -> Set<RunState> {
      switch state {
      case .queued: [.checking, .cancelled, .failed]
      case .checking: [.planning, .detailing, .infeasible, .cancelled, .failed]
      case .planning: [.detailing, .polishing, .recording, .infeasible, .cancelled, .failed]
      case .detailing: [.planning, .polishing, .recording, .infeasible, .cancelled, .failed]
      case .polishing: [.recording, .cancelled, .failed]
      case .recording: [.completed, .degraded, .cancelled, .failed]
      case .failed, .cancelled: [.queued]
      case .completed, .infeasible, .degraded: []
      }
    }
  }
}
