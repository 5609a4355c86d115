package import Compression
import CNNG

/// Why an operation on a socket did not do what was asked.
package enum TransportError: Error, Equatable, Sendable {
  /// Settings outside their ranges: all of them, not only the first.
  case unusableSettings([SettingFault])
  /// An address that is not of a form we take; the text says which forms there are.
  case malformedAddress(String, reason: String)
  /// An address that other machines can reach; without TLS only this machine may be spoken to.
  case addressNotLocal(String)
  /// A client or subscriber without a single address to dial.
  case noAddress
  /// A message that the other side would refuse: its size and the limit, both in bytes.
  case messageTooLarge(size: Int, limit: Int)
  /// An answer that is not an intact LZ4 frame within the limits.
  case malformedReply(CompressionError)
  /// More requests in flight than ``TransportSettings/contexts`` allows.
  case tooManyRequests(limit: Int)
  /// No answer within the time given. The request may or may not have been received.
  case timedOut
  /// The connection ended before the answer. The request may or may not have been received.
  case connectionLost
  /// The task that asked was cancelled.
  case cancelled
  /// The socket was closed on our side.
  case closed
  /// The address is taken by another listener.
  case addressInUse(String)
  /// Anything else that nng reports: its number, its words, and the step that met it.
  case library(code: Int32, text: String, step: String)
}

extension TransportError {
  /// The stable code of the error, as `docs/errors.md` lists it.
  package var code: String {
    switch self {
    case .unusableSettings: "E4901"
    case .malformedAddress: "E4902"
    case .addressNotLocal: "E4903"
    case .noAddress: "E4904"
    case .messageTooLarge: "E4905"
    case .malformedReply: "E4906"
    case .tooManyRequests: "E4907"
    case .timedOut: "E4908"
    case .connectionLost: "E4909"
    case .cancelled: "E4910"
    case .closed: "E4911"
    case .addressInUse: "E4912"
    case .library: "E4913"
    }
  }

  /// The error that nng means by `result`, which is not 0, in the step named.
  init(result: Int32, step: String, address: String = "") {
    switch UInt32(bitPattern: result) {
    case NNG_ETIMEDOUT.rawValue: self = .timedOut
    case NNG_ECONNRESET.rawValue: self = .connectionLost
    case NNG_ECANCELED.rawValue: self = .cancelled
    case NNG_ECLOSED.rawValue: self = .closed
    case NNG_EADDRINUSE.rawValue: self = .addressInUse(address)
    default:
      // nng keeps these texts for the life of the process and never returns null.
      self = .library(code: result, text: String(cString: nng_strerror(result)), step: step)
    }
  }
}

extension TransportError: CustomStringConvertible {
  /// What was found, what was expected and what to try, in one line with the code first.
  package var description: String { "\(code): \(explanation)" }

  private var explanation: String {
    switch self {
    case .unusableSettings(let faults):
      "unusable transport settings: "
        + faults.map {
          "\($0.code) \($0.setting) is \($0.found), expected \($0.expected); \($0.remedy)"
        }.joined(separator: "; ")
    case .malformedAddress(let address, let reason):
      "cannot use the address \"\(address)\": \(reason)"
    case .addressNotLocal(let address):
      "the address \"\(address)\" can be reached from other machines; without TLS only "
        + "127.0.0.0/8, ::1, localhost, ipc:// and inproc:// are used"
    case .noAddress: "found no address to dial; expected at least one"
    case .messageTooLarge(let size, let limit):
      "a message of \(size) bytes would be refused; the limit is \(limit)"
    case .malformedReply(let error): "the answer is malformed: \(error)"
    case .tooManyRequests(let limit): "more than \(limit) requests in flight"
    case .timedOut: "no answer in time"
    case .connectionLost: "the connection ended before the answer"
    case .cancelled: "the request was cancelled"
    case .closed: "the socket is closed"
    case .addressInUse(let address):
      "the address \"\(address)\" is taken; stop the other listener or choose another port"
    case .library(let code, let text, let step): "nng error \(code) (\(text)) on \(step)"
    }
  }
}
