import Foundation

/// Where words for people go: results to standard output, everything else to standard error.
enum Terminal {
  /// Writes a line to standard error.
  static func say(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Writes bytes to standard output.
  static func result(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  /// Whether standard error is a terminal, so that lines may be redrawn.
  static var isInteractive: Bool { isatty(2) == 1 }

  /// Replaces the last `previous` lines of standard error by these; returns how many there are.
  static func redraw(_ lines: [String], over previous: Int) -> Int {
    var text = previous > 0 ? "\u{1B}[\(previous)A" : ""
    for line in lines { text += "\u{1B}[2K" + line + "\n" }
    for _ in lines.count..<max(lines.count, previous) { text += "\u{1B}[2K\n" }
    FileHandle.standardError.write(Data(text.utf8))
    return max(lines.count, previous)
  }

  /// JSON with sorted keys, ending in a line feed.
  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}
