import Foundation

/// What happened to a run, as far as a notification says; the rows say the rest.
package struct RunNotification: Sendable, Hashable {
  /// What to read again.
  package enum Change: Sendable, Hashable {
    /// Queued, or moved to this state.
    case state(RunState)
    case cancelRequested
    case progress
  }

  package var run: Int64
  package var change: Change

  /// Reads the payload that the triggers of migration 0005 send; nil for any other text.
  init?(payload: String) {
    let words = payload.split(separator: " ")
    guard words.count >= 2, let run = Int64(words[0]) else { return nil }
    switch (words[1], words.count) {
    case ("cancel", 2): self.change = .cancelRequested
    case ("progress", 2): self.change = .progress
    case ("state", 3):
      guard let state = RunState(rawValue: String(words[2])) else { return nil }
      self.change = .state(state)
    default: return nil
    }
    self.run = run
  }
}

/// Listens for changes of runs on a connection and a thread of its own.
package enum RunNotifications {
  /// Watchers read rows again after a notification, so when more than this many wait the oldest
  /// are dropped: at one progress row a second this is minutes of not looking.
  static let capacity = 256

  /// Notifications from now on; the stream throws a ``StoreError`` when the connection is lost and
  /// closes the connection when nobody iterates any more.
  ///
  /// What was committed after this returns is not missed; read the rows once after calling it.
  ///
  /// - Throws: `connectionFailed`.
  package static func listen(
    _ address: DatabaseAddress
  ) async throws(StoreError) -> AsyncThrowingStream<RunNotification, any Error> {
    let (stream, feed) = AsyncThrowingStream.makeStream(
      of: RunNotification.self, bufferingPolicy: .bufferingNewest(capacity))
    let bell = StopBell()
    feed.onTermination = { _ in bell.ring() }
    let listening: Result<Void, StoreError> = await withCheckedContinuation { started in
      let thread = Thread { receive(address, into: feed, until: bell, started: started) }
      thread.name = "rota-listener"
      thread.start()
    }
    try listening.get()
    return stream
  }

  /// The listening thread, from connecting to closing.
  private static func receive(
    _ address: DatabaseAddress,
    into feed: AsyncThrowingStream<RunNotification, any Error>.Continuation,
    until bell: StopBell,
    started: CheckedContinuation<Result<Void, StoreError>, Never>
  ) {
    let session: Session
    do {
      session = try Session(to: address)
      try session.script("LISTEN rota_runs")
    } catch {
      started.resume(returning: .failure(error))
      feed.finish(throwing: error)
      return
    }
    started.resume(returning: .success(()))
    do {
      while bell.waitForInput(on: session.descriptor) {
        for received in try session.receivedNotifications() {
          if let notification = RunNotification(payload: received.payload) {
            feed.yield(notification)
          }
        }
      }
      feed.finish()
    } catch {
      feed.finish(throwing: error)
    }
  }
}

/// Wakes a thread that waits for a socket, once, to end it.
private final class StopBell: Sendable {
  private let readEnd: Int32
  private let writeEnd: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    // Fails only when the process has no descriptors left, and then nothing else works either.
    precondition(pipe(&ends) == 0, "no descriptor left for a pipe")
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  func ring() {
    var byte: UInt8 = 1
    // A pipe that nobody has read holds far more than the one byte written here.
    _ = write(writeEnd, &byte, 1)
  }

  /// True when `descriptor` has input, false once the bell has rung.
  func waitForInput(on descriptor: Int32) -> Bool {
    var waiting = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&waiting, 2, -1) < 0 && errno == EINTR {}
    return waiting[1].revents == 0
  }
}
