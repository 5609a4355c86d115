import SwiftCSV

/// A CSV file with a header row: cells by column name, each row with its line in the file.
struct CSVTable {
  /// Rows of one file. 5,000 residents with 100 rows each.
  static let rowsMax = 500_000

  struct Row {
    let path: String
    /// Line on which the row begins, from 1.
    let line: Int
    let fields: [String]

    /// Place of a field; `index` counts from 0.
    func location(_ index: Int? = nil) -> Location {
      Location(path: path, line: line, column: index.map { $0 + 1 })
    }
  }

  let path: String
  let header: [String]
  let rows: [Row]

  /// Splits text into rows. Quotes follow RFC 4180; line ends are LF or CRLF; blank lines and
  /// empty fields after the last named column are skipped.
  init(text: String, path: String, _ faults: FaultCollector) {
    self.path = path
    var rows = Self.rows(of: text, path: path, faults)
    header = rows.isEmpty ? [] : rows.removeFirst().fields.map(Self.trimmed)
    self.rows = rows
    Self.checkHeader(header, path: path, faults)
    for row in rows {
      if let surplus = row.fields.indices.dropFirst(header.count).first(where: {
        !row.fields[$0].isEmpty
      }) {
        faults.add(
          .rowTooLong, at: row.location(surplus), found: "\"\(row.fields[surplus])\"",
          expected: "at most \(header.count) fields, as in the header",
          remedy: "quote a field that holds a comma")
      }
    }
  }

  /// Rows of a file that may have no header.
  static func rows(of text: String, path: String, _ faults: FaultCollector) -> [Row] {
    var rows: [Row] = []
    for record in records(of: text) {
      guard rows.count <= rowsMax else {
        faults.add(
          .tooMany, at: Location(path: path, line: record.line), found: "more rows",
          expected: "at most \(rowsMax) rows", remedy: "split or shorten the file")
        break
      }
      if let fields = fields(of: record, path: path, faults), fields.contains(where: { $0 != "" }) {
        rows.append(Row(path: path, line: record.line, fields: fields))
      }
    }
    return rows
  }

  private typealias Record = (line: Int, text: Substring, isClosed: Bool)

  /// Cuts text at line ends outside quotes, so that each record keeps its line number; the fields
  /// of a record are the CSV library's business. O(*n*).
  private static func records(of text: String) -> [Record] {
    var records: [Record] = []
    var line = 1
    var start = (line: 1, index: text.startIndex)
    var isQuoted = false
    for index in text.utf8.indices {
      let byte = text.utf8[index]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard byte == UInt8(ascii: "\n") else { continue }
      line += 1
      if !isQuoted {
        records.append((start.line, text[start.index..<index], true))
        start = (line, text.utf8.index(after: index))
      }
    }
    records.append((start.line, text[start.index...], !isQuoted))
    return records
  }

  private static func fields(
    of record: Record, path: String, _ faults: FaultCollector
  ) -> [String]? {
    let text =
      record.text.utf8.last == UInt8(ascii: "\r")
      ? String(record.text.unicodeScalars.dropLast()) : String(record.text)
    var problem = "a quote that is never closed"
    if record.isClosed {
      do {
        return try EnumeratedCSV(string: text, delimiter: .comma, loadColumns: false).header
          .map(trimmed)
      } catch CSVParseError.quotation(let message) {
        problem = message
      } catch {
        problem = "\(error)"
      }
    }
    faults.add(
      .quoteWrong, at: Location(path: path, line: record.line), found: problem,
      expected: "quotes around the whole field, doubled inside it",
      remedy: "write \"a \"\"quoted\"\" word\"")
    return nil
  }

  private static func checkHeader(_ header: [String], path: String, _ faults: FaultCollector) {
    for (index, name) in header.enumerated() where !name.isEmpty {
      if header[..<index].contains(name) {
        faults.add(
          .columnRepeated, at: Location(path: path, line: 1, column: index + 1),
          found: "a second column \"\(name)\"", expected: "each column once",
          remedy: "rename or remove one of them")
      }
    }
  }

  private static func trimmed(_ field: String) -> String {
    guard
      field.utf8.first == 32 || field.utf8.first == 9 || field.utf8.last == 32
        || field.utf8.last == 9
    else { return field }
    let scalars = field.unicodeScalars
    let isBlank: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" }
    guard let first = scalars.firstIndex(where: { !isBlank($0) }),
      let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(scalars[first...last])
  }
}
