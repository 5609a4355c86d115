import CPostgreSQL

/// One libpq connection; every call blocks until the database has answered.
///
/// Not Sendable: it belongs to one actor or thread, and is closed when that lets go of it.
final class Session {
  private let connection: OpaquePointer

  /// Opens a connection whose times are in UTC and whose text is UTF-8.
  ///
  /// - Throws: `connectionFailed` with libpq's own words.
  init(to address: DatabaseAddress) throws(StoreError) {
    // Ten seconds: far more than a handshake takes, far less than an operator's patience. Keywords
    // before `dbname` can be overridden by the address, those after it cannot.
    let keywords = ["connect_timeout", "fallback_application_name", "dbname", "client_encoding"]
    let values = ["10", "rota", address.connectionInfo, "UTF8"]
    let opened = Self.withCStrings(keywords) { keywords in
      Self.withCStrings(values) { values in PQconnectdbParams(keywords, values, 1) }
    }
    guard let opened else {
      throw StoreError(.connectionFailed, "out of memory", during: "connect to \(address)")
    }
    guard PQstatus(opened) == CONNECTION_OK else {
      let message = Self.trimmed(PQerrorMessage(opened))
      PQfinish(opened)
      throw StoreError(
        .connectionFailed, message, during: "connect to \(address)",
        remedy: "check that PostgreSQL runs there and lets this user in")
    }
    self.connection = opened
    // Notices say what a statement did not need to do; nobody reads them here.
    PQsetNoticeProcessor(opened, { _, _ in }, nil)
    try script("SET TIME ZONE 'UTC'; SET datestyle = 'ISO, YMD'; SET bytea_output = 'hex'")
  }

  deinit { PQfinish(connection) }

  /// The socket's descriptor, to wait on for notifications.
  var descriptor: Int32 { PQsocket(connection) }

  /// Runs one statement and returns its rows; values travel apart from the text.
  func rows(
    _ statement: String, _ values: [SQLValue] = []
  ) throws(StoreError) -> [Row] {
    try run(statement, values).rows
  }

  /// Runs one statement and returns how many rows it changed.
  @discardableResult
  func execute(
    _ statement: String, _ values: [SQLValue] = []
  ) throws(StoreError) -> Int {
    try run(statement, values).affectedRows
  }

  /// Runs several statements without values: migrations and settings.
  func script(_ statements: String) throws(StoreError) {
    _ = try checked(PQexec(connection, statements), statements)
  }

  /// Undoes something after a fault, which is the one to report: this fails only when the
  /// connection is gone, and then the server undoes it by itself.
  func attempt(_ statement: String) {
    PQclear(PQexec(connection, statement))
  }

  /// Commits what `body` wrote, or none of it when `body` throws.
  func transaction<Value>(
    _ body: () throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    try script("BEGIN")
    do {
      let value = try body()
      try script("COMMIT")
      return value
    } catch {
      attempt("ROLLBACK")
      throw error
    }
  }

  /// Sends `rows` through `COPY … FROM STDIN` and returns how many arrived.
  ///
  /// - Complexity: O(bytes of the rows).
  @discardableResult
  func copy(_ statement: String, _ rows: CopyRows) throws(StoreError) -> Int {
    let begun = PQexec(connection, statement)
    let status = PQresultStatus(begun)
    guard status == PGRES_COPY_IN else { throw fault(begun, statement) }
    PQclear(begun)
    // Pieces of 1 MiB: libpq keeps a copy of each piece until the server has taken it.
    var sent = 0
    while sent < rows.bytes.count {
      let size = min(1 << 20, rows.bytes.count - sent)
      let result = rows.bytes.withUnsafeBufferPointer { buffer in
        buffer.withMemoryRebound(to: CChar.self) { characters in
          // A non-empty buffer has a base address, and `size` is at least 1 here.
          PQputCopyData(connection, characters.baseAddress! + sent, Int32(size))
        }
      }
      guard result == 1 else { throw fault(nil, statement) }
      sent += size
    }
    guard PQputCopyEnd(connection, nil) == 1 else { throw fault(nil, statement) }
    let ended = try checked(PQgetResult(connection), statement)
    while let further = PQgetResult(connection) { PQclear(further) }
    return ended.affectedRows
  }

  /// Notifications that have arrived, without waiting for more.
  func receivedNotifications() throws(StoreError) -> [(channel: String, payload: String)] {
    guard PQconsumeInput(connection) == 1 else { throw fault(nil, "wait for notifications") }
    var received: [(channel: String, payload: String)] = []
    while let notification = PQnotifies(connection) {
      received.append(
        (
          String(cString: notification.pointee.relname), String(cString: notification.pointee.extra)
        ))
      PQfreemem(notification)
    }
    return received
  }

  private func run(
    _ statement: String, _ values: [SQLValue]
  ) throws(StoreError) -> StatementResult {
    let encoded = EncodedParameters(values)
    // libpq would cut such a text off without a word.
    if values.contains(where: \.holdsZeroByte) {
      throw StoreError(
        .statementFailed, "a text holds a zero byte, which PostgreSQL cannot keep",
        during: Self.context(of: statement))
    }
    let result = encoded.storage.withUnsafeBufferPointer { buffer -> OpaquePointer? in
      buffer.withMemoryRebound(to: CChar.self) { characters in
        let pointers = encoded.starts.map { start in
          start.flatMap { offset in characters.baseAddress.map { $0 + offset } }
        }
        return PQexecParams(
          connection, statement, Int32(values.count), nil, pointers, encoded.lengths,
          encoded.formats, 0)
      }
    }
    return try checked(result, statement)
  }

  private func checked(
    _ result: OpaquePointer?, _ statement: String
  ) throws(StoreError) -> StatementResult {
    let status = PQresultStatus(result)
    guard let result, status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else {
      throw fault(result, statement)
    }
    return StatementResult(owning: result)
  }

  /// Describes a failed statement; clears `result`.
  private func fault(_ result: OpaquePointer?, _ statement: String) -> StoreError {
    defer { PQclear(result) }
    let lost = PQstatus(connection) == CONNECTION_BAD
    // PG_DIAG_SQLSTATE, PG_DIAG_MESSAGE_PRIMARY and PG_DIAG_MESSAGE_DETAIL of postgres_ext.h:
    // macros over character literals do not reach Swift.
    let state = Self.field(result, "C")
    let primary = Self.field(result, "M") ?? Self.trimmed(PQerrorMessage(connection))
    let detail = Self.field(result, "D").map { " (\($0))" } ?? ""
    return StoreError(
      Self.code(ofState: state, lost: lost), primary + detail, during: Self.context(of: statement),
      sqlState: state,
      remedy: Self.field(result, "H"))
  }

  private static func context(of statement: String) -> String {
    statement.split(whereSeparator: \.isWhitespace).prefix(8).joined(separator: " ")
  }

  private static func code(ofState state: String?, lost: Bool) -> StoreError.Code {
    if lost { return .connectionLost }
    // RT001 is raised by our own trigger on the states of runs; class 23 is PostgreSQL's for
    // constraints.
    if state == "RT001" { return .illegalTransition }
    return state?.hasPrefix("23") == true ? .constraintViolated : .statementFailed
  }

  private static func field(_ result: OpaquePointer?, _ letter: Character) -> String? {
    // Every letter passed is ASCII.
    guard let text = PQresultErrorField(result, Int32(letter.asciiValue!)) else { return nil }
    return String(cString: text)
  }

  private static func trimmed(_ message: UnsafeMutablePointer<CChar>?) -> String {
    guard let message else { return "no message" }
    return String(cString: message).split(whereSeparator: \.isNewline).joined(separator: "; ")
  }

  /// Lends `strings` as a null-terminated array of C strings.
  private static func withCStrings<Value>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
  ) -> Value {
    var storage: [CChar] = []
    var starts: [Int] = []
    for string in strings {
      starts.append(storage.count)
      storage.append(contentsOf: string.utf8CString)
    }
    return storage.withUnsafeBufferPointer { buffer in
      let pointers: [UnsafePointer<CChar>?] =
        starts.map { start in buffer.baseAddress.map { $0 + start } } + [nil]
      // Never empty: it ends in nil.
      return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
    }
  }
}
