/// Names that say nothing and calls that break determinism or drop a reason.
enum BannedWords {
  private static let nameParts: Set<String> = [
    "Util", "Utils", "Utilities", "Helper", "Helpers", "Common", "Misc", "Base", "Manager", "New",
    "Old", "V2",
  ]

  /// What code may not call, and what to write instead.
  private static let calls: [(text: String, instead: String)] = [
    ("Date()", "take the time as an argument"),
    ("Date.now", "take the time as an argument"),
    ("SystemRandomNumberGenerator", "use Determinism.SeededGenerator"),
    (".randomElement()", "pass a generator: randomElement(using:)"),
    (".shuffled()", "pass a generator: shuffled(using:)"),
    (".shuffle()", "pass a generator: shuffle(using:)"),
    ("fatalError(", "throw a typed error, or state a precondition with its values"),
    ("try!", "throw"),
    ("@testable", "use `package` access"),
    ("Task.detached", "use structured concurrency"),
  ]

  /// What code may only say with a comment beside it or right above it, and what that must hold.
  private static let explained: [(text: String, comment: String)] = [
    ("@unchecked Sendable", "the proof"),
    ("nonisolated(unsafe)", "the proof"),
    ("try?", "why the reason may be dropped"),
  ]

  /// Files, folders and types whose names hold a word that says nothing.
  static func nameOffences(paths: [String], files: [SwiftFile]) -> [Offence] {
    let ofPaths = paths.flatMap { path in
      path.split(separator: "/").compactMap { part in
        banned(in: part.prefix { $0 != "." }).map { word in
          Offence(path: path, limit: "name", reason: "`\(part)` says nothing: \(word)")
        }
      }
    }
    return ofPaths + files.flatMap(typeOffences)
  }

  /// Calls that are banned, and those that lack their comment.
  static func callOffences(in file: SwiftFile) -> [Offence] {
    file.codeLines.enumerated().flatMap { index, line -> [Offence] in
      var reasons = calls.filter { holds(line, $0.text) }
        .map { "`\($0.text)` is banned: \($0.instead)" }
      if line.contains(".random(in"), !line.contains("using:") {
        reasons.append("`.random(in:)` is banned: pass a generator with `using:`")
      }
      reasons += explained.filter { line.contains($0.text) && !file.hasComment(at: index) }
        .filter { !file.isTest || $0.text != "try?" }
        .map { "`\($0.text)` needs a comment that gives \($0.comment)" }
      return reasons.map {
        Offence(path: file.path, line: index + 1, limit: "call", reason: $0)
      }
    }
  }

  /// Notes of unfinished work.
  static func unfinishedOffences(in file: SwiftFile) -> [Offence] {
    // Put together here so that this file doesn't find itself.
    let words = ["TO" + "DO", "FIX" + "ME", "X" + "XX"]
    // Whole words only: a pattern for temporary files ends in six of the last one's letters.
    return file.lines.enumerated()
      .filter { _, line in
        line.split { !$0.isLetter }.contains { words.contains(String($0)) }
      }
      .map { index, _ in
        Offence(
          path: file.path, line: index + 1, limit: "call",
          reason: "a note of unfinished work: open an issue instead")
      }
  }

  /// Whether the text stands in the line, and not at the end of a longer name.
  private static func holds(_ line: String, _ text: String) -> Bool {
    line.ranges(of: text).contains { range in
      guard range.lowerBound > line.startIndex else { return true }
      let before = line[line.index(before: range.lowerBound)]
      let startsName = text.first?.isLetter ?? false
      return !(startsName && (before.isLetter || before.isNumber || before == "_"))
    }
  }

  private static func typeOffences(_ file: SwiftFile) -> [Offence] {
    let kinds: Set<Substring> = [
      "struct", "class", "enum", "actor", "protocol", "typealias", "associatedtype",
    ]
    return file.codeLines.enumerated().flatMap { index, line -> [Offence] in
      let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
      return zip(words, words.dropFirst()).compactMap { kind, name in
        guard kinds.contains(kind), let word = banned(in: name) else { return nil }
        return Offence(
          path: file.path, line: index + 1, limit: "name",
          reason: "`\(name)` says nothing: \(word)")
      }
    }
  }

  private static func banned(in name: some StringProtocol) -> String? {
    parts(of: name).first { nameParts.contains($0) }
  }

  /// `GridManagerV2` → `Grid`, `Manager`, `V2`; a lower-case name is capitalised first.
  private static func parts(of name: some StringProtocol) -> [String] {
    var parts: [String] = []
    for character in name.split(whereSeparator: { "+-_ ".contains($0) }).flatMap({ word in
      word.prefix(1).uppercased() + word.dropFirst()
    }) {
      if character.isUppercase || parts.isEmpty {
        parts.append(String(character))
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts
  }
}
