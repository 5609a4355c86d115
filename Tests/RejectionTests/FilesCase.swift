import Formats

/// A small programme that is right, and one way to make it wrong.
struct FilesCase: Sendable, CustomStringConvertible {
  /// The code expected, and its place as `path:line:column`.
  var code: FaultCode
  var place: String
  var description: String
  var files: [String: [UInt8]]

  static let program = """
    name: Test
    academic_year: 2025
    levels: [A, B]
    rotations: [Ward, Clinic, ICU, {id: OFF, away: true}]
    curriculum:
      A: {Ward: 4-7, Clinic: 6-9}
      B: {Ward: 5-8, Clinic: 4-7, ICU: 0-2}
    leave: {rotation: OFF, tolerant: {A: Clinic, B: Clinic}}

    """

  static let residents = "id,level\na1,A\na2,A\nb1,B\n"

  /// The right programme with `old` replaced by `new`, lines added (from line 9 on), and files.
  init(
    _ code: FaultCode, at place: String, _ description: String,
    _ change: (old: String, new: String)? = nil, adding lines: String = "",
    files: [String: String] = [:]
  ) {
    self.code = code
    self.place = place
    self.description = description
    var text = Self.program + lines
    if let change {
      let parts = text.split(separator: change.old, maxSplits: 1, omittingEmptySubsequences: false)
      precondition(parts.count == 2, "\(description): nothing to replace")
      text = parts.joined(separator: change.new)
    }
    self.files = [
      "program.yaml": [UInt8](text.utf8), "residents.csv": [UInt8](Self.residents.utf8),
    ]
    for (name, content) in files { self.files[name] = [UInt8](content.utf8) }
  }

  func without(_ file: String) -> FilesCase {
    var copy = self
    copy.files[file] = nil
    return copy
  }

  func with(_ file: String, bytes: [UInt8]) -> FilesCase {
    var copy = self
    copy.files[file] = bytes
    return copy
  }
}
