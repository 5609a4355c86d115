import Yams

/// One value of a YAML file with its place and name, read in the kind that a field wants; a value
/// of another kind is a fault.
struct YAMLValue {
  let node: Node
  /// What a person calls it: `cover[3].min`.
  let name: String
  let path: String
  let faults: FaultCollector

  var location: Location {
    Location(path: path, line: node.mark?.line, column: node.mark?.column)
  }

  /// Parses a file's text; nil after a fault.
  static func parse(text: String, path: String, _ faults: FaultCollector) -> YAMLValue? {
    do {
      guard let node = try Yams.compose(yaml: text) else {
        faults.add(
          .yamlSyntax, at: Location(path: path), found: "an empty file",
          expected: "a mapping of fields", remedy: "start from the example in docs/formats.md")
        return nil
      }
      var left = nodesMax
      guard isBounded(node, &left) else {
        faults.add(
          .yamlTooBig, at: Location(path: path), found: "more than \(nodesMax) values",
          expected: "a smaller file", remedy: "move tables to CSV files; avoid nested aliases")
        return nil
      }
      return YAMLValue(node: node, name: path, path: path, faults: faults)
    } catch {
      report(error, path: path, faults)
      return nil
    }
  }

  /// Values in one file, aliases counted each time: a large programme states some 10,000; the bound
  /// stops a short file whose aliases unfold to millions.
  static let nodesMax = 200_000

  private static func isBounded(_ node: Node, _ left: inout Int) -> Bool {
    left -= 1
    guard left > 0 else { return false }
    switch node {
    case .scalar, .alias: return true
    case .sequence(let items):
      for item in items where !isBounded(item, &left) { return false }
    case .mapping(let pairs):
      for (key, value) in pairs {
        guard isBounded(key, &left), isBounded(value, &left) else { return false }
      }
    }
    return true
  }

  private static func report(_ error: any Error, path: String, _ faults: FaultCollector) {
    var place = Location(path: path)
    var found = "\(error)"
    if let error = error as? YamlError {
      switch error {
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        place = Location(path: path, line: mark.line, column: mark.column)
        found = problem
      case .duplicatedKeysInMapping(let names, let context):
        faults.add(
          .fieldRepeated,
          at: Location(path: path, line: context.mark.line, column: context.mark.column),
          found: "\(names.joined(separator: ", ")) more than once in one mapping",
          expected: "each field once", remedy: "remove or rename one of them")
        return
      case .reader(let problem, _, _, _):
        found = problem
      default: break
      }
    }
    faults.add(
      .yamlSyntax, at: place, found: found, expected: "well-formed YAML",
      remedy: "check indentation, colons and brackets just before this place")
  }

  // MARK: Kinds

  /// The scalar as written, or nil after a fault.
  func text() -> String? {
    if case .scalar(let scalar) = node { return scalar.string }
    wrongKind("a single value")
    return nil
  }

  /// A whole number in `range`, or nil after a fault.
  func whole(in range: ClosedRange<Int>) -> Int? {
    guard let text = text() else { return nil }
    if let number = Int(text), range.contains(number) { return number }
    fault(
      .numberWrong, found: "\(name): \(text)",
      expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      remedy: "write digits only")
    return nil
  }

  /// `true` or `false`, or nil after a fault.
  func flag() -> Bool? {
    guard let text = text() else { return nil }
    if text == "true" { return true }
    if text == "false" { return false }
    fault(
      .wordUnknown, found: "\(name): \(text)", expected: "true or false",
      remedy: "write true or false")
    return nil
  }

  /// One of the words of an enumeration, or nil after a fault.
  func word<Word>(_ words: [(String, Word)]) -> Word? {
    guard let text = text() else { return nil }
    if let match = words.first(where: { $0.0 == text }) { return match.1 }
    fault(
      .wordUnknown, found: "\(name): \(text)",
      expected: "one of \(words.map(\.0).joined(separator: ", "))",
      remedy: NearestName.remedy(for: text, among: words.map(\.0)))
    return nil
  }

  /// The items of a list; a single value counts as a list of one.
  func items() -> [YAMLValue] {
    guard case .sequence(let nodes) = node else { return [self] }
    if nodes.isEmpty {
      fault(
        .listEmpty, found: "\(name): an empty list", expected: "at least one item",
        remedy: "name an item or remove the field")
    }
    return nodes.enumerated().map {
      YAMLValue(node: $1, name: "\(name)[\($0 + 1)]", path: path, faults: faults)
    }
  }

  /// The fields of a mapping, or nil after a fault.
  func fields() -> YAMLFields? {
    if case .mapping(let mapping) = node { return YAMLFields(mapping: mapping, of: self) }
    wrongKind("a mapping of fields")
    return nil
  }

  /// The scalar as written, nil for lists and mappings; never a fault.
  var scalarText: String? {
    if case .scalar(let scalar) = node { scalar.string } else { nil }
  }

  var isMapping: Bool {
    if case .mapping = node { true } else { false }
  }

  func fault(_ code: FaultCode, found: String, expected: String, remedy: String) {
    faults.add(code, at: location, found: found, expected: expected, remedy: remedy)
  }

  private func wrongKind(_ expected: String) {
    let found =
      switch node {
      case .scalar: "a single value"
      case .sequence: "a list"
      case .mapping: "a mapping"
      case .alias: "an alias"
      }
    fault(
      .wrongKind, found: "\(name): \(found)", expected: expected,
      remedy: "see the field's example in docs/formats.md")
  }
}

/// The fields of one YAML mapping; those that nobody asked for are faults.
final class YAMLFields {
  let value: YAMLValue
  private let mapping: Node.Mapping
  private var asked: [String] = []

  init(mapping: Node.Mapping, of value: YAMLValue) {
    self.mapping = mapping
    self.value = value
  }

  var location: Location { value.location }

  func optional(_ name: String) -> YAMLValue? {
    asked.append(name)
    guard let node = mapping[name] else { return nil }
    return YAMLValue(node: node, name: name, path: value.path, faults: value.faults)
  }

  func required(_ name: String) -> YAMLValue? {
    if let found = optional(name) { return found }
    value.fault(
      .fieldMissing, found: "\(value.name) without \(name)", expected: "the field \(name)",
      remedy: "add \(name): …; docs/formats.md has an example")
    return nil
  }

  /// Every entry in the order of the file, keys as text.
  func entries() -> [(key: YAMLValue, value: YAMLValue)] {
    mapping.map { pair in
      let key = YAMLValue(node: pair.key, name: "name", path: value.path, faults: value.faults)
      let name = pair.key.scalar?.string ?? "value"
      return (
        key, YAMLValue(node: pair.value, name: name, path: value.path, faults: value.faults)
      )
    }
  }

  /// Reports fields that were never asked for.
  func finish() {
    for entry in entries() {
      guard let name = entry.key.text(), !asked.contains(name) else { continue }
      entry.key.fault(
        .fieldUnknown, found: "the field \(name)", expected: "a field of \(value.name)",
        remedy: NearestName.remedy(for: name, among: asked))
    }
  }
}
