/// The limits of the style guide that a machine can count, and who goes past them.
enum Limits {
  // The numbers are the guide's hard limits (section 7); the aims are a third of them.
  static let sourceLinesMax = 500
  static let testLinesMax = 600
  static let functionLinesMax = 70
  static let parametersMax = 6
  // A memberwise initialiser repeats the stored properties, of which a type may have this many.
  static let memberwiseParametersMax = 15
  static let nestingMax = 4
  static let columnsMax = 100

  /// Every place past a limit, in the order of the files.
  static func offences(in files: [SwiftFile]) -> [Offence] {
    files.flatMap { long($0) + wide($0) + heavy($0) }
  }

  private static func long(_ file: SwiftFile) -> [Offence] {
    let linesMax = file.isTest ? testLinesMax : sourceLinesMax
    let count = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
    guard count > linesMax else { return [] }
    return [
      Offence(path: file.path, limit: "file", reason: "\(count) lines, at most \(linesMax)")
    ]
  }

  private static func wide(_ file: SwiftFile) -> [Offence] {
    file.lines.enumerated().filter { $0.element.count > columnsMax }.map { index, line in
      Offence(
        path: file.path, line: index + 1, limit: "line",
        reason: "\(line.count) columns, at most \(columnsMax)")
    }
  }

  private static func heavy(_ file: SwiftFile) -> [Offence] {
    FunctionScan(file).functions().flatMap { function -> [Offence] in
      let parametersMax = function.isMemberwise ? memberwiseParametersMax : parametersMax
      let measures = [
        ("function", "lines", function.bodyLines, functionLinesMax),
        ("parameters", "parameters", function.parameters, parametersMax),
        ("nesting", "levels of nesting", function.nesting, nestingMax),
      ]
      return measures.filter { $0.2 > $0.3 }.map { limit, unit, found, most in
        Offence(
          path: file.path, line: function.line, limit: limit,
          reason: "`\(function.name)` has \(found) \(unit), at most \(most)")
      }
    }
  }
}
