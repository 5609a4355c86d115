import Foundation

/// Numbers as tables show them.
enum Figures {
  /// `1.23 %`; `–` for nothing.
  static func percent(_ share: Double?) -> String {
    guard let share else { return "–" }
    if share == 0 { return "0 %" }
    let value = share * 100
    return fixed(value, abs(value) < 0.095 ? 3 : abs(value) < 9.95 ? 2 : 1) + " %"
  }

  /// Whole costs, with a half where the median lies between two.
  static func cost(_ value: Double?) -> String {
    guard let value else { return "–" }
    return value == value.rounded() ? grouped(Int(value)) : fixed(value, 1)
  }

  static func cost(_ value: Int?) -> String { value.map(grouped) ?? "–" }

  /// Seconds, or effort units where the field counts those.
  static func time(_ value: Double?, isEffort: Bool) -> String {
    guard let value else { return "–" }
    if isEffort { return grouped(Int(value)) }
    return fixed(value, value < 9.95 ? 2 : value < 99.5 ? 1 : 0) + " s"
  }

  static func probability(_ value: Double) -> String {
    value < 0.0001 ? "< 0.0001" : fixed(value, 4)
  }

  static func fixed(_ value: Double, _ digits: Int) -> String {
    let text = String(format: "%.\(digits)f", value)
    return text.hasPrefix("-") && !text.contains(where: { "123456789".contains($0) })
      ? String(text.dropFirst()) : text
  }

  /// Thousands apart by commas.
  static func grouped(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    groups.insert(digits, at: 0)
    return (value < 0 ? "−" : "") + groups.joined(separator: ",")
  }
}

/// Text that may hold anything, for pages and tables.
package enum MarkupText {
  /// For HTML and SVG, in elements and in quoted attributes. Control characters, which no page may
  /// hold, become a replacement character.
  package static func html(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      default:
        let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
        result.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }

  /// For a field of a Markdown table.
  static func markdown(_ text: String) -> String {
    html(text).split(whereSeparator: \.isNewline).joined(separator: " ")
      .replacingOccurrences(of: "|", with: "\\|")
  }

  /// For a field of a CSV: quoted where it must be, and with an apostrophe where a spreadsheet
  /// would take it for a formula.
  static func csv(_ text: String) -> String {
    var field = text
    if let first = field.first, "=+@-\t\r".contains(first), Double(field) == nil {
      field = "'" + field
    }
    guard field.contains(where: { ",\"\n\r".contains($0) }) else { return field }
    return "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
