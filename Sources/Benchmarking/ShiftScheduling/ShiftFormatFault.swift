/// One thing wrong with a file of the shift-scheduling format.
package struct ShiftFormatFault: Sendable, Hashable, CustomStringConvertible {
  /// Stable and listed in `docs/errors.md`.
  package enum Code: String, Sendable, Hashable {
    /// The file is larger than any instance or roster needs to be.
    case fileTooLarge = "E1101"
    /// A section of the format is absent.
    case sectionMissing = "E1102"
    /// A section has a name that the format does not know.
    case sectionUnknown = "E1103"
    /// A section stands twice.
    case sectionRepeated = "E1104"
    /// A line stands before the first section.
    case lineOutsideSection = "E1105"
    /// A line has too few or too many fields.
    case fieldCount = "E1106"
    /// A field that counts is not a whole number.
    case notANumber = "E1107"
    /// A number is outside its range.
    case outOfRange = "E1108"
    /// A name refers to nothing in the file.
    case unknownName = "E1109"
    /// Something is declared twice.
    case repeatedEntry = "E1110"
    /// A name is empty, too long or has characters that the format uses itself.
    case badName = "E1111"
    /// There are more entries than the reader takes.
    case tooMany = "E1112"
    /// A roster lacks an employee.
    case rowMissing = "E1113"
  }

  package var code: Code
  /// Line of the file from 1, or 0 for the file as a whole.
  package var line: Int
  package var found: String
  package var expected: String
  package var remedy: String

  package var description: String {
    "line \(line): \(found); expected \(expected) [\(code.rawValue)]. \(remedy)"
  }
}

/// Everything wrong with one file, in the order of its lines.
package struct ShiftFormatFaults: Error, Sendable, CustomStringConvertible {
  package var faults: [ShiftFormatFault]

  package var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// A line's fields with their place, and the collector its faults go to.
struct ShiftLine {
  var number: Int
  var fields: [Substring]

  /// Splits at the separator and trims blanks around each field.
  init(number: Int, text: Substring, separator: Character) {
    self.number = number
    fields = text.split(separator: separator, omittingEmptySubsequences: false).map {
      trimmed($0)
    }
  }
}

/// The text without blanks at its ends.
func trimmed(_ text: Substring) -> Substring {
  var rest = text
  while let first = rest.first, first.isWhitespace { rest.removeFirst() }
  while let last = rest.last, last.isWhitespace { rest.removeLast() }
  return rest
}

/// Collects the faults of one file up to ``ShiftFormatLimits/faults``.
struct ShiftFaultCollector {
  private(set) var faults: [ShiftFormatFault] = []

  mutating func add(
    _ code: ShiftFormatFault.Code, line: Int, found: String, expected: String, remedy: String
  ) {
    guard faults.count < ShiftFormatLimits.faults else { return }
    // A hostile field may be a megabyte long; a person needs its beginning.
    faults.append(
      ShiftFormatFault(
        code: code, line: line, found: String(found.prefix(120)), expected: expected,
        remedy: remedy))
  }

  /// The whole number in the field, or nil with a fault when there is none in the range.
  mutating func number(
    _ field: Substring, of meaning: String, in range: ClosedRange<Int>, line: Int
  ) -> Int? {
    let expected = "\(meaning), \(range.lowerBound) to \(range.upperBound)"
    guard let value = Int(field) else {
      add(
        .notANumber, line: line, found: "“\(field)”", expected: expected,
        remedy: "Write a whole number.")
      return nil
    }
    guard range.contains(value) else {
      add(
        .outOfRange, line: line, found: "\(value)", expected: expected,
        remedy: "Correct the number.")
      return nil
    }
    return value
  }

  /// Throws when anything was collected.
  func throwIfAny() throws(ShiftFormatFaults) {
    guard !faults.isEmpty else { return }
    throw ShiftFormatFaults(faults: faults.sorted { $0.line < $1.line })
  }
}
