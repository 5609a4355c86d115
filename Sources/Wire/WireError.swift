/// Why bytes were not accepted as a message or a grid; never fatal to the receiver.
package struct WireError: Error, Sendable, Hashable {
  /// Stable numbers, documented in `docs/protocol.md`.
  package enum Code: UInt32, Sendable, CaseIterable {
    /// Not a message at all, or cut off.
    case malformed = 4001
    /// The sender's major version is another one.
    case version = 4002
    /// More bytes or entries than ``WireLimits`` allows.
    case tooLarge = 4003
    /// A number points outside what it indexes, or tables disagree.
    case inconsistent = 4004
  }

  package var code: Code
  /// What was found where, and what was expected.
  package var text: String

  package init(_ code: Code, _ text: String) {
    self.code = code
    self.text = text
  }
}

extension WireError: CustomStringConvertible {
  package var description: String { "E\(code.rawValue) \(text)" }
}
