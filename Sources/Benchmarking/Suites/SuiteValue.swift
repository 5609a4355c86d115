import Yams

/// Gathers the faults of one suite while it is read.
final class SuiteFaultCollector {
  let path: String
  private(set) var faults: [SuiteFault] = []

  init(path: String) { self.path = path }

  func add(
    _ code: SuiteFault.Code, line: Int?, found: String, expected: String, remedy: String
  ) {
    faults.append(
      SuiteFault(
        code, path: path, line: line, found: found, expected: expected, remedy: remedy))
  }
}

/// One value of a suite's YAML with its place; a value of another kind than asked for is a fault.
struct SuiteValue {
  /// Values in one suite, aliases counted each time: a suite of a thousand instances has 10,000.
  private static let nodesMax = 50_000

  let node: Node
  /// What a person calls it: `entrants[2].portfolio`.
  let name: String
  let faults: SuiteFaultCollector

  var line: Int? { node.mark?.line }

  /// Parses a text; nil after a fault.
  static func parse(_ text: String, _ faults: SuiteFaultCollector) -> SuiteValue? {
    do {
      if let node = try Yams.compose(yaml: text) {
        var left = nodesMax
        if isBounded(node, &left) { return SuiteValue(node: node, name: "suite", faults: faults) }
        faults.add(
          .yamlSyntax, line: nil, found: "more than \(nodesMax) values",
          expected: "a smaller suite", remedy: "split it; avoid nested aliases")
        return nil
      }
      faults.add(
        .yamlSyntax, line: nil, found: "an empty file", expected: "a mapping of fields",
        remedy: "start from bench/suites/smoke.yaml")
    } catch {
      faults.add(
        .yamlSyntax, line: line(of: error), found: "\(error)", expected: "well-formed YAML",
        remedy: "check indentation, colons and brackets before the place named")
    }
    return nil
  }

  private static func line(of error: any Error) -> Int? {
    switch error as? YamlError {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line
    case .duplicatedKeysInMapping(_, let context): context.mark.line
    default: nil
    }
  }

  private static func isBounded(_ node: Node, _ left: inout Int) -> Bool {
    left -= 1
    guard left > 0 else { return false }
    switch node {
    case .scalar, .alias: return true
    case .sequence(let items): return items.allSatisfy { isBounded($0, &left) }
    case .mapping(let pairs):
      return pairs.allSatisfy { isBounded($0.key, &left) && isBounded($0.value, &left) }
    }
  }

  func text() -> String? {
    if case .scalar(let scalar) = node { return scalar.string }
    wrongKind("a single value")
    return nil
  }

  func number<Number: FixedWidthInteger>(in range: ClosedRange<Number>) -> Number? {
    guard let text = text() else { return nil }
    if let number = Number(text), range.contains(number) { return number }
    fault(
      .valueWrong, found: "\(name): \(text)",
      expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      remedy: "write digits only")
    return nil
  }

  func decimal() -> Double? {
    guard let text = text() else { return nil }
    if let number = Double(text), number.isFinite { return number }
    fault(
      .valueWrong, found: "\(name): \(text)", expected: "a number",
      remedy: "write it as 12 or 0.5")
    return nil
  }

  func flag() -> Bool? {
    guard let text = text() else { return nil }
    if let flag = ["true": true, "false": false][text] { return flag }
    fault(
      .valueWrong, found: "\(name): \(text)", expected: "true or false",
      remedy: "write true or false")
    return nil
  }

  /// The items of a list that is not empty; a single value counts as a list of one.
  func items() -> [SuiteValue] {
    guard case .sequence(let nodes) = node else { return [self] }
    if nodes.isEmpty {
      fault(
        .fieldMissing, found: "\(name): an empty list", expected: "at least one item",
        remedy: "name an item or remove the field")
    }
    return nodes.enumerated().map {
      SuiteValue(node: $1, name: "\(name)[\($0 + 1)]", faults: faults)
    }
  }

  func fields() -> SuiteFields? {
    if case .mapping(let mapping) = node { return SuiteFields(mapping, of: self) }
    wrongKind("a mapping of fields")
    return nil
  }

  func fault(_ code: SuiteFault.Code, found: String, expected: String, remedy: String) {
    faults.add(code, line: line, found: found, expected: expected, remedy: remedy)
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
      remedy: "see the example in docs/benchmarks.md")
  }
}

/// The fields of one mapping; those that nobody asked for are faults.
final class SuiteFields {
  let value: SuiteValue
  private let mapping: Node.Mapping
  private var asked: [String] = []

  init(_ mapping: Node.Mapping, of value: SuiteValue) {
    self.mapping = mapping
    self.value = value
  }

  func optional(_ name: String) -> SuiteValue? {
    asked.append(name)
    guard let node = mapping[name] else { return nil }
    return SuiteValue(
      node: node, name: value.name == "suite" ? name : "\(value.name).\(name)",
      faults: value.faults)
  }

  func required(_ name: String) -> SuiteValue? {
    if let found = optional(name) { return found }
    value.fault(
      .fieldMissing, found: "\(value.name) without \(name)", expected: "the field \(name)",
      remedy: "add \(name): …; docs/benchmarks.md has an example")
    return nil
  }

  /// Every entry in the order of the file.
  func entries() -> [(name: String, value: SuiteValue)] {
    mapping.compactMap { pair in
      pair.key.scalar.map { key in
        (
          key.string,
          SuiteValue(
            node: pair.value, name: "\(value.name).\(key.string)", faults: value.faults)
        )
      }
    }
  }

  /// Reports fields that were never asked for.
  func finish() {
    for entry in entries() where !asked.contains(entry.name) {
      entry.value.fault(
        .fieldUnknown, found: "the field \(entry.name)", expected: "a field of \(value.name)",
        remedy: "use one of: \(asked.joined(separator: ", "))")
    }
  }
}
