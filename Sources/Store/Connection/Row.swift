import CPostgreSQL

/// Owns what the database answered to one statement.
final class StatementResult {
  fileprivate let pointer: OpaquePointer

  /// Takes over `pointer`, a `PGresult`, and clears it at the end.
  init(owning pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit { PQclear(pointer) }

  /// How many rows a statement changed or returned.
  var affectedRows: Int {
    Int(String(cString: PQcmdTuples(pointer))) ?? 0
  }

  var rows: [Row] {
    (0..<PQntuples(pointer)).map { Row(result: self, index: $0) }
  }
}

/// One row of an answer, read by column name; a missing or malformed column is an error.
struct Row {
  fileprivate let result: StatementResult
  fileprivate let index: Int32

  func optionalText(_ column: String) throws(StoreError) -> String? {
    let field = PQfnumber(result.pointer, column)
    guard field >= 0 else {
      throw StoreError(
        .unexpectedShape, "the answer has no column \"\(column)\"", during: "read a row")
    }
    if PQgetisnull(result.pointer, index, field) == 1 { return nil }
    return String(cString: PQgetvalue(result.pointer, index, field))
  }

  func text(_ column: String) throws(StoreError) -> String {
    guard let value = try optionalText(column) else {
      throw unexpected(column, found: "NULL", expected: "a value")
    }
    return value
  }

  func optionalInteger(_ column: String) throws(StoreError) -> Int64? {
    guard let value = try optionalText(column) else { return nil }
    guard let number = Int64(value) else {
      throw unexpected(column, found: value, expected: "an integer")
    }
    return number
  }

  func integer(_ column: String) throws(StoreError) -> Int64 {
    let value = try text(column)
    guard let number = Int64(value) else {
      throw unexpected(column, found: value, expected: "an integer")
    }
    return number
  }

  func optionalReal(_ column: String) throws(StoreError) -> Double? {
    guard let value = try optionalText(column) else { return nil }
    guard let number = Double(value) else {
      throw unexpected(column, found: value, expected: "a number")
    }
    return number
  }

  func boolean(_ column: String) throws(StoreError) -> Bool {
    switch try text(column) {
    case "t": return true
    case "f": return false
    case let other: throw unexpected(column, found: other, expected: "t or f")
    }
  }

  func optionalTimestamp(_ column: String) throws(StoreError) -> Timestamp? {
    guard let value = try optionalText(column) else { return nil }
    guard let moment = Timestamp(databaseText: value) else {
      throw unexpected(column, found: value, expected: "a time in UTC")
    }
    return moment
  }

  func timestamp(_ column: String) throws(StoreError) -> Timestamp {
    guard let moment = try optionalTimestamp(column) else {
      throw unexpected(column, found: "NULL", expected: "a time")
    }
    return moment
  }

  func optionalBytes(_ column: String) throws(StoreError) -> [UInt8]? {
    guard let value = try optionalText(column) else { return nil }
    guard let bytes = Self.bytes(hexadecimal: value) else {
      throw unexpected(column, found: String(value.prefix(20)), expected: "bytes as \\x…")
    }
    return bytes
  }

  func bytes(_ column: String) throws(StoreError) -> [UInt8] {
    guard let bytes = try optionalBytes(column) else {
      throw unexpected(column, found: "NULL", expected: "bytes")
    }
    return bytes
  }

  /// A column of an enum type, by the name its case has in the database.
  func name<Name: RawRepresentable<String>>(
    _ column: String, of type: Name.Type = Name.self
  ) throws(StoreError) -> Name {
    let value = try text(column)
    guard let name = Name(rawValue: value) else {
      throw unexpected(column, found: value, expected: "a \(Name.self)")
    }
    return name
  }

  private func unexpected(_ column: String, found: String, expected: String) -> StoreError {
    StoreError(
      .unexpectedShape, "column \"\(column)\" holds \(found), expected \(expected)",
      during: "read a row")
  }

  private static func bytes(hexadecimal text: String) -> [UInt8]? {
    var digits = text.utf8.makeIterator()
    guard digits.next() == UInt8(ascii: "\\"), digits.next() == UInt8(ascii: "x") else {
      return nil
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count / 2)
    while let high = digits.next() {
      guard let low = digits.next(), let upper = digit(high), let lower = digit(low) else {
        return nil
      }
      bytes.append(upper << 4 | lower)
    }
    return bytes
  }

  private static func digit(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): return character - UInt8(ascii: "a") + 10
    default: return nil
    }
  }
}
