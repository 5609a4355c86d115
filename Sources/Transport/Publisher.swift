import CNNG

/// Tells every subscriber, without waiting for any of them.
///
/// A subscriber that reads too slowly misses messages once its buffer of
/// ``TransportSettings/publishBuffer`` is full, and one that is not connected misses all: so what
/// is published carries sequence numbers, and is repeated in replies.
package final class Publisher: Sendable {
  /// The address really bound: port 0 is replaced by the port the system chose.
  package let address: String

  private let socket: Socket
  private let settings: TransportSettings

  /// Listens on `address` for subscribers.
  ///
  /// - Throws: `unusableSettings`, `malformedAddress`, `addressNotLocal`, `addressInUse`,
  ///   `library`.
  package init(
    listen address: String, settings: TransportSettings = TransportSettings()
  ) async throws(TransportError) {
    let parsed = try Address(address)
    self.settings = settings
    socket = try await Socket.open(.publish, settings: settings)
    self.address = try await socket.listen(on: parsed)
  }

  /// The subscribers connected at this moment.
  package var connectionCount: Int { socket.ledger.connectionCount }

  /// Subscribers that came and went, in order, for one reader; bounded as on ``RequestServer``.
  package var pipeEvents: AsyncStream<PipeEvent> { socket.ledger.events }

  /// Hands `bytes` to every subscriber connected now; never blocks.
  ///
  /// - Throws: `messageTooLarge`, `closed`, `library`.
  package func publish(_ bytes: [UInt8]) throws(TransportError) {
    let frame = try settings.packed(bytes)
    try socket.enter()
    defer { socket.leave() }
    guard let message = try Operation.message(holding: frame) else { return }
    let result = nng_sendmsg(socket.handle, message, Int32(NNG_FLAG_NONBLOCK))
    guard result == 0 else {
      nng_msg_free(message)
      throw TransportError(result: result, step: "publishing")
    }
  }

  /// Stops listening and drops the subscribers; again is no fault.
  package func close() async {
    await socket.close()
  }
}
