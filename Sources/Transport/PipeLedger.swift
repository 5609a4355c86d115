import CNNG
import Synchronization

/// The name of one connection, unique while the process lives.
package struct PipeID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// nng's number for the connection, above 0.
  package let number: UInt32

  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }

  /// The word "pipe" and the number.
  package var description: String { "pipe \(number)" }
}

/// What happened to a connection.
package enum PipeEvent: Hashable, Sendable {
  /// A peer connected; ``closed(_:)`` with the same name follows at some time.
  case opened(PipeID)
  /// The connection ended, by either side; nothing more comes from it.
  case closed(PipeID)
}

/// The open connections of one socket, and what each has been guilty of.
final class PipeLedger: Sendable {
  /// Malformed frames so far of each connection that is open and admitted.
  private let offences = Mutex<[UInt32: Int]>([:])
  private let isClosing = Atomic(false)
  private let connectionsMax: Int
  private let continuation: AsyncStream<PipeEvent>.Continuation

  /// Connections opened and closed, in order; bounded, the oldest gives way.
  let events: AsyncStream<PipeEvent>

  init(settings: TransportSettings) {
    connectionsMax = settings.connectionsMax
    (events, continuation) = AsyncStream.makeStream(
      bufferingPolicy: .bufferingNewest(settings.pipeEventBuffer))
  }

  /// Whether a peer is connected at this moment.
  var isConnected: Bool { offences.withLock { !$0.isEmpty } }

  /// How many peers are connected at this moment.
  var connectionCount: Int { offences.withLock { $0.count } }

  /// Ends every connection, and admits no more.
  func closeAll() {
    isClosing.store(true, ordering: .sequentiallyConsistent)
    for pipe in offences.withLock({ $0.keys.sorted() }) { nng_pipe_close(nng_pipe(id: pipe)) }
  }

  /// Takes in a new connection, or answers false where there are enough.
  func admit(_ pipe: UInt32) -> Bool {
    let admitted = offences.withLock { open in
      guard open.count < connectionsMax, !isClosing.load(ordering: .sequentiallyConsistent) else {
        return false
      }
      open[pipe] = 0
      return true
    }
    if admitted { continuation.yield(.opened(PipeID(number: pipe))) }
    return admitted
  }

  /// Forgets a connection that ended; one that was never admitted is no event.
  func remove(_ pipe: UInt32) {
    let wasOpen = offences.withLock { $0.removeValue(forKey: pipe) != nil }
    if wasOpen { continuation.yield(.closed(PipeID(number: pipe))) }
  }

  /// Counts a malformed frame against a connection, and answers how many it has now.
  func countOffence(of pipe: UInt32) -> Int {
    offences.withLock { open in
      guard let before = open[pipe] else { return 0 }
      open[pipe] = before + 1
      return before + 1
    }
  }

  /// Ends the stream of events.
  func finish() { continuation.finish() }
}

/// The ledgers that nng's callbacks find by number.
///
/// A callback carries a number instead of a pointer, so that one which comes after its socket was
/// closed finds nothing, rather than memory that is gone.
enum PipeLedgers {
  private struct State {
    var next: UInt = 1
    var ledgers: [UInt: PipeLedger] = [:]
  }

  private static let state = Mutex(State())

  /// Enters a ledger under a number above 0 that was never used before.
  static func enter(_ ledger: PipeLedger) -> UInt {
    state.withLock { state in
      defer { state.next += 1 }
      state.ledgers[state.next] = ledger
      return state.next
    }
  }

  /// Strikes out the ledger entered under `number`.
  static func strike(_ number: UInt) {
    state.withLock { _ = $0.ledgers.removeValue(forKey: number) }
  }

  /// The ledger entered under `number`, if its socket is still open.
  static func ledger(_ number: UInt) -> PipeLedger? {
    state.withLock { $0.ledgers[number] }
  }
}

/// Called by nng's threads just before a connection joins its socket and just after it left.
nonisolated func pipeChanged(
  _ pipe: nng_pipe, _ event: nng_pipe_ev, _ argument: UnsafeMutableRawPointer?
) {
  guard let ledger = PipeLedgers.ledger(UInt(bitPattern: argument)) else { return }
  let number = UInt32(bitPattern: nng_pipe_id(pipe))
  if event == NNG_PIPE_EV_ADD_PRE {
    if !ledger.admit(number) { nng_pipe_close(pipe) }
  } else if event == NNG_PIPE_EV_REM_POST {
    ledger.remove(number)
  }
}
