import Logging
import Transport
import Wire

/// A node's conversation with whoever leads: joins, repeats what got lost, and joins again when
/// the leader or the connection changes.
actor CoordinatorLink {
  private let settings: NodeSettings
  private let client: RequestClient
  private let logger: Logger
  private var membership: (joined: Joined, epoch: UInt64)?
  private var lastNode: NodeID?
  private var joining: Task<Void, any Error>?

  /// How long one request waits for its reply; the coordinator answers all but ``AskWork`` at once.
  private static let patience = Duration.seconds(5)
  /// A request for work may be parked by the coordinator; longer than its own limit of 10 s.
  private static let longPatience = Duration.seconds(20)
  /// Pause before a request is repeated or a join tried again: a redial takes up to 400 ms.
  private static let pause = Duration.milliseconds(300)

  init(_ settings: NodeSettings, _ client: RequestClient, _ logger: Logger) {
    self.settings = settings
    self.client = client
    self.logger = logger
  }

  /// Interval between heartbeats, as the coordinator set it.
  var heartbeat: Duration {
    .milliseconds(membership?.joined.heartbeatMilliseconds ?? 1_000)
  }

  /// The identifier under which the coordinator knows this node; joins first when there is none.
  func node() async throws -> NodeID {
    while true {
      try Task.checkCancellation()
      if let membership { return membership.joined.node }
      let task = joining ?? Task { try await self.join() }
      joining = task
      do {
        try await withTaskCancellationHandler {
          try await task.value
        } onCancel: {
          // Whoever waits for the same join and was not cancelled starts another.
          task.cancel()
        }
      } catch is CancellationError {
        logger.debug("a join was given up")
      }
    }
  }

  /// The reply to a message that carries this node's identifier.
  ///
  /// Repeats the request until an answer comes or the task is cancelled. A refusal that asks for a
  /// new join forgets the membership and is returned, because the message named the old one.
  func ask(_ message: (NodeID) -> Message) async throws -> Message {
    while true {
      let node = try await node()
      guard let epoch = membership?.epoch else { continue }
      let request = message(node)
      let bytes = WireCodec.encode(Envelope(epoch: epoch, message: request))
      let patience = request.kind == .askWork ? Self.longPatience : Self.patience
      do {
        let reply = try WireCodec.decode(try await client.request(bytes, timeout: patience))
        if case .refused(let refusal) = reply.message { forgetIfAsked(refusal) }
        return reply.message
      } catch let error as TransportError {
        try await afterLoss(error, of: request.kind)
      } catch let error as WireError {
        logger.warning("unreadable reply", metadata: ["fault": "\(error)"])
        try await Task.sleep(for: Self.pause)
      }
    }
  }

  /// Says goodbye; once, without waiting long.
  func leave() async {
    guard let membership else { return }
    let message = Message.leave(Leave(node: membership.joined.node))
    let bytes = WireCodec.encode(Envelope(epoch: membership.epoch, message: message))
    do {
      _ = try await client.request(bytes, timeout: .seconds(1))
    } catch {
      logger.debug("nobody heard the goodbye", metadata: ["fault": "\(error)"])
    }
  }

  private func join() async throws {
    defer { joining = nil }
    let join = Join(
      name: settings.name, token: settings.token, slots: settings.slots,
      memoryBytes: settings.memoryBytes, resumedNode: lastNode)
    let bytes = WireCodec.encode(Envelope(epoch: 0, message: .join(join)))
    while membership == nil {
      do {
        let reply = try WireCodec.decode(
          try await client.request(bytes, timeout: Self.patience))
        switch reply.message {
        case .joined(let joined):
          membership = (joined, reply.epoch)
          lastNode = joined.node
          logger.info(
            "joined", metadata: ["node": "\(joined.node)", "epoch": "\(reply.epoch)"])
        case .refused(let refusal) where refusal.code == .notAdmitted:
          throw NodeError.notAdmitted(refusal.text)
        case .refused(let refusal):
          logger.warning("join refused", metadata: ["text": "\(refusal.text)"])
          client.preferNextAddress()
          try await Task.sleep(for: Self.pause)
        default:
          logger.warning("a join answered by something else")
          try await Task.sleep(for: Self.pause)
        }
      } catch let error as TransportError {
        try await afterLoss(error, of: .join)
      } catch let error as WireError {
        // A coordinator of another version, or none at all: another address may be better.
        logger.warning("unreadable reply to a join", metadata: ["fault": "\(error)"])
        client.preferNextAddress()
        try await Task.sleep(for: .seconds(1))
      }
    }
  }

  private func forgetIfAsked(_ refusal: Refused) {
    if refusal.code == .rejoin || refusal.code == .staleEpoch {
      membership = nil
      logger.info("joining again", metadata: ["text": "\(refusal.text)"])
    }
  }

  private func afterLoss(_ error: TransportError, of kind: MessageKind) async throws {
    if Task.isCancelled || error == .cancelled || error == .closed { throw CancellationError() }
    logger.debug("repeating", metadata: ["request": "\(kind.rawValue)", "fault": "\(error)"])
    try await Task.sleep(for: Self.pause)
  }
}
