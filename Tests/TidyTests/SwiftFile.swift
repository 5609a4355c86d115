/// One Swift source: its lines as written, and the same lines with comments and the text of string
/// literals blanked out, so that searches find code only.
struct SwiftFile {
  let path: String
  let lines: [String]
  /// As ``lines``, column for column in bytes, with blanks for what isn't code.
  let codeLines: [String]
  /// All code lines as bytes, for scanning braces.
  let code: [UInt8]

  init(path: String, text: String) {
    var scanner = CodeScanner(Array(text.utf8))
    self.path = path
    self.code = scanner.blanked()
    self.lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    self.codeLines = String(decoding: code, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Generated code says so in its first lines, with the command that makes it.
  var isGenerated: Bool {
    lines.prefix(20).contains { $0.contains("DO NOT EDIT") }
  }

  var isTest: Bool { path.hasPrefix("Tests/") }

  /// Whether a comment explains the line: on it, or ending directly above it.
  func hasComment(at index: Int) -> Bool {
    if lines[index].contains("//") && !codeLines[index].contains("//") { return true }
    var above = index - 1
    while above >= 0, isAttribute(lines[above]) { above -= 1 }
    return above >= 0 && lines[above].drop(while: { $0 == " " }).hasPrefix("//")
  }

  private func isAttribute(_ line: String) -> Bool {
    line.drop(while: { $0 == " " }).hasPrefix("@")
  }
}

/// Blanks comments and string literals of Swift source, keeping code inside interpolations.
///
/// Knows line and nested block comments, plain, multi-line and raw strings, and `#/…/#` patterns.
/// Bare `/…/` patterns are read as code, which is harmless unless they hold quotes or braces.
struct CodeScanner {
  private let bytes: [UInt8]
  private var result: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    self.result = bytes
  }

  mutating func blanked() -> [UInt8] {
    scanCode(untilClosingParenthesis: false)
    return result
  }

  private func byte(_ offset: Int = 0) -> UInt8 {
    position + offset < bytes.count ? bytes[position + offset] : 0
  }

  private func matches(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    guard position + wanted.count <= bytes.count else { return false }
    return bytes[position..<(position + wanted.count)].elementsEqual(wanted)
  }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count where position < bytes.count {
      if bytes[position] != UInt8(ascii: "\n") { result[position] = UInt8(ascii: " ") }
      position += 1
    }
  }

  private mutating func scanCode(untilClosingParenthesis: Bool) {
    var depth = 0
    while position < bytes.count {
      if matches("//") {
        blankLineComment()
      } else if matches("/*") {
        blankBlockComment()
      } else if byte() == UInt8(ascii: "\"") || byte() == UInt8(ascii: "#") {
        blankLiteral()
      } else {
        if byte() == UInt8(ascii: "(") { depth += 1 }
        if byte() == UInt8(ascii: ")") {
          if untilClosingParenthesis, depth == 0 { return }
          depth -= 1
        }
        position += 1
      }
    }
  }

  private mutating func blankLineComment() {
    while position < bytes.count, byte() != UInt8(ascii: "\n") { blank() }
  }

  private mutating func blankBlockComment() {
    var depth = 0
    repeat {
      if matches("/*") {
        depth += 1
        blank(2)
      } else if matches("*/") {
        depth -= 1
        blank(2)
      } else {
        blank()
      }
    } while depth > 0 && position < bytes.count
  }

  private mutating func blankLiteral() {
    var hashes = 0
    while byte(hashes) == UInt8(ascii: "#") { hashes += 1 }
    let fence = String(repeating: "#", count: hashes)
    if byte(hashes) == UInt8(ascii: "/"), hashes > 0 {
      blank(hashes + 1)
      while position < bytes.count, !matches("/" + fence) { blank() }
      blank(hashes + 1)
    } else if byte(hashes) == UInt8(ascii: "\"") {
      blankString(fence: fence)
    } else {
      position += max(hashes, 1)
    }
  }

  private mutating func blankString(fence: String) {
    blank(fence.utf8.count)
    let quote = matches("\"\"\"") ? "\"\"\"" : "\""
    blank(quote.utf8.count)
    while position < bytes.count, !matches(quote + fence) {
      if matches("\\" + fence + "(") {
        blank(fence.utf8.count + 1)
        position += 1
        scanCode(untilClosingParenthesis: true)
        position += 1
      } else if matches("\\" + fence) {
        blank(fence.utf8.count + 2)
      } else {
        blank()
      }
    }
    blank(quote.utf8.count + fence.utf8.count)
  }
}
