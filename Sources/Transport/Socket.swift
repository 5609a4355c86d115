import CNNG
import Dispatch
import Synchronization

/// One nng socket and its connections; closed by ``close()``, or else when its owner goes away.
///
/// It has one owner, the server, client, publisher or subscriber that opened it.
final class Socket: Sendable {
  /// The four ways to use a socket.
  enum Kind: Sendable {
    case reply, request, publish, subscribe
  }

  /// nng's name of the socket; the number stays invalid after the close and is never reused soon.
  let handle: nng_socket
  /// Its connections.
  let ledger: PipeLedger

  private let ledgerNumber: UInt
  private let use = Mutex(Use())

  /// Who is inside the socket. nng 1.5 frees a socket under calls that are still leaving one of its
  /// contexts, so a close first turns away, then cancels, then waits, and only then closes.
  private struct Use {
    var isClosed = false
    var userCount = 0
    var operations: [ObjectIdentifier: Operation] = [:]
    /// The close that waits for the last user to leave.
    var closer: CheckedContinuation<Void, Never>?
    /// Whoever waits for the close; one for each run of a server, so a handful in its life.
    var watchers: [AsyncStream<Never>.Continuation] = []
  }

  /// Whether ``close()`` was called.
  var isClosed: Bool { use.withLock { $0.isClosed } }

  private init(handle: nng_socket, ledger: PipeLedger, ledgerNumber: UInt) {
    self.handle = handle
    self.ledger = ledger
    self.ledgerNumber = ledgerNumber
  }

  deinit {
    guard !isClosed else { return }
    let (handle, ledger, ledgerNumber) = (handle, ledger, ledgerNumber)
    Self.blockingQueue.async { Self.closeNow(handle, ledger, ledgerNumber) }
  }

  /// A socket with its limits set, connected to nothing yet.
  static func open(
    _ kind: Kind, settings: TransportSettings
  ) async throws(TransportError) -> Socket {
    let faults = settings.faults
    guard faults.isEmpty else { throw .unusableSettings(faults) }
    return try await blocking { () throws(TransportError) in
      try openNow(kind, settings: settings)
    }
  }

  /// Listens on `address`, and answers with the address that was really bound.
  func listen(on address: Address) async throws(TransportError) -> String {
    let handle = handle
    return try await Self.blocking { () throws(TransportError) in
      var listener = nng_listener()
      try check(
        nng_listen(handle, address.text, &listener, 0), "listening", address: address.text)
      guard let host = address.host else { return address.text }
      var port: Int32 = 0
      try check(
        nng_listener_get_int(listener, NNG_OPT_TCP_BOUND_PORT, &port), "asking for the port")
      return "tcp://\(host):\(port)"
    }
  }

  /// Dials `address` in the background, now and whenever the connection is lost.
  func dial(_ address: Address) async throws(TransportError) {
    let handle = handle
    try await Self.blocking { () throws(TransportError) in
      try check(
        nng_dial(handle, address.text, nil, Int32(NNG_FLAG_NONBLOCK)), "dialling",
        address: address.text)
    }
  }

  /// Enters before any call on the socket or one of its contexts; ``leave()`` follows when the
  /// contexts are closed again.
  func enter() throws(TransportError) {
    let entered = use.withLock { use in
      if !use.isClosed { use.userCount += 1 }
      return !use.isClosed
    }
    guard entered else { throw .closed }
  }

  /// Leaves, and lets a waiting close go on if this was the last user.
  func leave() {
    let closer = use.withLock { use -> CheckedContinuation<Void, Never>? in
      use.userCount -= 1
      guard use.userCount == 0 else { return nil }
      defer { use.closer = nil }
      return use.closer
    }
    closer?.resume()
  }

  /// Notes an operation that a close has to cancel; false if it came too late to start at all.
  func register(_ operation: Operation) -> Bool {
    use.withLock { use in
      if !use.isClosed { use.operations[ObjectIdentifier(operation)] = operation }
      return !use.isClosed
    }
  }

  /// Forgets an operation that ended.
  func unregister(_ operation: Operation) {
    use.withLock { _ = $0.operations.removeValue(forKey: ObjectIdentifier(operation)) }
  }

  /// Closes the socket, which ends all its operations with `closed`; again is no fault.
  ///
  /// Connections end at once; the socket itself when all who are inside have left.
  func close() async {
    let ended = use.withLock { use -> Use? in
      guard !use.isClosed else { return nil }
      use.isClosed = true
      return use
    }
    guard let ended else { return }
    ledger.closeAll()
    for operation in ended.operations.values { operation.cancel() }
    for watcher in ended.watchers { watcher.finish() }
    await withCheckedContinuation { continuation in
      let isEmpty = use.withLock { use in
        if use.userCount > 0 { use.closer = continuation }
        return use.userCount == 0
      }
      if isEmpty { continuation.resume() }
    }
    let (handle, ledger, ledgerNumber) = (handle, ledger, ledgerNumber)
    await withCheckedContinuation { continuation in
      let wait = CloseWait(continuation)
      Self.blockingQueue.async {
        Self.closeNow(handle, ledger, ledgerNumber)
        wait.end()
      }
      Self.blockingQueue.asyncAfter(deadline: .now() + Self.closePatience) { wait.end() }
    }
  }

  /// Seen once in some hundred runs: nng 1.5 did not come back from a close while its connections
  /// ended by themselves. Whoever closes goes on then, and leaves one thread behind.
  private static let closePatience = DispatchTimeInterval.seconds(5)

  /// Returns once ``close()`` was called, or the task is cancelled.
  func waitForClose() async {
    let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
    let isClosed = use.withLock { use in
      if !use.isClosed { use.watchers.append(continuation) }
      return use.isClosed
    }
    if isClosed { continuation.finish() }
    for await _ in stream {}
  }

  // MARK: - Calls that may block

  /// Opening, listening and closing wait for nng's threads; they never run on the tasks' pool.
  private static let blockingQueue = DispatchQueue(
    label: "rota.transport.blocking", attributes: .concurrent)

  private static func blocking<Value: Sendable>(
    _ body: @escaping @Sendable () throws(TransportError) -> Value
  ) async throws(TransportError) -> Value {
    let result: Result<Value, TransportError> = await withCheckedContinuation { continuation in
      blockingQueue.async {
        continuation.resume(returning: Result(catching: body))
      }
    }
    return try result.get()
  }

  private static func closeNow(_ handle: nng_socket, _ ledger: PipeLedger, _ number: UInt) {
    // The only other answer is that it is closed already, which is what was wanted.
    nng_close(handle)
    PipeLedgers.strike(number)
    ledger.finish()
  }

  private static func openNow(
    _ kind: Kind, settings: TransportSettings
  ) throws(TransportError) -> Socket {
    var handle = nng_socket()
    let result =
      switch kind {
      case .reply: nng_rep0_open(&handle)
      case .request: nng_req0_open(&handle)
      case .publish: nng_pub0_open(&handle)
      case .subscribe: nng_sub0_open(&handle)
      }
    try check(result, "opening a socket")
    let ledger = PipeLedger(settings: settings)
    // From here on the object owns the socket: a fault below closes it.
    let socket = Socket(
      handle: handle, ledger: ledger, ledgerNumber: PipeLedgers.enter(ledger))
    try socket.set(kind, settings)
    return socket
  }

  /// Sets every limit before the first byte can arrive.
  private func set(_ kind: Kind, _ settings: TransportSettings) throws(TransportError) {
    let argument = UnsafeMutableRawPointer(bitPattern: ledgerNumber)
    for event in [NNG_PIPE_EV_ADD_PRE, NNG_PIPE_EV_REM_POST] {
      try check(nng_pipe_notify(handle, event, pipeChanged, argument), "watching connections")
    }
    try check(
      nng_socket_set_size(handle, NNG_OPT_RECVMAXSZ, settings.receiveSizeMax),
      "limiting the size of messages")
    try check(
      nng_socket_set_ms(handle, NNG_OPT_RECONNMINT, settings.reconnectDelayMin.milliseconds),
      "setting the first reconnection delay")
    try check(
      nng_socket_set_ms(handle, NNG_OPT_RECONNMAXT, settings.reconnectDelayMax.milliseconds),
      "setting the longest reconnection delay")
    switch kind {
    case .reply: break
    case .request:
      // nng would repeat a request by itself; repeats with ids are the protocol's, one level up.
      try check(
        nng_socket_set_ms(handle, NNG_OPT_REQ_RESENDTIME, NNG_DURATION_INFINITE),
        "switching off repeats")
    case .publish:
      try check(
        nng_socket_set_int(handle, NNG_OPT_SENDBUF, Int32(settings.publishBuffer)),
        "setting the buffer for subscribers")
    case .subscribe:
      try check(
        nng_socket_set_int(handle, NNG_OPT_RECVBUF, Int32(settings.subscribeBuffer)),
        "setting the buffer of the subscriber")
      try check(
        nng_socket_set_bool(handle, NNG_OPT_SUB_PREFNEW, true), "preferring the latest")
      try check(
        nng_socket_set(handle, NNG_OPT_SUB_SUBSCRIBE, nil, 0), "subscribing to everything")
    }
  }
}

/// Throws what nng means by `result` unless it is 0.
func check(
  _ result: Int32, _ step: String, address: String = ""
) throws(TransportError) {
  guard result == 0 else {
    throw TransportError(result: result, step: step, address: address)
  }
}

/// Lets whoever closes a socket go on, once.
private final class CloseWait: Sendable {
  private let waiting: Mutex<CheckedContinuation<Void, Never>?>

  init(_ continuation: CheckedContinuation<Void, Never>) { waiting = Mutex(continuation) }

  func end() {
    let continuation = waiting.withLock { waiting in
      let taken = waiting
      waiting = nil
      return taken
    }
    continuation?.resume()
  }
}
