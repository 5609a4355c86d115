import Transport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Patience where an answer is certain: long enough for the slowest machine, never waited out.
let patience = Duration.seconds(60)

/// Patience where no answer can come: waited out in full, so short.
let glance = Duration.milliseconds(300)

/// Any free port of this machine.
let anyPort = "tcp://127.0.0.1:0"

/// The address of a socket file that no other process of this machine uses.
func localFile(named name: String) -> String { "ipc:///tmp/rota-\(getpid())-\(name).socket" }

/// Returns when the task is cancelled, as a long poll without news does.
func sleepUntilCancelled() async {
  let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
  for await _ in stream {}
  continuation.finish()
}

/// Runs `body` while a server answers by `handler`; the server is closed in every case.
func withServer(
  on address: String = anyPort, settings: TransportSettings = TransportSettings(),
  answering handler: @escaping @Sendable (IncomingRequest) async -> [UInt8]? = { $0.body },
  _ body: (RequestServer) async throws -> Void
) async throws {
  let server = try await RequestServer(listen: address, settings: settings)
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { try await server.run(handler) }
    do {
      try await body(server)
    } catch {
      await server.close()
      throw error
    }
    await server.close()
    try await group.waitForAll()
  }
}

/// Runs `body` with a client of `addresses`, closed in every case.
func withClient(
  of addresses: [String], settings: TransportSettings = TransportSettings(),
  _ body: (RequestClient) async throws -> Void
) async throws {
  let client = try await RequestClient(dial: addresses, settings: settings)
  do {
    try await body(client)
  } catch {
    await client.close()
    throw error
  }
  await client.close()
}

/// The answer to `bytes`, asked for anew whenever it is lost, as the protocol's repeats do.
func persistentRequest(
  _ bytes: [UInt8], by client: RequestClient, attemptsMax: Int = 100
) async throws -> [UInt8] {
  for _ in 1..<attemptsMax {
    do throws(TransportError) {
      return try await client.request(bytes, timeout: glance)
    } catch {
      guard error == .timedOut || error == .connectionLost else { throw error }
    }
  }
  return try await client.request(bytes, timeout: patience)
}

/// Lets those who wait go once a given number of them has come.
actor Gate {
  private let expected: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var isOpen = false

  init(expected: Int) {
    self.expected = expected
  }

  func pass() async {
    if isOpen { return }
    await withCheckedContinuation { continuation in
      waiting.append(continuation)
      if waiting.count == expected { open() }
    }
  }

  /// How many wait at this moment.
  var waitingCount: Int { waiting.count }

  func open() {
    isOpen = true
    for continuation in waiting { continuation.resume() }
    waiting = []
  }
}
