import Compression
import Determinism
import Testing
import Transport

/// Requests and their answers, one at a time, many at once, cancelled, and over a lost connection.
@Suite(.timeLimit(.minutes(5))) struct RequestTests {
  @Test(arguments: 0..<5 as Range<UInt64>)
  func everyAnswerBelongsToItsRequest(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let bodies = (0..<40).map { _ in
      (0..<generator.below(40_000)).map { _ in UInt8(generator.below(40)) }
    }
    try await withServer(answering: { Array($0.body.reversed()) }) { server in
      try await withClient(of: [server.address]) { client in
        try await withThrowingTaskGroup(of: Void.self) { group in
          for body in bodies {
            group.addTask {
              let answer = try await client.request(body, timeout: patience)
              #expect(answer == body.reversed(), "seed \(seed)")
            }
          }
          try await group.waitForAll()
        }
      }
      #expect(server.counters == ServerCounters())
    }
  }

  @Test func emptyBytesAreARequestAndAnAnswer() async throws {
    try await withServer { server in
      try await withClient(of: [server.address]) { client in
        let answer = try await client.request([], timeout: patience)
        #expect(answer == [])
      }
    }
  }

  @Test func twoHundredLongPollsWaitAtOnceWhileOthersComeAndGo() async throws {
    // One more than the polls: the gate opens only when a quick request has been answered too.
    let gate = Gate(expected: 201)
    try await withServer(answering: { request in
      if request.body.count == 4 { await gate.pass() }
      return request.body
    }) { server in
      try await withClient(of: [server.address]) { client in
        try await withThrowingTaskGroup(of: Void.self) { group in
          for number in 0..<200 as Range<UInt8> {
            group.addTask {
              let body = [number, 1, 2, 3]
              let answer = try await client.request(body, timeout: patience)
              #expect(answer == body)
            }
          }
          let answer = try await client.request([9], timeout: patience)
          #expect(answer == [9])
          await gate.pass()
          try await group.waitForAll()
        }
      }
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func aStormOfCancellationsLosesNothingElse(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let isCancelled = (0..<1000).map { _ in generator.below(2) == 0 }
    try await withServer { server in
      try await withClient(of: [server.address]) { client in
        for wave in 0..<10 {
          try await withThrowingTaskGroup(of: Void.self) { group in
            for number in wave * 100..<wave * 100 + 100 {
              let body = [UInt8(number & 255), UInt8(number >> 8)]
              group.addTask {
                let task = Task { try await client.request(body, timeout: patience) }
                if isCancelled[number] {
                  task.cancel()
                  // It was answered before it was cancelled, or it was cancelled: nothing else.
                  switch await task.result {
                  case .success(let answer): #expect(answer == body)
                  case .failure(let error): #expect(error as? TransportError == .cancelled)
                  }
                } else {
                  let answer = try await task.value
                  #expect(answer == body, "seed \(seed), request \(number)")
                }
              }
            }
            try await group.waitForAll()
          }
        }
        let answer = try await client.request([7], timeout: patience)
        #expect(answer == [7])
      }
      #expect(server.counters.refusedFrames == 0)
    }
  }

  @Test func aCancelledLongPollEndsAtOnceAndItsPlaceIsFree() async throws {
    let gate = Gate(expected: 2)
    var settings = TransportSettings()
    settings.contexts = 1
    try await withServer(answering: { request in
      if request.body == [1] { await gate.pass() }
      return request.body
    }) { server in
      try await withClient(of: [server.address], settings: settings) { client in
        let poll = Task { try await client.request([1], timeout: patience) }
        await gate.pass()
        _ = try await poll.value
        let second = Task { try await client.request([1], timeout: patience) }
        second.cancel()
        _ = await second.result
        let answer = try await client.request([2], timeout: patience)
        #expect(answer == [2])
      }
    }
  }

  @Test func aRequestDroppedByTheServerTimesOut() async throws {
    try await withServer(answering: { $0.body == [0] ? nil : $0.body }) { server in
      try await withClient(of: [server.address]) { client in
        await #expect(throws: TransportError.timedOut) {
          try await client.request([0], timeout: glance)
        }
        let answer = try await client.request([1], timeout: patience)
        #expect(answer == [1])
      }
    }
  }

  @Test func aClientFindsAServerThatWasClosedAndOpenedAgain() async throws {
    let first = try await RequestServer(listen: anyPort)
    let address = first.address
    try await withClient(of: [address]) { client in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await first.run { $0.body + [1] } }
        let answer = try await client.request([0], timeout: patience)
        #expect(answer == [0, 1])
        await first.close()
        try await group.waitForAll()
      }
      for round in 2..<5 as Range<UInt8> {
        try await withServer(on: address, answering: { $0.body + [round] }) { _ in
          let answer = try await persistentRequest([0], by: client)
          #expect(answer == [0, round])
        }
      }
    }
  }

  @Test func aRequestInFlightLearnsThatItsServerIsGone() async throws {
    let gate = Gate(expected: 2)
    let server = try await RequestServer(listen: anyPort)
    try await withClient(of: [server.address]) { client in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          try await server.run { _ in
            await gate.pass()
            return nil
          }
        }
        let waiting = Task { try await client.request([1], timeout: patience) }
        await gate.pass()
        await server.close()
        try await group.waitForAll()
        let result = await waiting.result
        #expect(throws: TransportError.connectionLost) { try result.get() }
      }
    }
  }

  @Test func aClientTurnsToTheNextAddressWhenTheFirstIsGone() async throws {
    try await withServer(answering: { _ in [2] }) { second in
      let first = try await RequestServer(listen: anyPort)
      try await withClient(of: [first.address, second.address]) { client in
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask { try await first.run { _ in [1] } }
          _ = try await persistentRequest([0], by: client)
          await first.close()
          try await group.waitForAll()
        }
        let answer = try await persistentRequest([0], by: client)
        #expect(answer == [2])
        #expect(client.preferredAddress == 1)
        client.preferNextAddress()
        #expect(client.preferredAddress == 0)
      }
    }
  }

  @Test func closingTheClientEndsItsRequests() async throws {
    let gate = Gate(expected: 2)
    try await withServer(answering: { _ in
      await gate.pass()
      return nil
    }) { server in
      let client = try await RequestClient(dial: [server.address])
      let waiting = Task { try await client.request([1], timeout: patience) }
      await gate.pass()
      await client.close()
      let result = await waiting.result
      #expect(throws: TransportError.closed) { try result.get() }
      await client.close()
    }
  }

  @Test func closingTheServerEndsHandlersThatHoldEveryContext() async throws {
    let gate = Gate(expected: 4)
    var settings = TransportSettings()
    settings.contexts = 3
    let server = try await RequestServer(listen: anyPort, settings: settings)
    try await withClient(of: [server.address]) { client in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          try await server.run { _ in
            await gate.pass()
            await sleepUntilCancelled()
            return nil
          }
        }
        for number in 0..<3 as Range<UInt8> {
          group.addTask {
            await #expect(throws: TransportError.connectionLost) {
              try await client.request([number], timeout: patience)
            }
          }
        }
        await gate.pass()
        await server.close()
        try await group.waitForAll()
      }
    }
  }

  @Test func aCancelledRunEndsAndTheServerCanRunAgain() async throws {
    let server = try await RequestServer(listen: anyPort)
    try await withClient(of: [server.address]) { client in
      for round in 0..<3 as Range<UInt8> {
        let run = Task { try await server.run { $0.body + [round] } }
        let answer = try await persistentRequest([7], by: client)
        #expect(answer == [7, round])
        run.cancel()
        try await run.value
      }
    }
    await server.close()
  }

  @Test func moreRequestsThanContextsAreRefusedByTheClient() async throws {
    let gate = Gate(expected: 2)
    var settings = TransportSettings()
    settings.contexts = 1
    try await withServer(answering: { request in
      await gate.pass()
      return request.body
    }) { server in
      try await withClient(of: [server.address], settings: settings) { client in
        let waiting = Task { try await client.request([1], timeout: patience) }
        // The first request is in flight once its handler waits at the gate with us.
        while await gate.waitingCount == 0 { await Task.yield() }
        await #expect(throws: TransportError.tooManyRequests(limit: 1)) {
          try await client.request([2], timeout: patience)
        }
        await gate.open()
        let answer = try await waiting.value
        #expect(answer == [1])
      }
    }
  }

  @Test(arguments: ["inproc://a-name", localFile(named: "requests")])
  func otherSchemesCarryRequestsToo(address: String) async throws {
    try await withServer(on: address) { server in
      #expect(server.address == address)
      try await withClient(of: [address]) { client in
        let answer = try await client.request([5], timeout: patience)
        #expect(answer == [5])
      }
    }
  }
}
