/// A place in an input file.
package struct Location: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Path as the operator would write it: `program.yaml`, `residents.csv`.
  package var path: String
  /// Line, from 1; nil for the file as a whole.
  package var line: Int?
  /// Column, from 1: characters in YAML, fields in CSV; nil for the whole line.
  package var column: Int?

  package init(path: String, line: Int? = nil, column: Int? = nil) {
    self.path = path
    self.line = line
    self.column = column
  }

  /// `program.yaml:12:5`.
  package var description: String {
    [path, line.map(String.init), column.map(String.init)].compactMap { $0 }
      .joined(separator: ":")
  }
}

/// One thing wrong with an input file: what stands there, what should, and what to try.
package struct Fault: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Stable and documented in `docs/errors.md`; never reused for another meaning.
  package var code: FaultCode
  package var location: Location
  package var found: String
  package var expected: String
  package var remedy: String

  package init(
    code: FaultCode, location: Location, found: String, expected: String, remedy: String
  ) {
    self.code = code
    self.location = location
    self.found = found
    self.expected = expected
    self.remedy = remedy
  }

  /// `program.yaml:12:5: E1019: found …; expected …; try …`.
  package var description: String {
    "\(location): \(code.rawValue): found \(found); expected \(expected); try: \(remedy)"
  }
}

/// Input that cannot be used. Every fault is reported, not only the first.
package struct InputError: Error, Sendable, CustomStringConvertible {
  /// At least one, in the order of reading.
  package var faults: [Fault]
  /// Warnings that were found on the way.
  package var warnings: [Fault]

  package init(faults: [Fault], warnings: [Fault] = []) {
    self.faults = faults
    self.warnings = warnings
  }

  package var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// Gathers faults and warnings while files are read.
final class FaultCollector {
  /// Faults and warnings kept, each: a person reads the first dozen; the rest of a file read with
  /// the wrong column mapping only repeats them.
  static let kept = 1000

  private(set) var faults: [Fault] = []
  private(set) var warnings: [Fault] = []

  func add(
    _ code: FaultCode, at location: Location, found: String, expected: String, remedy: String
  ) {
    let fault = Fault(
      code: code, location: location, found: found, expected: expected, remedy: remedy)
    if code.isWarning {
      if warnings.count < Self.kept { warnings.append(fault) }
    } else if faults.count < Self.kept {
      faults.append(fault)
    }
  }

  func throwIfAny() throws(InputError) {
    guard faults.isEmpty else { throw InputError(faults: faults, warnings: warnings) }
  }
}
