import Store
import Testing

extension DatabaseTests {
  @Suite struct NotificationTests {
    @Test func aWatcherIsToldOfEveryChange() async throws {
      try await TestServer.withDatabase { address, connection in
        let stream = try await RunNotifications.listen(address)
        let (run, epoch) = try await Sample.claimedRun(connection)
        var progress = RunProgress(
          run: run, phase: "planning", round: 0, elapsedMilliseconds: 10)
        progress.best = Sample.score(soft: 5)
        progress.lanes = "[{\"node\": \"n1\"}]"
        try await connection.recordProgress(progress, epoch: epoch)
        try await connection.recordProgress(progress, epoch: epoch)
        #expect(try await connection.progress(run: run) == progress)
        try await connection.requestCancel(run: run)
        try await connection.changeState(RunTransition(run: run, to: .cancelled), epoch: epoch)
        var seen: [RunNotification.Change] = []
        for try await notification in stream {
          #expect(notification.run == run)
          seen.append(notification.change)
          if notification.change == .state(.cancelled) { break }
        }
        #expect(
          seen == [
            .state(.queued), .state(.checking), .progress, .progress, .cancelRequested,
            .state(.cancelled),
          ])
      }
    }

    @Test func aTimeIsReadToTheMicrosecond() async throws {
      try await TestServer.withDatabase { _, connection in
        let run = try await Sample.queuedRun(connection)
        let row = try #require(try await connection.run(run))
        let text = row.moments.submittedAt.description
        #expect(text.count == "2026-07-01T06:30:00.250Z".count)
        #expect(text.hasPrefix("20") && text.hasSuffix("Z"))
        #expect(
          Timestamp(microseconds: 951_782_400_123_456).description == "2000-02-29T00:00:00.123Z")
        #expect(Timestamp(microseconds: -1_000).description == "1969-12-31T23:59:59.999Z")
      }
    }
  }
}
