import Compression
import Determinism
import Testing
import Transport

/// Peers that are broken or mean harm: none ends the server, and each is held to its limits.
@Suite(.timeLimit(.minutes(5))) struct HostilePeerTests {
  /// Small limits, so that passing them is cheap.
  private var tight: TransportSettings {
    var settings = TransportSettings()
    settings.receiveSizeMax = 16 << 10
    settings.decompressedSizeMax = 64 << 10
    return settings
  }

  private func expectAlive(_ server: RequestServer) async throws {
    try await withClient(of: [server.address]) { client in
      let answer = try await client.request([1, 2], timeout: patience)
      #expect(answer == [1, 2])
    }
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func randomBytesOnThePortEndNothing(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    try await withServer(settings: tight) { server in
      for _ in 0..<30 {
        let peer = try PlainSocket(to: server.address)
        var bytes = (0..<generator.below(3000)).map { _ in UInt8(generator.below(256)) }
        // Some of them greet properly first, and are refused one layer further in.
        if generator.below(2) == 0 { bytes = PlainSocket.greeting + bytes }
        peer.send(bytes)
      }
      try await expectAlive(server)
    }
  }

  @Test func halfGreetingsThatStayOpenDoNotBlockOthers() async throws {
    try await withServer { server in
      var peers: [PlainSocket] = []
      for count in 0..<40 {
        let peer = try PlainSocket(to: server.address)
        peer.send(Array(PlainSocket.greeting.prefix(count % 8)))
        peers.append(peer)
      }
      try await expectAlive(server)
      #expect(peers.count == 40)
    }
  }

  @Test func aMessageThatStopsHalfWayDoesNotBlockOthers() async throws {
    try await withServer { server in
      let peer = try PlainSocket(to: server.address)
      let message = PlainSocket.message(LZ4Frame.compress([1, 2, 3]))
      peer.send(PlainSocket.greeting + message.dropLast(5))
      try await expectAlive(server)
      #expect(server.counters.refusedFrames == 0)
    }
  }

  @Test(arguments: [(16 << 10) + 1, 1 << 40, UInt64.max] as [UInt64])
  func anAnnouncedSizeOverTheLimitClosesTheConnection(size: UInt64) async throws {
    try await withServer(settings: tight) { server in
      let peer = try PlainSocket(to: server.address)
      peer.send(PlainSocket.greeting + PlainSocket.message([1, 2, 3], declaring: size))
      #expect(peer.waitForClose())
      try await expectAlive(server)
    }
  }

  @Test func aPeerIsClosedOnlyAfterItsShareOfMalformedFrames() async throws {
    try await withServer(settings: tight) { server in
      let peer = try PlainSocket(to: server.address)
      peer.send(PlainSocket.greeting)
      // Eight are borne, the ninth closes; a second batch would meet a closed connection.
      for number in 0..<9 as Range<UInt8> { peer.send(PlainSocket.message([number, 2, 3, 4])) }
      #expect(peer.waitForClose())
      #expect(server.counters.refusedFrames == 9)
      #expect(server.counters.closedPeers == 1)
      try await expectAlive(server)
    }
  }

  @Test func eightMalformedFramesAreForgiven() async throws {
    try await withServer(settings: tight) { server in
      let peer = try PlainSocket(to: server.address)
      peer.send(PlainSocket.greeting)
      for number in 0..<8 as Range<UInt8> { peer.send(PlainSocket.message([number, 2, 3, 4])) }
      while server.counters.refusedFrames < 8 { await Task.yield() }
      #expect(server.counters.closedPeers == 0)
      #expect(server.connectionCount == 1)
    }
  }

  @Test func aRequestOverTheServersLimitLosesItsConnectionAndTheServerLives() async throws {
    var generator = SeededGenerator(seed: 1)
    let large = (0..<100_000).map { _ in UInt8(generator.below(256)) }
    try await withServer(settings: tight) { server in
      try await withClient(of: [server.address]) { client in
        await #expect(throws: TransportError.connectionLost) {
          try await client.request(large, timeout: patience)
        }
        let answer = try await persistentRequest([3], by: client)
        #expect(answer == [3])
      }
    }
  }

  @Test func aBombIsRefusedAndTheServerLives() async throws {
    try await withServer(settings: tight) { server in
      try await withClient(of: [server.address]) { client in
        await #expect(throws: TransportError.timedOut) {
          try await client.request([UInt8](repeating: 0, count: 1 << 20), timeout: glance)
        }
        #expect(server.counters.refusedFrames == 1)
        let answer = try await client.request([3], timeout: patience)
        #expect(answer == [3])
      }
    }
  }

  @Test func aReplyThatTheClientWouldRefuseIsCountedAndNotSent() async throws {
    try await withServer(
      settings: tight, answering: { [UInt8](repeating: 0, count: Int($0.body[0]) << 10) }
    ) { server in
      try await withClient(of: [server.address], settings: tight) { client in
        let answer = try await client.request([64], timeout: patience).count
        #expect(answer == 64 << 10)
        await #expect(throws: TransportError.timedOut) {
          try await client.request([65], timeout: glance)
        }
        #expect(server.counters.droppedReplies == 1)
      }
    }
  }

  @Test func aRequestThatTheServerWouldRefuseIsNotSent() async throws {
    try await withServer(settings: tight) { server in
      try await withClient(of: [server.address], settings: tight) { client in
        await #expect(throws: TransportError.messageTooLarge(size: 65_537, limit: 65_536)) {
          try await client.request([UInt8](repeating: 0, count: 65_537), timeout: patience)
        }
      }
    }
  }

  @Test func anAnswerThatIsNoFrameIsTheServersFault() async throws {
    try await withServer(answering: { _ in [UInt8](repeating: 0, count: 1 << 20) }) { server in
      try await withClient(of: [server.address], settings: tight) { client in
        await #expect(
          throws: TransportError.malformedReply(
            .declaredSizeOverLimit(declared: 1 << 20, limit: 64 << 10))
        ) {
          try await client.request([1], timeout: patience)
        }
      }
    }
  }

  @Test func connectionsPastTheLimitAreClosedAndServedWhenThereIsRoom() async throws {
    var settings = TransportSettings()
    settings.connectionsMax = 1
    try await withServer(settings: settings) { server in
      try await withClient(of: [server.address]) { first in
        let answer = try await first.request([1], timeout: patience)
        #expect(answer == [1])
        try await withClient(of: [server.address]) { second in
          await #expect(throws: TransportError.self) {
            try await second.request([2], timeout: glance)
          }
          #expect(server.connectionCount == 1)
          await first.close()
          let answer = try await persistentRequest([2], by: second)
          #expect(answer == [2])
        }
      }
    }
  }

  @Test func openedAndClosedConnectionsAreTold() async throws {
    try await withServer { server in
      let client = try await RequestClient(dial: [server.address])
      _ = try await client.request([1], timeout: patience)
      await client.close()
      var events: [PipeEvent] = []
      for await event in server.pipeEvents {
        events.append(event)
        if events.count == 2 { break }
      }
      guard case .opened(let opened) = events.first else {
        Issue.record("the first event is \(String(describing: events.first))")
        return
      }
      #expect(events == [.opened(opened), .closed(opened)])
    }
  }

  @Test func theServerCanCloseAConnectionByItsName() async throws {
    let (peers, continuation) = AsyncStream.makeStream(of: PipeID.self)
    try await withServer(answering: { request in
      continuation.yield(request.peer)
      return request.body == [0] ? nil : request.body
    }) { server in
      try await withClient(of: [server.address]) { client in
        let waiting = Task { try await client.request([0], timeout: patience) }
        var iterator = peers.makeAsyncIterator()
        let peer = try #require(await iterator.next())
        server.close(peer)
        let result = await waiting.result
        #expect(throws: TransportError.connectionLost) { try result.get() }
        let answer = try await persistentRequest([1], by: client)
        #expect(answer == [1])
        let next = try #require(await iterator.next())
        #expect(next != peer)
      }
    }
  }
}
