import Compression
import Determinism
import Grid
import Measures
import Store
import Testing
import Transport
import Wire

extension ClusterLayer {
  /// Whoever reaches the port may send anything; the coordinator stays, and its runs go on.
  struct HostilePeerTests {
    @Test func nothingThatAPeerSendsEndsTheCoordinatorOrItsRun() async throws {
      try await Stage.with { stage in
        let ports = try Stage.freePorts()
        let coordinator = try stage.coordinator(ports)
        _ = try stage.node("honest", ports)
        let watcher = try stage.generate(["--budget", "5s"])
        let run = try await stage.newestRun()
        _ = try await stage.firstScore(of: run)

        for address in [ports.requests, ports.bulletins] { Self.sendBytes(to: address, seed: 11) }
        try await Self.sendMessages(to: ports.requests)
        try await Self.misbehaveAsNode(at: ports.requests)

        #expect(try await stage.row(run).lead.epoch == 1)
        let end = try await watcher.end()
        #expect(end.status == 0, "\(end.errors)")
        let row = try await stage.row(run)
        #expect(row.state == .completed)
        #expect(row.lead.epoch == 1, "\(coordinator.errors)")
        #expect(coordinator.isRunning)
        #expect(try await stage.run(["verify", "\(run)"]).status == 0)
      }
    }

    /// Random bytes, half a handshake, frames that lie about their length, and packed bombs.
    private static func sendBytes(to address: String, seed: UInt64) {
      var generator = SeededGenerator(seed: seed, label: 1)
      let bomb = LZ4Frame.compress([UInt8](repeating: 0, count: 65 << 20))
      for round in 0..<60 {
        guard let connection = RawConnection(to: address) else { continue }
        let noise = (0..<generator.below(2_000)).map { _ in UInt8(generator.below(256)) }
        switch round % 6 {
        case 0: connection.send(noise)
        case 1: connection.send(Array(RawConnection.greeting.prefix(1 + generator.below(7))))
        case 2: connection.send(RawConnection.greeting + RawConnection.message(noise))
        case 3:
          connection.send(
            RawConnection.greeting + RawConnection.message(noise, declaring: .max >> 1))
        case 4:
          connection.send(
            RawConnection.greeting + RawConnection.message(LZ4Frame.compress(noise)))
        default: connection.send(RawConnection.greeting + RawConnection.message(bomb))
        }
      }
    }

    /// Messages cut off anywhere, of another version or epoch, and of the wrong side.
    private static func sendMessages(to address: String) async throws {
      let client = try await RequestClient(dial: [address])
      let whole = WireCodec.encode(
        Envelope(
          epoch: 1, message: .join(Join(name: "rogue", token: [], slots: 1, memoryBytes: 1 << 30))))
      for count in 0..<whole.count { try await refused(Array(whole[..<count]), client) }
      var other = Envelope(epoch: 1, message: .leave(Leave(node: NodeID(7))))
      other.version.major += 1
      try await refused(WireCodec.encode(other), client)
      for message: Message in [
        .joined(Joined(node: NodeID(1), heartbeatMilliseconds: 1, suspicionMilliseconds: 1)),
        .noWork(NoWork(retryMilliseconds: 1)), .refused(Refused(.full, "no")),
      ] {
        try await refused(WireCodec.encode(Envelope(epoch: 1, message: message)), client)
      }
      for epoch in [0, 2, UInt64.max] {
        let ask = Message.askWork(AskWork(node: NodeID(1), slot: 0))
        try await refused(WireCodec.encode(Envelope(epoch: epoch, message: ask)), client)
      }
      let named = Join(name: "a\u{0}b", token: [], slots: 1, memoryBytes: 1 << 30)
      try await refused(
        WireCodec.encode(Envelope(epoch: 0, message: .join(named))), client)
      await client.close()
    }

    /// A node that was admitted and then offers what fits nothing.
    private static func misbehaveAsNode(at address: String) async throws {
      let client = try await RequestClient(dial: [address])
      let join = Join(name: "rogue", token: [], slots: 1, memoryBytes: 1 << 30)
      let admitted = try await ask(.join(join), 0, client)
      guard case .joined(let joined) = admitted.message else {
        throw NeverHappened(description: "the rogue node was admitted: \(admitted)")
      }
      let epoch = admitted.epoch
      let node = joined.node
      let work = try await ask(.askWork(AskWork(node: node, slot: 0)), epoch, client)
      guard case .assignment(let assignment) = work.message else {
        throw NeverHappened(description: "the rogue node was given work: \(work)")
      }
      let beyond = try await ask(.askWork(AskWork(node: node, slot: 500)), epoch, client)
      #expect(beyond.message.kind == .refused)
      let fetch = FetchGrid(node: node, hash: assignment.gridHash, offset: 1 << 40)
      #expect(try await ask(.fetchGrid(fetch), epoch, client).message.kind == .refused)
      let cells = assignment.subproblem.free.cellCount
      for (index, answer) in [
        RegionAnswer(cells: []), RegionAnswer(cells: Array(repeating: 0, count: cells + 1)),
        RegionAnswer(cells: Array(repeating: 4_095, count: cells)),
      ].enumerated() {
        let offer = Offer(
          node: node, lease: assignment.lease, sequence: index + 1,
          borderRevision: 1 << 40, claimed: Score(institution: 0, soft: -(1 << 50)),
          answer: answer, effort: 1 << 53)
        #expect(try await ask(.offer(offer), epoch, client).message.kind == .refused)
      }
      let foreign = Finish(
        node: node, lease: LeaseID(12_345), sequence: 1, outcome: .failed("no"), last: nil,
        effort: 1 << 53, cpuMilliseconds: 1 << 53)
      #expect(try await ask(.finish(foreign), epoch, client).message.kind == .refused)
      // Cells of the right number that mean nothing: taken, recounted, and found no better.
      let nonsense = Finish(
        node: node, lease: assignment.lease, sequence: 9, outcome: .budgetSpent,
        last: ClaimedAnswer(
          claimed: Score(institution: 0, soft: -(1 << 50)),
          answer: RegionAnswer(cells: Array(repeating: 0, count: cells))),
        effort: 1 << 53, cpuMilliseconds: 1 << 53)
      #expect(try await ask(.finish(nonsense), epoch, client).message.kind == .acknowledged)
      _ = try await ask(.leave(Leave(node: node)), epoch, client)
      await client.close()
    }

    private static func refused(_ bytes: [UInt8], _ client: RequestClient) async throws {
      let reply = try WireCodec.decode(try await client.request(bytes, timeout: .seconds(30)))
      #expect(reply.message.kind == .refused, "\(reply)")
    }

    private static func ask(
      _ message: Message, _ epoch: UInt64, _ client: RequestClient
    ) async throws -> Envelope {
      let bytes = WireCodec.encode(Envelope(epoch: epoch, message: message))
      return try WireCodec.decode(try await client.request(bytes, timeout: .seconds(30)))
    }
  }
}
