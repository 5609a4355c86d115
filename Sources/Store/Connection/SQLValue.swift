/// A value handed to a statement in place of `$1`, `$2`, …
enum SQLValue: Sendable {
  case null
  case text(String)
  case integer(Int64)
  case real(Double)
  case boolean(Bool)
  /// Sent in binary, so that no byte needs escaping.
  case bytes([UInt8])

  var holdsZeroByte: Bool {
    if case .text(let text) = self { return text.utf8.contains(0) }
    return false
  }

  static func text(_ value: String?) -> SQLValue { value.map { .text($0) } ?? .null }
  static func integer(_ value: Int64?) -> SQLValue { value.map { .integer($0) } ?? .null }
  static func integer(_ value: Int) -> SQLValue { .integer(Int64(value)) }
  static func real(_ value: Double?) -> SQLValue { value.map { .real($0) } ?? .null }
  static func bytes(_ value: [UInt8]?) -> SQLValue { value.map { .bytes($0) } ?? .null }
}

/// Parameters laid out as libpq wants them: one run of bytes, and for each value where it starts.
struct EncodedParameters {
  private(set) var storage: [UInt8] = []
  private(set) var starts: [Int?] = []
  private(set) var lengths: [Int32] = []
  private(set) var formats: [Int32] = []

  init(_ values: [SQLValue]) {
    for value in values { append(value) }
  }

  private mutating func append(_ value: SQLValue) {
    switch value {
    case .null: append(nil, format: 0)
    case .text(let text): append(Array(text.utf8), format: 0)
    case .integer(let number): append(Array(String(number).utf8), format: 0)
    case .real(let number): append(Array(String(number).utf8), format: 0)
    case .boolean(let flag): append(Array((flag ? "true" : "false").utf8), format: 0)
    case .bytes(let bytes): append(bytes, format: 1)
    }
  }

  private mutating func append(_ bytes: [UInt8]?, format: Int32) {
    starts.append(bytes == nil ? nil : storage.count)
    lengths.append(Int32(bytes?.count ?? 0))
    formats.append(format)
    if let bytes { storage.append(contentsOf: bytes) }
    storage.append(0)  // libpq reads text parameters up to a zero byte.
  }
}
