/// An address that may be listened on or dialled.
///
/// Taken are `tcp://HOST:PORT`, `ipc://PATH` and `inproc://NAME`. Without TLS a host must be this
/// machine's loopback, so that neither bytes nor trust ever cross a network unprotected.
struct Address: Sendable {
  /// The longest text nng takes, in bytes: its own buffer less the final zero.
  private static let lengthMax = 127

  /// The address as it was given.
  let text: String

  /// The host of a TCP address in the form it was given, brackets included; nil for the others.
  let host: String?

  /// The address in `text`, refused if it is of no form we take or leaves this machine.
  init(_ text: String) throws(TransportError) {
    self.text = text
    guard text.utf8.count <= Self.lengthMax else {
      throw .malformedAddress(text, reason: "expected at most \(Self.lengthMax) bytes")
    }
    guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
      throw .malformedAddress(text, reason: "found a blank or control character")
    }
    if let rest = Self.rest(of: text, after: "tcp://") {
      let host = try Self.host(of: rest, in: text)
      guard Self.isLoopback(host) else { throw .addressNotLocal(text) }
      self.host = host
      return
    }
    guard
      let rest = Self.rest(of: text, after: "ipc://") ?? Self.rest(of: text, after: "inproc://")
    else {
      throw .malformedAddress(text, reason: "expected tcp://HOST:PORT, ipc://PATH or inproc://NAME")
    }
    guard !rest.isEmpty else {
      throw .malformedAddress(text, reason: "found nothing after the scheme")
    }
    host = nil
  }

  private static func rest(of text: String, after scheme: String) -> Substring? {
    text.hasPrefix(scheme) ? text.dropFirst(scheme.count) : nil
  }

  private static func host(
    of authority: Substring, in text: String
  ) throws(TransportError) -> String {
    guard let colon = authority.lastIndex(of: ":"),
      case let digits = authority[authority.index(after: colon)...],
      digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      UInt16(digits) != nil
    else { throw .malformedAddress(text, reason: "expected a port in 0...65535 after the host") }
    return String(authority[..<colon])
  }

  private static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "[::1]" { return true }
    // Only the full dotted form: short forms are read differently by different resolvers.
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "127" else { return false }
    return parts.allSatisfy { part in
      part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        && UInt8(part) != nil
    }
  }
}
