import Testing
import Transport

/// What subscribers hear, in order, and what they miss.
@Suite(.timeLimit(.minutes(5))) struct PublishTests {
  /// Publishes `0` until the subscriber hears it, which proves the connection.
  private func greet(_ publisher: Publisher, _ subscriber: Subscriber) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        while !Task.isCancelled {
          try publisher.publish([0])
          await pause()
        }
      }
      #expect(await subscriber.next() == [0])
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  /// Paces what is repeated until it is heard; nothing depends on the length.
  private func pause() async {
    do {
      try await Task.sleep(for: .milliseconds(5))
    } catch {
      // Cancelled, which whoever repeats looks for next.
    }
  }

  private func message(_ number: Int) -> [UInt8] { [1, UInt8(number >> 8), UInt8(number & 255)] }

  private func number(_ message: [UInt8]) -> Int { Int(message[1]) << 8 | Int(message[2]) }

  @Test func fiveHundredMessagesArriveInOrder() async throws {
    let publisher = try await Publisher(listen: anyPort)
    let subscriber = try await Subscriber(dial: [publisher.address])
    try await greet(publisher, subscriber)
    for number in 0..<500 { try publisher.publish(message(number)) }
    var heard: [Int] = []
    for await message in subscriber.messages where message.count == 3 {
      heard.append(number(message))
      if heard.count == 500 { break }
    }
    #expect(heard == Array(0..<500))
    await subscriber.close()
    await publisher.close()
  }

  @Test func aSubscriberThatReadsTooLittleHearsTheLatest() async throws {
    let publisher = try await Publisher(listen: anyPort)
    var settings = TransportSettings()
    settings.subscribeBuffer = 4
    let subscriber = try await Subscriber(dial: [publisher.address], settings: settings)
    try await greet(publisher, subscriber)
    for number in 0..<500 { try publisher.publish(message(number)) }
    var heard: [Int] = []
    for await message in subscriber.messages where message.count == 3 {
      heard.append(number(message))
      if heard.last == 499 { break }
    }
    #expect(heard.last == 499)
    #expect(heard == heard.sorted() && Set(heard).count == heard.count)
    await subscriber.close()
    await publisher.close()
  }

  @Test func publishingToNobodyNeverBlocks() async throws {
    let publisher = try await Publisher(listen: anyPort)
    for number in 0..<10_000 { try publisher.publish(message(number)) }
    await publisher.close()
    #expect(throws: TransportError.closed) { try publisher.publish([1]) }
  }

  @Test func cancellingTheReaderEndsItsMessages() async throws {
    let publisher = try await Publisher(listen: anyPort)
    let subscriber = try await Subscriber(dial: [publisher.address])
    let reader = Task { await subscriber.next() }
    reader.cancel()
    #expect(await reader.value == nil)
    // The cancellation was the reader's alone.
    try await greet(publisher, subscriber)
    let other = Task { () -> Int in
      var count = 0
      for await _ in subscriber.messages { count += 1 }
      return count
    }
    await subscriber.close()
    _ = await other.value
    await publisher.close()
  }

  @Test func aSubscriberReturnsToAPublisherThatCameBack() async throws {
    let first = try await Publisher(listen: anyPort)
    let subscriber = try await Subscriber(dial: [first.address])
    try await greet(first, subscriber)
    await first.close()
    let second = try await Publisher(listen: first.address)
    try second.publish([2])
    let hears = Task { () -> Bool in
      for await message in subscriber.messages where message == [9] { return true }
      return false
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        while !Task.isCancelled {
          try second.publish([9])
          await pause()
        }
      }
      #expect(await hears.value)
      group.cancelAll()
      try await group.waitForAll()
    }
    await subscriber.close()
    await second.close()
  }

  @Test func aFrameOverTheSubscribersLimitIsPassedOver() async throws {
    let publisher = try await Publisher(listen: anyPort)
    var settings = TransportSettings()
    settings.receiveSizeMax = 8192
    settings.decompressedSizeMax = 8192
    let subscriber = try await Subscriber(dial: [publisher.address], settings: settings)
    try await greet(publisher, subscriber)
    try publisher.publish([UInt8](repeating: 0, count: 1 << 20))
    try publisher.publish([3])
    for await message in subscriber.messages where message == [3] { break }
    #expect(subscriber.refusedFrames == 1)
    await subscriber.close()
    await publisher.close()
  }
}
