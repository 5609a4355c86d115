/// Where a PostgreSQL database is, in any form that libpq understands.
package struct DatabaseAddress: Sendable, Hashable {
  /// A `postgresql://` URI or a `keyword=value` list; it may hold a password.
  package let connectionInfo: String

  /// Takes a URI or `keyword=value` list as the user wrote it; it is checked on connecting.
  package init(_ connectionInfo: String) {
    self.connectionInfo = connectionInfo
  }

  /// A database behind the Unix socket in `socketFolder`.
  package init(socketFolder: String, database: String, role: String) {
    self.connectionInfo =
      "host=\(Self.quoted(socketFolder)) dbname=\(Self.quoted(database)) user=\(Self.quoted(role))"
  }

  private static func quoted(_ value: String) -> String {
    var text = "'"
    for character in value {
      if character == "'" || character == "\\" { text.append("\\") }
      text.append(character)
    }
    return text + "'"
  }
}

extension DatabaseAddress: CustomStringConvertible {
  /// Fit for logs: an address that may hold a password is not shown.
  package var description: String {
    let holdsSecret =
      connectionInfo.contains("password")
      || (connectionInfo.contains("://") && connectionInfo.contains("@"))
    return holdsSecret ? "(database address with credentials)" : connectionInfo
  }
}
