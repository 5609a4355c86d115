import Glibc

/// A TCP connection on loopback that keeps to no protocol.
final class RawConnection {
  private let descriptor: Int32

  /// The greeting of a requester in nng's wire protocol.
  static let greeting: [UInt8] = [0, 0x53, 0x50, 0, 0, 0x30, 0, 0]

  /// Connects to `tcp://127.0.0.1:PORT`; nil when nobody listens there.
  init?(to address: String) {
    let port = UInt16(address.split(separator: ":").last ?? "") ?? 0
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var target = sockaddr_in()
    target.sin_family = sa_family_t(AF_INET)
    target.sin_port = port.bigEndian
    target.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &target) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if result != 0 {
      close(descriptor)
      return nil
    }
  }

  deinit { close(descriptor) }

  /// A message in nng's wire protocol: its length, a request's number, and `body`.
  static func message(_ body: [UInt8], declaring count: UInt64? = nil) -> [UInt8] {
    let number: [UInt8] = [0x80, 0, 0, 1]
    let length = count ?? UInt64(number.count + body.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * UInt64($0))) } + number
      + body
  }

  /// Sends as much as the peer takes; what it does not want is no fault here.
  func send(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }
}
