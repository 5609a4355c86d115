import CNNG
import Compression
import Synchronization

/// Hears what the publishers at some addresses tell.
///
/// Up to ``TransportSettings/subscribeBuffer`` messages wait to be read; then the oldest gives way
/// to the latest. Messages from several addresses come in the order of arrival.
package final class Subscriber: Sendable {
  private let socket: Socket
  private let settings: TransportSettings
  private let refused = Atomic(0)

  /// Dials `addresses` in the background; none need listen yet.
  ///
  /// - Throws: `noAddress`, `unusableSettings`, `malformedAddress`, `addressNotLocal`, `library`.
  package init(
    dial addresses: [String], settings: TransportSettings = TransportSettings()
  ) async throws(TransportError) {
    guard !addresses.isEmpty else { throw .noAddress }
    var parsed: [Address] = []
    for address in addresses { parsed.append(try Address(address)) }
    self.settings = settings
    socket = try await Socket.open(.subscribe, settings: settings)
    for address in parsed { try await socket.dial(address) }
  }

  /// Whether any address is connected at this moment.
  package var isConnected: Bool { socket.ledger.isConnected }

  /// Messages that were no intact LZ4 frames within the limits, and were passed over.
  package var refusedFrames: Int { refused.load(ordering: .relaxed) }

  /// The messages from now on, for one reader; ends when the subscriber is closed or the reading
  /// task is cancelled.
  package var messages: AsyncStream<[UInt8]> {
    AsyncStream { await self.next() }
  }

  /// The next message; nil once the subscriber is closed or the task is cancelled.
  package func next() async -> [UInt8]? {
    let handle = socket.handle
    while true {
      let received: Operation.Outcome
      do throws(TransportError) {
        try socket.enter()
        defer { socket.leave() }
        received = try await Operation.receive(on: socket, timeout: NNG_DURATION_INFINITE) {
          nng_recv_aio(handle, $0)
        }
      } catch {
        // Closed and cancelled are the only ways a receive without a time limit ends, want of
        // memory apart; each is the end of the messages.
        return nil
      }
      do throws(CompressionError) {
        return try LZ4Frame.decompress(received.body, limit: settings.decompressedSizeMax)
      } catch {
        refused.add(1, ordering: .relaxed)
      }
    }
  }

  /// Ends the connections and the messages; again is no fault.
  package func close() async {
    await socket.close()
  }
}
