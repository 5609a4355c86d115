/// One thing wrong with a suite, or with a file that it names.
package struct SuiteFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// Stable and listed in `docs/errors.md`.
  package enum Code: String, Sendable, Hashable, CaseIterable {
    /// The suite's file cannot be read, or is larger than a suite can be.
    case fileUnreadable = "E1201"
    /// The YAML is malformed or empty.
    case yamlSyntax = "E1202"
    /// A list, mapping or single value stands where another kind belongs.
    case wrongKind = "E1203"
    /// A required field is missing, or a list is empty.
    case fieldMissing = "E1204"
    /// A field is unknown there.
    case fieldUnknown = "E1205"
    /// A number, budget, hash or word is malformed or out of range.
    case valueWrong = "E1206"
    /// A name is unusable or stands twice.
    case nameUnusable = "E1207"
    /// A file that the suite names cannot be read.
    case namedFileMissing = "E1208"
    /// An instance's files are not those that the suite was written for.
    case contentDiffers = "E1209"
    /// An instance cannot be used.
    case instanceUnusable = "E1210"
    /// An entrant does none or several of the things that one can.
    case entrantUnclear = "E1211"
    /// A portfolio is unusable, or has no such strategy.
    case portfolioUnusable = "E1212"
    /// The reference names no entrant.
    case referenceUnknown = "E1213"
    /// An option of a run is refused.
    case optionRefused = "E1214"
    /// A command line lacks a place, or names an unknown one.
    case commandUnusable = "E1215"
    /// A row of a file of results cannot be read.
    case rowUnreadable = "E1216"
    /// Another process adds to the file of results.
    case resultsInUse = "E1217"
  }

  package var code: Code
  package var path: String
  /// From 1; nil for the file as a whole.
  package var line: Int?
  package var found: String
  package var expected: String
  package var remedy: String

  package init(
    _ code: Code, path: String, line: Int? = nil, found: String, expected: String, remedy: String
  ) {
    self.code = code
    self.path = path
    self.line = line
    self.found = found
    self.expected = expected
    self.remedy = remedy
  }

  package var description: String {
    let place = line.map { "\(path):\($0)" } ?? path
    return "\(place): \(code.rawValue): found \(found); expected \(expected); try: \(remedy)"
  }
}

/// Everything wrong with a suite, in the order of reading; at least one fault.
package struct SuiteFaults: Error, Sendable, CustomStringConvertible {
  package var faults: [SuiteFault]

  package init(_ faults: [SuiteFault]) { self.faults = faults }

  package var description: String { faults.map(\.description).joined(separator: "\n") }
}
