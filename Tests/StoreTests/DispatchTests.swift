import Store
import Testing

extension DatabaseTests {
  @Suite struct DispatchTests {
    @Test func onlyOneSessionLeadsAndEachTakeOverRaisesTheEpoch() async throws {
      try await TestServer.withDatabase { address, connection in
        let first = try #require(try await connection.tryTakeOver(holder: "one"))
        let standby = try await DatabaseConnection.open(address)
        #expect(try await standby.tryTakeOver(holder: "two") == nil)
        await connection.close()
        // The server ends a closed session on its own time: ask until it has.
        var second: Int64?
        while second == nil { second = try await standby.tryTakeOver(holder: "two") }
        #expect(second == first + 1)
      }
    }

    @Test func everyWriteOfAnOldEpochIsRefused() async throws {
      try await TestServer.withDatabase { address, connection in
        let (run, old) = try await Sample.claimedRun(connection)
        try await prepareLease(run, old, connection)
        try await connection.releaseLeadership()
        let leader = try await DatabaseConnection.open(address)
        let new = try #require(try await leader.tryTakeOver(holder: "two"))
        for (name, write) in writes(run, old, connection) {
          #expect(try await storeErrorCode(write) == .superseded, "\(name)")
        }
        #expect(try await leader.adoptActiveRuns(epoch: new).map(\.id) == [run])
        try await leader.changeState(RunTransition(run: run, to: .planning), epoch: new)
        #expect(try await leader.run(run)?.lead.epoch == new)
      }
    }

    @Test func anOfferUnderAHeldLeaseIsAccepted() async throws {
      try await TestServer.withDatabase { _, connection in
        let (run, epoch) = try await Sample.claimedRun(connection)
        let lease = try await prepareLease(run, epoch, connection)
        #expect(try await connection.acceptOffer(under: lease, epoch: epoch) == .accepted)
        let ended = try await connection.endLease(
          lease, as: .finished, effort: 100, epoch: epoch)
        #expect(ended == .accepted)
        #expect(try await connection.run(run)?.lead.lateAnswers == 0)
      }
    }

    @Test func aLateAnswerIsRefusedAndCounted() async throws {
      try await TestServer.withDatabase { _, connection in
        let (run, epoch) = try await Sample.claimedRun(connection)
        let lease = try await prepareLease(run, epoch, connection)
        #expect(try await connection.endLease(lease, as: .expired, epoch: epoch) == .accepted)
        #expect(try await connection.acceptOffer(under: lease, epoch: epoch) == .refused)
        #expect(try await connection.endLease(lease, as: .finished, epoch: epoch) == .refused)
        // Expiring what has ended is our own repetition, not a node's late answer.
        #expect(try await connection.endLease(lease, as: .expired, epoch: epoch) == .refused)
        #expect(try await connection.run(run)?.lead.lateAnswers == 2)
        let events = try await connection.events(run: run)
        #expect(events.map(\.kind) == ["answer-late", "answer-late"])
        #expect(events.first?.node == "n1")
      }
    }

    @Test func anAnswerUnderAnOlderEpochsLeaseIsRefused() async throws {
      try await TestServer.withDatabase { address, connection in
        let (run, old) = try await Sample.claimedRun(connection)
        let lease = try await prepareLease(run, old, connection)
        try await connection.releaseLeadership()
        let leader = try await DatabaseConnection.open(address)
        let new = try #require(try await leader.tryTakeOver(holder: "two"))
        #expect(try await leader.acceptOffer(under: lease, epoch: new) == .refused)
        #expect(try await leader.run(run)?.lead.lateAnswers == 1)
      }
    }

    @Test func aSlotHoldsOneLeaseAtATime() async throws {
      try await TestServer.withDatabase { _, connection in
        let (run, epoch) = try await Sample.claimedRun(connection)
        let lease = try await prepareLease(run, epoch, connection)
        let second = LeaseGrant(
          id: 2, run: run, subproblem: 1, node: "n1", slot: 0, milliseconds: 1_000)
        let code = try await storeErrorCode {
          try await connection.grantLeases([second], epoch: epoch)
        }
        #expect(code == .constraintViolated)
        _ = try await connection.endLease(lease, as: .revoked, epoch: epoch)
        try await connection.grantLeases([second], epoch: epoch)
      }
    }

    @Test func theThirdDeathPutsASubproblemInQuarantine() async throws {
      try await TestServer.withDatabase { _, connection in
        let (run, epoch) = try await Sample.claimedRun(connection)
        var subproblem = SubproblemRow(
          run: run, id: 1, round: 0, kind: "whole", strategy: "annealing", state: .open)
        subproblem.deaths = 3
        let open = subproblem
        let code = try await storeErrorCode {
          try await connection.recordSubproblems([open], epoch: epoch)
        }
        #expect(code == .constraintViolated)
        subproblem.state = .quarantined
        try await connection.recordSubproblems([subproblem], epoch: epoch)
        #expect(try await connection.subproblems(run: run) == [subproblem])
      }
    }

    @Test func aNodesCountersAreAdded() async throws {
      try await TestServer.withDatabase { _, connection in
        let epoch = try #require(try await connection.tryTakeOver(holder: "test"))
        var node = Self.node
        node.counters.offersSent = 3
        node.counters.splicesAccepted = 2
        try await connection.recordNodes([node], epoch: epoch)
        node.state = .suspect
        try await connection.recordNodes([node], epoch: epoch)
        let stored = try #require(try await connection.nodes().first)
        #expect(stored.state == .suspect)
        #expect(stored.counters.offersSent == 6)
        #expect(stored.counters.splicesAccepted == 4)
      }
    }

    private static let node = NodeRow(
      id: "n1", name: "first", state: .joined, slots: 1, memoryBytes: 1 << 30,
      softwareVersion: "test")

    @discardableResult
    private func prepareLease(
      _ run: Int64, _ epoch: Int64, _ connection: DatabaseConnection
    ) async throws -> LeaseReference {
      try await connection.recordNodes([Self.node], epoch: epoch)
      try await connection.recordSubproblems(
        [
          SubproblemRow(
            run: run, id: 1, round: 0, kind: "whole", strategy: "annealing", state: .leased)
        ], epoch: epoch)
      try await connection.grantLeases(
        [LeaseGrant(id: 1, run: run, subproblem: 1, node: "n1", slot: 0, milliseconds: 5_000)],
        epoch: epoch)
      return LeaseReference(id: 1, epoch: epoch, run: run, node: "n1")
    }

    private func writes(
      _ run: Int64, _ epoch: Int64, _ connection: DatabaseConnection
    ) -> [(String, () async throws -> Void)] {
      let lease = LeaseReference(id: 1, epoch: epoch, run: run, node: "n1")
      return [
        ("claimNextRun", { _ = try await connection.claimNextRun(epoch: epoch) }),
        ("adoptActiveRuns", { _ = try await connection.adoptActiveRuns(epoch: epoch) }),
        (
          "changeState",
          {
            try await connection.changeState(RunTransition(run: run, to: .planning), epoch: epoch)
          }
        ),
        ("recordFirstValid", { try await connection.recordFirstValid(run: run, epoch: epoch) }),
        (
          "recordBounds",
          {
            try await connection.recordBounds(
              run: run, bound: nil, trivialBound: nil, epoch: epoch)
          }
        ),
        ("recordSubproblems", { try await connection.recordSubproblems([], epoch: epoch) }),
        ("grantLeases", { try await connection.grantLeases([], epoch: epoch) }),
        (
          "renewLeases",
          { try await connection.renewLeases([1], milliseconds: 1, epoch: epoch) }
        ),
        ("acceptOffer", { _ = try await connection.acceptOffer(under: lease, epoch: epoch) }),
        (
          "endLease",
          { _ = try await connection.endLease(lease, as: .finished, epoch: epoch) }
        ),
        (
          "recordCheckpoint",
          {
            try await connection.recordCheckpoint(
              nil, run: run, spent: RunSpending(round: 1, milliseconds: 1, effort: 1), epoch: epoch)
          }
        ),
        (
          "recordResults",
          {
            try await connection.recordResults(
              RunResults(), ending: RunTransition(run: run, to: .cancelled), epoch: epoch)
          }
        ),
        (
          "recordProgress",
          {
            try await connection.recordProgress(
              RunProgress(run: run, phase: "planning", round: 0, elapsedMilliseconds: 1),
              epoch: epoch)
          }
        ),
        ("recordNodes", { try await connection.recordNodes([Self.node], epoch: epoch) }),
        (
          "appendEvents",
          {
            try await connection.appendEvents(
              [EventRow(run: run, node: nil, kind: "test")], epoch: epoch)
          }
        ),
      ]
    }
  }
}
