#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A TCP connection of a peer that does not keep to any protocol.
final class PlainSocket {
  /// Not every byte was taken, or no connection came about; with the system's number.
  struct Failure: Error {
    var number: Int32
  }

  private let descriptor: Int32

  /// Connects to `tcp://127.0.0.1:PORT`.
  init(to address: String) throws {
    let port = UInt16(address.split(separator: ":").last ?? "") ?? 0
    #if canImport(Glibc)
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    // Ten seconds end a read that the server should have ended.
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var target = sockaddr_in()
    target.sin_family = sa_family_t(AF_INET)
    target.sin_port = port.bigEndian
    target.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &target) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Failure(number: errno) }
  }

  deinit {
    close(descriptor)
  }

  /// The greeting of a requester in nng's wire protocol.
  static let greeting: [UInt8] = [0, 0x53, 0x50, 0, 0, 0x30, 0, 0]

  /// A message in nng's wire protocol: its length, a request's number, and `body`.
  static func message(_ body: [UInt8], declaring count: UInt64? = nil) -> [UInt8] {
    let number: [UInt8] = [0x80, 0, 0, 1]
    let length = count ?? UInt64(number.count + body.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * UInt64($0))) } + number
      + body
  }

  /// Sends `bytes`, as many as the server takes; false once it has closed the connection.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Self.write(descriptor, $0)
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Reads until the server closes the connection; false if it does not within ten seconds.
  func waitForClose() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count == 0 { return true }
      if count < 0 { return errno == ECONNRESET || errno == EPIPE }
    }
  }

  private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    #else
      Darwin.send(descriptor, bytes.baseAddress, bytes.count, 0)
    #endif
  }
}
