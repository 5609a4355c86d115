/// What went wrong between this process and its database, with a code that never changes meaning.
package struct StoreError: Error, Sendable, Equatable {
  /// Stable storage faults; each is listed in `docs/errors.md`.
  package enum Code: String, Sendable, CaseIterable {
    /// No connection could be opened.
    case connectionFailed = "E5001"
    /// The connection was lost while a statement ran; whether it took effect is unknown.
    case connectionLost = "E5002"
    /// The database refused a statement.
    case statementFailed = "E5003"
    /// A constraint of the schema refused a row.
    case constraintViolated = "E5004"
    /// A row did not have the column or the form that the reader expects.
    case unexpectedShape = "E5005"
    /// Another coordinator has taken over: this epoch may not write any more.
    case superseded = "E5006"
    /// The idempotency key was used before with another request.
    case idempotencyConflict = "E5007"
    /// The run may not go from its present state to the one asked for.
    case illegalTransition = "E5008"
    /// No row has this identifier.
    case notFound = "E5009"
    /// The database lacks migrations that this version needs.
    case schemaBehind = "E5010"
    /// A migration that was applied has since been edited.
    case migrationEdited = "E5011"
    /// The database holds migrations that this version does not know.
    case schemaAhead = "E5012"
    /// No folder with migrations was found, or a file in it is unusable.
    case migrationsUnusable = "E5013"
    /// PostgreSQL's server programs are not installed.
    case serverNotInstalled = "E5014"
    /// The embedded server did not start or stop.
    case serverFailed = "E5015"
    /// The path of the server's socket is longer than the system allows.
    case socketPathTooLong = "E5016"
    /// The state folder cannot be created, read or written.
    case stateFolderUnusable = "E5017"
  }

  package var code: Code
  /// The five characters PostgreSQL gives every fault; nil when the fault did not come from it.
  package var sqlState: String?
  /// What was found and what was expected.
  package var message: String
  /// What was being attempted.
  package var context: String
  /// What is likely to help; nil when nothing general can be said.
  package var remedy: String?

  /// An error that did not come from a statement when `sqlState` is nil.
  package init(
    _ code: Code, _ message: String, during context: String, sqlState: String? = nil,
    remedy: String? = nil
  ) {
    self.code = code
    self.message = message
    self.context = context
    self.sqlState = sqlState
    self.remedy = remedy
  }

  /// Whether the same attempt may succeed later on a fresh connection.
  ///
  /// True for a connection that could not be opened or was lost, for a server that is starting,
  /// stopping or full, and for transactions that lost against another. The caller decides.
  package var isTransient: Bool {
    switch code {
    case .connectionFailed, .connectionLost: return true
    default: break
    }
    guard let sqlState else { return false }
    // 08: connection faults. 57P01...57P03: shutdown, crash, starting. 40001, 40P01: lost to
    // another transaction. 53300: too many connections. 55P03: a lock was not available.
    return sqlState.hasPrefix("08")
      || ["57P01", "57P02", "57P03", "40001", "40P01", "53300", "55P03"].contains(sqlState)
  }
}

extension StoreError: CustomStringConvertible {
  package var description: String {
    var text = "\(code.rawValue) \(context): \(message)"
    if let sqlState { text += " [SQLSTATE \(sqlState)]" }
    if let remedy { text += " — \(remedy)" }
    return text
  }
}
