/// One function, initialiser, subscript or computed property found in a file.
struct FunctionSize {
  var name: String
  /// Line of the declaration; the first line is 1.
  var line: Int
  /// Lines between the braces of the body.
  var bodyLines: Int
  /// Deepest nesting of branches and loops inside the body; closures don't count.
  var nesting: Int
  var parameters: Int
  /// Whether the body only assigns the parameters to stored properties.
  var isMemberwise: Bool
}

/// Finds function bodies by matching braces in code whose comments and strings are blanked.
///
/// - Complexity: O(*n*) in the bytes of the file, times the nesting of functions in functions.
struct FunctionScan {
  private let file: SwiftFile
  private let code: [UInt8]
  private let lineStarts: [Int]

  init(_ file: SwiftFile) {
    self.file = file
    self.code = file.code
    self.lineStarts =
      [0] + file.code.indices.filter { file.code[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
  }

  func functions() -> [FunctionSize] {
    words().compactMap { word -> FunctionSize? in
      switch word.text {
      case "func": return function(after: word.end, at: word.start)
      case "init", "subscript":
        guard isDeclaration(word.start, word.end) else { return nil }
        return function(named: word.text, signatureAt: word.end, at: word.start)
      case "var": return property(after: word.end, at: word.start)
      default: return nil
      }
    }
  }

  private struct Word {
    var text: String
    var start: Int
    var end: Int
  }

  private func words() -> [Word] {
    let wanted: Set<String> = ["func", "init", "subscript", "var"]
    var found: [Word] = []
    var index = 0
    while index < code.count {
      guard isName(code[index]) else {
        index += 1
        continue
      }
      let start = index
      while index < code.count, isName(code[index]) { index += 1 }
      let text = String(decoding: code[start..<index], as: UTF8.self)
      if wanted.contains(text) { found.append(Word(text: text, start: start, end: index)) }
    }
    return found
  }

  private func isName(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte >= 128
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  /// A call such as `self.init(` isn't a declaration, nor is a label.
  private func isDeclaration(_ start: Int, _ end: Int) -> Bool {
    guard start == 0 || code[start - 1] != UInt8(ascii: ".") else { return false }
    return end < code.count && "(<?!".utf8.contains(code[end])
  }

  private func function(after end: Int, at start: Int) -> FunctionSize? {
    var index = end
    while index < code.count, code[index] == UInt8(ascii: " ") { index += 1 }
    let nameStart = index
    if index < code.count, isName(code[index]) || code[index] == UInt8(ascii: "`") {
      while index < code.count, isName(code[index]) || code[index] == UInt8(ascii: "`") {
        index += 1
      }
    } else {
      while index < code.count, !" (".utf8.contains(code[index]) { index += 1 }
    }
    let name = String(decoding: code[nameStart..<index], as: UTF8.self)
    return function(named: name, signatureAt: index, at: start)
  }

  private func function(named name: String, signatureAt index: Int, at start: Int) -> FunctionSize?
  {
    guard let open = code[index...].firstIndex(of: UInt8(ascii: "(")),
      let close = closing(open)
    else { return nil }
    let body = bodyStart(after: close)
    var size = measured(name: name, bodyAt: body, at: start)
    size.parameters = parameterCount(open, close)
    return size
  }

  private func property(after end: Int, at start: Int) -> FunctionSize? {
    guard let newline = code[end...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let rest = code[end..<newline]
    guard let brace = rest.firstIndex(of: UInt8(ascii: "{")),
      !rest[..<brace].contains(UInt8(ascii: "=")), rest[..<brace].contains(UInt8(ascii: ":"))
    else { return nil }
    let name = String(decoding: rest.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
    return measured(name: name.filter { $0 != " " }, bodyAt: brace, at: start)
  }

  private func measured(name: String, bodyAt body: Int?, at start: Int) -> FunctionSize {
    var size = FunctionSize(
      name: name, line: line(of: start), bodyLines: 0, nesting: 0, parameters: 0,
      isMemberwise: false)
    guard let body else { return size }
    // One entry per open brace: whether it opens a branch or a loop.
    var open: [Bool] = []
    var index = body
    while index < code.count {
      if code[index] == UInt8(ascii: "{") { open.append(index != body && opensBranch(index)) }
      if code[index] == UInt8(ascii: "}") { open.removeLast() }
      if open.isEmpty { break }
      size.nesting = max(size.nesting, open.count { $0 })
      index += 1
    }
    size.bodyLines = max(0, line(of: index) - line(of: body) - 1)
    let inner = file.codeLines[line(of: body)..<max(line(of: body), line(of: index) - 1)]
    let statements = inner.map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }
    size.isMemberwise = !statements.isEmpty && statements.allSatisfy(isAssignment)
    return size
  }

  /// Whether a brace belongs to a branch or a loop, by the first word of its line. A brace on a
  /// line of its own ends a condition that was written over several lines.
  private func opensBranch(_ brace: Int) -> Bool {
    let branching: Set<String> = [
      "if", "else", "for", "while", "switch", "guard", "do", "catch", "repeat",
    ]
    let start = lineStarts[line(of: brace) - 1]
    let before = String(decoding: code[start..<brace], as: UTF8.self)
    let words = before.split { " }".contains($0) }
    guard let first = words.first else { return true }
    return branching.contains(String(first)) || first.hasSuffix(":") && words.count > 1
  }

  /// `self.name = value` or `name = value`, and nothing else, on one line.
  private func isAssignment(_ statement: Substring) -> Bool {
    let words = statement.split(separator: " ")
    return words.count > 2 && words[1] == "="
  }

  /// The brace that opens the body, or nil for a requirement of a protocol, which has none.
  private func bodyStart(after close: Int) -> Int? {
    let declaring: Set<String> = [
      "func", "var", "let", "init", "static", "package", "public", "private", "internal",
      "mutating", "nonmutating", "associatedtype", "subscript", "case", "nonisolated", "typealias",
      "struct", "enum", "consuming", "borrowing", "protocol", "extension", "final", "class",
    ]
    var index = close + 1
    while index < code.count {
      if code[index] == UInt8(ascii: "{") { return index }
      if code[index] == UInt8(ascii: "}") || code[index] == UInt8(ascii: ";") { return nil }
      guard isName(code[index]) || code[index] == UInt8(ascii: "@") else {
        index += 1
        continue
      }
      let start = index
      index += 1
      while index < code.count, isName(code[index]) { index += 1 }
      let word = String(decoding: code[start..<index], as: UTF8.self)
      if startsLine(start), word.hasPrefix("@") || declaring.contains(word) { return nil }
    }
    return nil
  }

  private func startsLine(_ index: Int) -> Bool {
    let start = lineStarts[line(of: index) - 1]
    return code[start..<index].allSatisfy { $0 == UInt8(ascii: " ") }
  }

  private func closing(_ open: Int) -> Int? {
    var depth = 0
    for index in open..<code.count {
      if "([{".utf8.contains(code[index]) { depth += 1 }
      if ")]}".utf8.contains(code[index]) { depth -= 1 }
      if depth == 0 { return index }
    }
    return nil
  }

  private func parameterCount(_ open: Int, _ close: Int) -> Int {
    var depth = 0
    var colons = 0
    var index = open + 1
    while index < close {
      let byte = code[index]
      if "([{<".utf8.contains(byte) { depth += 1 }
      let isArrow = byte == UInt8(ascii: ">") && code[index - 1] == UInt8(ascii: "-")
      if ")]}>".utf8.contains(byte), !isArrow { depth -= 1 }
      if byte == UInt8(ascii: ":"), depth == 0 { colons += 1 }
      index += 1
    }
    return colons
  }

  /// - Complexity: O(log *n*) in the lines of the file.
  private func line(of index: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= index { low = middle } else { high = middle }
    }
    return low + 1
  }
}
