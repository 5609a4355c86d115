import Determinism
import Formats
import Foundation
import Rules

/// A programme with one number of its hard rules changed at random.
struct NumberChange {
  var program: Program
  /// Whose number was changed.
  var instance: RuleInstanceID
  /// `ward-minimum: minimum 3 → 6`.
  var words: String

  /// Draws until the changed programme can be read; nil for a programme without numbers.
  static func drawn(from program: Program, seed: UInt64) throws -> NumberChange? {
    var random = SeededGenerator(seed: seed, label: 9)
    let tree = try JSONSerialization.jsonObject(with: Data(try CanonicalProgram.encode(program)))
    guard let root = tree as? [String: Any] else { return nil }
    var places: [Place] = []
    for section in ["rules", "dutyRules"] {
      for (index, entry) in (root[section] as? [[String: Any]] ?? []).enumerated() {
        guard let severity = entry["severity"] as? [String: Any],
          severity["level"] as? String != "soft", let rule = entry["rule"] as? [String: Any]
        else { continue }
        places += numbers(in: rule, path: [section, index, "rule"])
      }
    }
    // Paths of equal text can't be: each names its rule and field.
    places.sort { $0.text < $1.text }
    for _ in 0..<100 where !places.isEmpty {
      let place = places[random.below(places.count)]
      let values = [0, place.value - 1, place.value + 1, 2 * place.value, 3 * place.value + 1]
        .filter { $0 >= 0 && $0 != place.value }
      let value = values[random.below(values.count)]
      let changed = try JSONSerialization.data(
        withJSONObject: replaced(root, at: place.path[...], by: value))
      guard let found = decoded(changed) else { continue }
      let id = place.isOfDuty ? found.dutyRules[place.rule].id : found.rules[place.rule].id
      return NumberChange(
        program: found, instance: id, words: "\(id): \(place.name) \(place.value) → \(value)")
    }
    return nil
  }

  /// Nil where the number does not fit its field.
  private static func decoded(_ data: Data) -> Program? {
    do {
      return try CanonicalProgram.decode([UInt8](data))
    } catch {
      return nil
    }
  }

  /// Where a number stands.
  private struct Place {
    /// Keys and indices from the root.
    var path: [any Sendable]
    var value: Int

    var text: String { path.map { "\($0)" }.joined(separator: "/") }
    var name: String { path.last as? String ?? "number" }
    var rule: Int { path[1] as? Int ?? 0 }
    var isOfDuty: Bool { path[0] as? String == "dutyRules" }
  }

  /// Numbers that bound something: not columns, dates or names.
  private static func numbers(in value: Any, path: [any Sendable]) -> [Place] {
    if let object = value as? [String: Any] {
      return object.keys.sorted().filter { !["columns", "dates", "isAllowed"].contains($0) }
        .flatMap { key -> [Place] in
          guard let child = object[key] else { return [] }
          return numbers(in: child, path: path + [key])
        }
    }
    if value is [Any] || value is String || value is Bool { return [] }
    guard let number = value as? Int else { return [] }
    return [Place(path: path, value: number)]
  }

  private static func replaced(
    _ value: Any, at path: ArraySlice<any Sendable>, by number: Int
  ) -> Any {
    guard let first = path.first else { return number }
    if var object = value as? [String: Any], let key = first as? String, let child = object[key] {
      object[key] = replaced(child, at: path.dropFirst(), by: number)
      return object
    }
    if var list = value as? [Any], let index = first as? Int {
      list[index] = replaced(list[index], at: path.dropFirst(), by: number)
      return list
    }
    return value
  }
}
