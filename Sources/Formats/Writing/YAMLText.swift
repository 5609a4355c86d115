/// A value to be written as YAML, with mappings in the order in which they were made.
enum YAMLText {
  case scalar(String)
  case list([YAMLText])
  case fields([YAMLField])

  static func mapping(_ entries: [(String, YAMLText)]) -> YAMLText {
    .fields(entries.map { YAMLField(name: $0.0, value: $0.1) })
  }

  static func number(_ value: Int) -> YAMLText { .scalar(String(value)) }

  static func names<Name: RawRepresentable>(_ names: [Name]) -> YAMLText
  where Name.RawValue == String {
    .list(names.map { .scalar($0.rawValue) })
  }

  /// One name alone, or a list of them.
  static func oneOrMore<Name: RawRepresentable>(_ names: [Name]) -> YAMLText
  where Name.RawValue == String {
    names.count == 1 ? .scalar(names[0].rawValue) : .names(names)
  }

  // MARK: Text

  /// The value on one line.
  var flow: String {
    switch self {
    case .scalar(let text): Self.quoted(text)
    case .list(let items): "[" + items.map(\.flow).joined(separator: ", ") + "]"
    case .fields(let fields):
      "{" + fields.map(\.line).joined(separator: ", ") + "}"
    }
  }

  /// A mapping with one line for each entry, or for each entry and item of the entries named open.
  static func document(_ entries: [(String, YAMLText)], open: Set<String>) -> String {
    var text = ""
    for (key, value) in entries {
      guard open.contains(key) else {
        text += "\(quoted(key)): \(value.flow)\n"
        continue
      }
      switch value {
      case .list(let items) where !items.isEmpty:
        text += "\n\(quoted(key)):\n" + items.map { "  - \($0.flow)\n" }.joined()
      case .fields(let inner) where !inner.isEmpty:
        text += "\n\(quoted(key)):\n" + inner.map { "  \($0.line)\n" }.joined()
      default: text += "\(quoted(key)): \(value.flow)\n"
      }
    }
    return text
  }

  /// Words that some readers of YAML take for something else than text.
  private static let reserved: Set<String> = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null",
  ]

  /// A scalar as it stands if every reader takes it for this text, else in double quotes.
  static func quoted(_ text: String) -> String {
    let isPlain =
      text.first.map { $0.isASCII && ($0.isLetter || $0.isNumber) } == true && text.last != " "
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || " -_./&".contains($0)) }
      && !reserved.contains(text.lowercased())
    if isPlain { return text }
    var result = "\""
    for character in text {
      if character == "\"" || character == "\\" { result.append("\\") }
      result.append(character)
    }
    return result + "\""
  }
}

/// One entry of a mapping.
struct YAMLField {
  var name: String
  var value: YAMLText

  /// `name: value`.
  var line: String { "\(YAMLText.quoted(name)): \(value.flow)" }
}
