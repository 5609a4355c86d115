/// The allowed-imports table of `docs/ARCHITECTURE.md`, and what manifest and sources really use.
struct ImportTable {
  struct Row {
    var line: Int
    var level: Int
    var target: String
    /// Our own targets it may import; nil where the table says *any*.
    var imports: Set<String>?
    /// System libraries and packages it may import.
    var taken: Set<String>
  }

  static let path = "docs/ARCHITECTURE.md"
  static let current = ImportTable(parsing: Repository.text(of: path) ?? "")

  var rows: [String: Row] = [:]
  /// The targets of the sentence that begins with “Free of Foundation:”.
  var freeOfFoundation: Set<String> = []

  /// A row of the table is any line `| level | targets | imports | taken | owns |` whose first
  /// field is a number; names stand in backquotes.
  init(parsing text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("Free of Foundation:") { freeOfFoundation = Set(Self.quoted(line)) }
      let fields = line.split(separator: "|").map(trimmed)
      guard line.hasPrefix("|"), fields.count == 5, let level = Int(fields[0]) else { continue }
      for target in Self.quoted(fields[1]) {
        rows[target] = Row(
          line: index + 1, level: level, target: target,
          imports: fields[2] == "any" ? nil : Set(Self.quoted(fields[2])),
          taken: Set(Self.quoted(fields[3])))
      }
    }
  }

  /// Whether the table lets a target use a module, ours or taken.
  func allows(_ module: String, in target: String) -> Bool {
    guard let row = rows[target] else { return false }
    if row.taken.contains(module) { return true }
    guard rows[module] != nil else { return false }
    return row.imports?.contains(module) ?? true
  }

  private static func quoted(_ text: some StringProtocol) -> [String] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }
}

/// One use of a module by a target, and where it stands.
struct ModuleUse: Equatable {
  var target: String
  var module: String
  var path: String
  var line: Int
}

enum ModuleUses {
  /// The `import` lines of every source target, generated files included.
  static func inSources() -> [ModuleUse] {
    Repository.paths.filter { $0.hasPrefix("Sources/") && $0.hasSuffix(".swift") }.flatMap { path in
      let target = String(path.split(separator: "/")[1])
      return imports(in: Repository.text(of: path) ?? "").map { line, module in
        ModuleUse(target: target, module: module, path: path, line: line)
      }
    }
  }

  /// The modules that a file imports, whatever attribute or access stands before `import`.
  static func imports(in text: String) -> [(line: Int, module: String)] {
    let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let"]
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .compactMap { index, line in
        let words = line.prefix { $0 != "/" }.split(separator: " ")
        guard let at = words.firstIndex(of: "import"), at + 1 < words.count,
          words[..<at].allSatisfy({ $0.hasPrefix("@") || isAccess($0) })
        else { return nil }
        let name =
          kinds.contains(words[at + 1]) && at + 2 < words.count ? words[at + 2] : words[at + 1]
        return (index + 1, String(name.prefix { $0 != "." }))
      }
  }

  /// The edges of the manifest, from its text: the tests may not start the package manager, which
  /// holds a lock while they run.
  static func inManifest(_ text: String) -> [ModuleUse] {
    var uses: [ModuleUse] = []
    var target: String?
    let products = productNames(text)
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let whole = trimmed(line).hasPrefix("//") ? "" : String(line)
      let code = String(
        whole.prefix(upTo: whole.firstRange(of: "exclude:")?.lowerBound ?? whole.endIndex))
      var words = strings(in: code)
      if let opening = opening(of: code) {
        target = opening == .ours ? words.first ?? "" : nil
        if opening == .ours, !words.isEmpty { words.removeFirst() }
      } else if target == "", code.contains("name:"), !words.isEmpty {
        target = words.removeFirst()
      }
      guard let target, !target.isEmpty, !code.contains("path:") else { continue }
      let taken = products.filter { code.contains("Taken.\($0.key)") }.map(\.value)
      uses += (words + taken).map {
        ModuleUse(target: target, module: $0, path: "Package.swift", line: index + 1)
      }
    }
    return uses
  }

  private enum Opening { case ours, other }

  private static func opening(of line: String) -> Opening? {
    let text = trimmed(line)
    if text.hasPrefix("target(") || text.hasPrefix(".executableTarget(") { return .ours }
    let others = [
      "tests(", ".target(", ".testTarget(", "systemLibrary(", "func ", "]", "products:",
    ]
    return others.contains { text.hasPrefix($0) } && text != "])," && text != "],"
      && text != "]" ? .other : nil
  }

  /// `static let yaml = …product(name: "Yams"…` → yaml: Yams.
  private static func productNames(_ text: String) -> [String: String] {
    var names: [String: String] = [:]
    var name: String?
    for line in text.split(separator: "\n") {
      if line.contains("static let "), line.contains("Target.Dependency") {
        name = line.split(separator: " ").dropFirst(2).first.map(String.init)
      }
      if let known = name, let product = strings(in: String(line)).first {
        names[known] = product
        name = nil
      }
    }
    return names
  }

  private static func isAccess(_ word: Substring) -> Bool {
    ["package", "public", "internal", "private", "fileprivate"].contains(word)
  }

  private static func strings(in line: String) -> [String] {
    line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }
}
