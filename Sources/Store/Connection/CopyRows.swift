/// Rows in PostgreSQL's text form of `COPY`: tabs between columns, a line per row.
struct CopyRows {
  private(set) var bytes: [UInt8] = []
  private var startsRow = true

  mutating func append(_ value: String) {
    separate()
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
      case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
      case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
      case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
      default: bytes.append(byte)
      }
    }
  }

  mutating func append(_ value: Int64) {
    separate()
    bytes.append(contentsOf: String(value).utf8)
  }

  mutating func append(_ value: Int64?) {
    if let value { append(value) } else { appendNull() }
  }

  mutating func append(_ value: String?) {
    if let value { append(value) } else { appendNull() }
  }

  mutating func endRow() {
    bytes.append(UInt8(ascii: "\n"))
    startsRow = true
  }

  private mutating func appendNull() {
    separate()
    bytes.append(contentsOf: "\\N".utf8)
  }

  private mutating func separate() {
    if !startsRow { bytes.append(UInt8(ascii: "\t")) }
    startsRow = false
  }
}
