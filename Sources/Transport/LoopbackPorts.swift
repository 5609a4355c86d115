import Glibc

/// Ports of the loopback interface for processes that are about to listen, kept from others who
/// choose theirs in the same way until this is let go.
///
/// A port that is bound to see whether it is free, and released again, may be given to two
/// clusters that start at the same moment; one's nodes would then ask the other's coordinator. So
/// each chosen port is claimed first, by an abstract Unix socket of its name: the kernel gives it
/// to one process of the machine and takes it back when that ends, however it ends.
package final class LoopbackPorts: Sendable {
  package let ports: [UInt16]
  private let claims: [Int32]

  /// Times that the system is asked for another port when its choice is claimed already.
  private static let triesMax = 32

  /// The preferred ports where they are free and unclaimed, else ones that the system chooses.
  /// Somebody who claims nothing may still take one before it is used; the process that listens
  /// then says so and is started again.
  package init(preferring preferred: [UInt16]) {
    var ports: [UInt16] = []
    var claims: [Int32] = []
    for port in preferred {
      var found = Self.free(port)
      for _ in 0..<Self.triesMax where found == nil { found = Self.free(0) }
      ports.append(found?.port ?? port)
      if let claim = found?.claim { claims.append(claim) }
    }
    self.ports = ports
    self.claims = claims
  }

  deinit { for claim in claims { close(claim) } }

  /// A port that is free, or the system's choice for 0, with its claim; nil when it is taken.
  private static func free(_ port: UInt16) -> (port: UInt16, claim: Int32)? {
    guard let bound = bound(port), let claim = claim(bound) else { return nil }
    return (bound, claim)
  }

  /// Takes the name of a port; nil when somebody has it.
  private static func claim(_ port: UInt16) -> Int32? {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let socket = socket(AF_UNIX, kind, 0)
    guard socket >= 0 else { return nil }
    // A name that begins with a zero is no file, but the kernel's own.
    let name = [0] + Array("rota-port-\(port)".utf8)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
    let isOurs = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, length) == 0 }
    }
    guard !isOurs else { return socket }
    close(socket)
    return nil
  }

  /// Binds a port and lets it go; nil when it is taken.
  private static func bound(_ port: UInt16) -> UInt16? {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { return nil }
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(socket, generic, length) == 0 && getsockname(socket, generic, &length) == 0
      }
    }
    return isBound ? UInt16(bigEndian: address.sin_port) : nil
  }
}
