/// Keeps spreadsheet programs from running a cell as a formula.
///
/// A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe in
/// front, which spreadsheets show as plain text; a cell that begins with an apostrophe gets
/// another, so that reading takes off exactly what writing put on.
package enum FormulaGuard {
  private static let risky: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "'"]

  package static func guarded(_ cell: String) -> String {
    guard let first = cell.unicodeScalars.first, risky.contains(first) else { return cell }
    return "'" + cell
  }

  package static func unguarded(_ cell: String) -> String {
    let scalars = cell.unicodeScalars
    guard scalars.first == "'", let second = scalars.dropFirst().first, risky.contains(second)
    else { return cell }
    return String(scalars.dropFirst())
  }

  /// A cell ready for a CSV file: guarded, and quoted where a comma, quote or line end needs it.
  static func csvField(_ cell: String) -> String {
    let safe = guarded(cell)
    let needsQuotes =
      safe.unicodeScalars.contains { [",", "\"", "\n", "\r", "\t"].contains($0) }
      || safe.first == " " || safe.last == " "
    guard needsQuotes else { return safe }
    var quoted = "\""
    for character in safe.unicodeScalars {
      if character == "\"" { quoted.unicodeScalars.append("\"") }
      quoted.unicodeScalars.append(character)
    }
    return quoted + "\""
  }
}
