import Domain
import Rules
import Yams

/// A named, versioned set of duty rules that programmes share: accreditation text, house rules.
package struct RuleProfile: Sendable, Hashable {
  /// One rule as the file states it.
  package struct Entry: Sendable, Hashable {
    package var id: String
    /// Its fields as text, by name: what people compare.
    package var fields: [String: String]
  }

  package var name: String
  package var version: Int
  package var about: String
  /// In the order of the file.
  package var entries: [Entry]

  /// Reads a profile's file; every fault at once. What its rules mean is known only beside a
  /// programme, whose activities they name by label.
  package static func read(text: String, path: String) throws(InputError) -> RuleProfile {
    let faults = FaultCollector()
    var profile = RuleProfile(name: path, version: 0, about: "", entries: [])
    if let fields = YAMLValue.parse(text: text, path: path, faults)?.fields() {
      profile.name = fields.required("name")?.text() ?? path
      profile.version = fields.required("version")?.whole(in: 1...1_000_000) ?? 0
      profile.about = fields.optional("about")?.text() ?? ""
      for item in fields.required("rules")?.items() ?? [] {
        guard let inner = item.fields(), let id = inner.required("id")?.text() else { continue }
        let stated = inner.entries().compactMap { entry -> (String, String)? in
          guard let key = entry.key.text(), key != "id" else { return nil }
          return (key, entry.value.words)
        }
        profile.entries.append(
          Entry(id: id, fields: Dictionary(stated, uniquingKeysWith: { first, _ in first })))
      }
      fields.finish()
    }
    try faults.throwIfAny()
    return profile
  }

  /// What differs from one profile to another, a line each; empty when nothing does.
  package func differences(from other: RuleProfile) -> [String] {
    let mine = Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let theirs = Dictionary(
      other.entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var lines: [String] = []
    for entry in other.entries where mine[entry.id] == nil { lines.append("- \(entry.id)") }
    for entry in entries {
      guard let before = theirs[entry.id] else {
        lines.append("+ \(entry.id)")
        continue
      }
      for name in Set(entry.fields.keys).union(before.fields.keys).sorted()
      where entry.fields[name] != before.fields[name] {
        lines.append(
          "~ \(entry.id): \(name): \(before.fields[name] ?? "default") → "
            + "\(entry.fields[name] ?? "default")")
      }
    }
    return lines
  }
}

extension YAMLValue {
  /// A value as text on one line, for people to compare.
  fileprivate var words: String {
    switch node {
    case .scalar(let scalar): return scalar.string
    case .alias: return "*"
    case .sequence: return "[" + items().map(\.words).joined(separator: ", ") + "]"
    case .mapping:
      let parts = fields()?.entries().map { "\($0.key.scalarText ?? ""): \($0.value.words)" } ?? []
      return "{" + parts.joined(separator: ", ") + "}"
    }
  }
}

extension DutyDraft {
  /// Reads the rules of the profiles that a programme names; a rule of the programme with the same
  /// id stands in the profile's place.
  func readProfiles(_ value: YAMLValue?, _ folder: ProgramFolder, own: YAMLValue?) {
    let ownItems = own.map { $0.items() } ?? []
    let overridden = Set(ownItems.compactMap { $0.fields()?.optional("id")?.text() })
    for item in value?.items() ?? [] {
      guard let path = item.text(),
        let text = folder.text(of: path, namedAt: item.location, faults),
        let fields = YAMLValue.parse(text: text, path: path, faults)?.fields()
      else { continue }
      _ = fields.required("name")
      _ = fields.required("version")
      _ = fields.optional("about")
      for rule in fields.required("rules")?.items() ?? [] {
        guard let inner = rule.fields() else { continue }
        if let id = inner.optional("id")?.text(), overridden.contains(id) { continue }
        readRule(inner)
        inner.finish()
      }
      fields.finish()
    }
  }
}
