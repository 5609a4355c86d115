import Coordination
package import Logging
import ServiceLifecycle
import Store
import Transport
import Wire

/// A coordinator: waits until it may lead, then listens to nodes and leads runs.
///
/// Any number may wait; PostgreSQL's advisory lock lets one lead. Everything it knows beyond the
/// database is lost with it, and that is nothing that cannot be had again.
package actor CoordinatorService: Service {
  private let settings: CoordinatorSettings
  private let reader: RunInputReader
  private let logger: Logger
  /// Terms in a row that ended by a fault that waiting does not cure.
  private var brokenTerms = 0

  /// Broken terms in a row after which the process ends, so that whoever supervises it is told.
  private static let brokenTermsMax = 5
  /// Tries of half a second to listen: a predecessor that was killed holds its port no longer.
  private static let listenTries = 20

  package init(_ settings: CoordinatorSettings, reader: RunInputReader, logger: Logger) {
    self.settings = settings
    self.reader = reader
    self.logger = logger
  }

  package func run() async throws {
    do {
      try await cancelWhenGracefulShutdown {
        while true { try await self.term() }
      }
    } catch is CancellationError {
      logger.info("stopping")
    }
  }

  /// One term: waits for the lock, leads, and returns when the database was lost or taken over, or
  /// refused a statement. A new term starts from what the database holds.
  private func term() async throws {
    var began: ContinuousClock.Instant?
    do {
      let connection = try await DatabaseConnection.open(settings.database)
      try await Migrator.ofThisVersion().checkSchema(connection)
      let epoch = try await waitForLeadership(connection)
      logger.info("leading", metadata: ["epoch": "\(epoch)"])
      began = .now
      try await lead(epoch, connection)
    } catch let error as StoreError where error.isTransient || error.code == .superseded {
      logger.warning("term ended", metadata: ["fault": "\(error)"])
      try await Task.sleep(for: settings.pollInterval)
    } catch let error as StoreError {
      guard let began else { throw error }
      logger.error("term broken off", metadata: ["fault": "\(error)"])
      // A term of a minute did useful work: its fault is no repetition of the one before.
      brokenTerms = ContinuousClock.now - began > .seconds(60) ? 1 : brokenTerms + 1
      guard brokenTerms < Self.brokenTermsMax else { throw error }
      try await Task.sleep(for: settings.pollInterval)
    }
  }

  /// Opens a socket that listens, and tries again for a while where its address is still taken.
  private func listening<Value: Sendable>(
    _ open: @Sendable () async throws(TransportError) -> Value
  ) async throws -> Value {
    for _ in 1..<Self.listenTries {
      do {
        return try await open()
      } catch .addressInUse(let address) {
        logger.warning("the address is still taken", metadata: ["address": "\(address)"])
        try await Task.sleep(for: .milliseconds(500))
      }
    }
    return try await open()
  }

  private func waitForLeadership(_ connection: DatabaseConnection) async throws -> Int64 {
    while true {
      try Task.checkCancellation()
      if let epoch = try await connection.tryTakeOver(holder: settings.holder) { return epoch }
      try await Task.sleep(for: settings.pollInterval)
    }
  }

  private func lead(_ epoch: Int64, _ connection: DatabaseConnection) async throws {
    let judging = try await DatabaseConnection.open(settings.database)
    let settings = settings
    let server = try await listening { () async throws(TransportError) in
      try await RequestServer(listen: settings.requestAddress, settings: settings.transport)
    }
    let publisher = try await listening { () async throws(TransportError) in
      try await Publisher(listen: settings.bulletinAddress, settings: settings.transport)
    }
    let leadership = Leadership(
      settings, epoch: epoch,
      Leadership.Databases(leading: connection, judging: judging), publisher, reader, logger)
    logger.info(
      "listening",
      metadata: ["requests": "\(server.address)", "bulletins": "\(publisher.address)"])
    var fault: (any Error)?
    do {
      try await serve(leadership, server)
    } catch {
      fault = error
    }
    leadership.desk.dismissAll()
    await server.close()
    await publisher.close()
    await judging.close()
    await connection.close()
    if let fault { throw fault }
  }

  private func serve(_ leadership: Leadership, _ server: RequestServer) async throws {
    let token = settings.token
    let pollInterval = settings.pollInterval
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await leadership.lead() }
      group.addTask {
        try await server.run { await Reception.answer($0, leadership, token: token) }
      }
      group.addTask {
        for await event in server.pipeEvents {
          if case .closed(let pipe) = event {
            leadership.submit(.cluster(.pipeClosed(SessionID(UInt64(pipe.number)))))
          }
        }
      }
      group.addTask {
        while true {
          try await Task.sleep(for: .milliseconds(100))
          leadership.submit(.cluster(.tick))
        }
      }
      group.addTask {
        while true {
          leadership.submit(.lookAround)
          try await Task.sleep(for: pollInterval)
        }
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }
}

/// The door of the cluster: reads requests, compares tokens, and lets the machine answer.
enum Reception {
  static func answer(
    _ request: IncomingRequest, _ leadership: Leadership, token: [UInt8]
  ) async -> [UInt8]? {
    let envelope: Envelope
    do {
      envelope = try WireCodec.decode(request.body)
    } catch {
      let code: Refused.Code = error.code == .version ? .version : .unreadable
      return refusal(leadership, code, error.text)
    }
    if case .join(let join) = envelope.message, !isEqual(join.token, token) {
      return refusal(leadership, .notAdmitted, "the token of \(join.name) is not the cluster's")
    }
    let number = leadership.desk.number()
    let session = SessionID(UInt64(request.peer.number))
    let reply = await leadership.desk.reply(to: number) {
      leadership.submit(.cluster(.requestReceived(number, from: session, envelope)))
    }
    if reply == nil { leadership.submit(.cluster(.requestAbandoned(number))) }
    return reply
  }

  private static func refusal(
    _ leadership: Leadership, _ code: Refused.Code, _ text: String
  ) -> [UInt8] {
    WireCodec.encode(
      Envelope(epoch: leadership.epoch, message: .refused(Refused(code, text))))
  }

  /// Compares secrets in a time that does not tell where they differ.
  private static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
