import Testing

/// Whatever is listed in two places is listed in both: rules, fault codes, migrations; and no file
/// speaks of one machine.
@Suite struct CatalogueTests {
  /// The five places of one rule type, from its level (`Plan` or `Duty`), its Swift name and its
  /// identifier.
  private struct RulePlaces {
    var level: String
    var name: String
    var id: String

    var paths: [String] {
      [
        "docs/rules/\(id).md", "Sources/Rules/Catalogue/\(level)/\(name).swift",
        "Sources/Validation/Checks/\(level)/\(name)Check.swift",
        "Sources/Compilation/Lowering/\(level)/\(name)Lowering.swift",
        "Tests/RuleTests/\(level)/\(name)Tests.swift",
      ]
    }
  }

  /// The rule types of the catalogue, by the line that states their identifier.
  private let rules: [RulePlaces] = Repository.swiftFiles.filter {
    $0.path.hasPrefix("Sources/Rules/Catalogue/")
  }.compactMap { file in
    let line = file.lines.first { $0.contains("static let id: RuleID = \"") }
    let folders = file.path.split(separator: "/")
    guard let parts = line?.split(separator: "\""), parts.count >= 2, folders.count == 5 else {
      return nil
    }
    return RulePlaces(
      level: String(folders[3]), name: String(folders[4].dropLast(".swift".count)),
      id: String(parts[1]))
  }

  @Test func everyRuleTypeHasItsFivePlaces() {
    let existing = Set(Repository.paths)
    let missing = rules.flatMap(\.paths).filter { !existing.contains($0) }
    #expect(missing.isEmpty, "missing:\n\(missing.joined(separator: "\n"))")
    #expect(Set(rules.map(\.level)) == ["Plan", "Duty"])
  }

  @Test func noPlaceIsLeftOfARuleThatIsGone() {
    let known = Set(rules.flatMap(\.paths))
    let strays = Repository.paths.filter { path in
      let isPlace =
        path.hasPrefix("docs/rules/") && !path.hasSuffix("/README.md")
        || path.hasPrefix("Sources/Validation/Checks/") && path.hasSuffix("Check.swift")
        || path.hasPrefix("Sources/Compilation/Lowering/") && path.hasSuffix("Lowering.swift")
      return isPlace && !known.contains(path) && !isProtocol(path)
    }
    #expect(strays.isEmpty, "no rule type for:\n\(strays.joined(separator: "\n"))")
  }

  @Test func ruleIdentifiersAreKebabCaseAndUnique() {
    for rule in rules {
      #expect(rule.id.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(rule.id)")
    }
    #expect(Set(rules.map(\.id)).count == rules.count)
  }

  /// The contract that all checks or lowerings share is `RuleCheck` or `RuleLowering`.
  private func isProtocol(_ path: String) -> Bool {
    path.hasSuffix("RuleCheck.swift") || path.hasSuffix("RuleLowering.swift")
  }

  @Test func everyFaultCodeIsDocumentedAndUsed() {
    let used = codes(
      in: Repository.swiftFiles.filter { !$0.isTest }.flatMap(\.lines).joined(separator: "\n"))
    let documented = codes(in: Repository.text(of: "docs/errors.md") ?? "")
    #expect(used.subtracting(documented).sorted() == [], "without an entry in docs/errors.md")
    #expect(documented.subtracting(used).sorted() == [], "in docs/errors.md, but in no source")
    #expect(!used.isEmpty)
  }

  @Test func faultCodesAreRead() {
    #expect(codes(in: "case a = \"E1001\" // E2002, SE1003, E10045, E9001") == ["E1001", "E2002"])
  }

  /// Codes are an E, the digit of their kind (1 to 5) and three more digits.
  private func codes(in text: String) -> Set<String> {
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    return Set(
      words.filter { word in
        word.count == 5 && word.first == "E" && word.dropFirst().allSatisfy(\.isNumber)
          && "12345".contains(word.dropFirst().first ?? "0")
      }.map(String.init))
  }

  @Test func everyMigrationGoesUpAndDown() {
    let names = Repository.names(in: "migrations").filter { $0.hasSuffix(".sql") }
    for name in names {
      let isUp = name.hasSuffix(".up.sql")
      #expect(isUp || name.hasSuffix(".down.sql"), "migrations/\(name): neither up nor down")
      let stem = name.dropLast(isUp ? ".up.sql".count : ".down.sql".count)
      let other = stem + (isUp ? ".down.sql" : ".up.sql")
      #expect(names.contains(String(other)), "migrations/\(name): \(other) is missing")
      #expect(stem.prefix(4).allSatisfy { $0.isNumber }, "migrations/\(name): no number")
    }
    let ups = names.filter { $0.hasSuffix(".up.sql") }
    let numbers = ups.compactMap { Int($0.prefix(4)) }
    #expect(numbers == Array(numbers.indices).map { $0 + 1 }, "migrations aren't numbered 1, 2, 3…")
  }

  @Test func noFileNamesAPathOfOneMachine() {
    // Put together here so that this file doesn't find itself.
    let folders = ["/wo" + "rk/", "/fa" + "rm/"]
    let offences = Repository.paths.flatMap { path -> [Offence] in
      let lines = (Repository.text(of: path) ?? "")
        .split(separator: "\n", omittingEmptySubsequences: false)
      return lines.enumerated().filter { _, line in
        folders.contains { names(line, $0) }
      }.map {
        Offence(path: path, line: $0.offset + 1, limit: "call", reason: "a path of one machine")
      }
    }
    #expect(offences.isEmpty, "\(report(offences))")
  }

  /// Whether an absolute path begins here: the same letters inside a longer path are innocent.
  private func names(_ line: Substring, _ folder: String) -> Bool {
    line.ranges(of: folder).contains { range in
      guard range.lowerBound > line.startIndex else { return true }
      let before = line[line.index(before: range.lowerBound)]
      return !(before.isLetter || before.isNumber || "._-".contains(before))
    }
  }
}
