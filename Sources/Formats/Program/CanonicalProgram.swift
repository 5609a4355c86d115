package import Rules

import Foundation

/// The one JSON text of a programme: what its content hash is taken of and what the store keeps.
///
/// Keys are sorted, nothing is indented, slashes stay as they are. Equal programmes have equal
/// bytes, and decoding gives back an equal programme.
package enum CanonicalProgram {
  /// - Throws: `EncodingError`, which no programme causes.
  package static func encode(_ program: Program) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(program))
  }

  /// The programme in bytes that ``encode(_:)`` wrote.
  package static func decode(_ bytes: [UInt8]) throws(InputError) -> Program {
    var found = "\(bytes.count) bytes"
    if bytes.count <= ProgramFolder.largestFile {
      do {
        return try JSONDecoder().decode(Program.self, from: Data(bytes))
      } catch {
        found = "\(error)"
      }
    }
    throw InputError(faults: [
      Fault(
        code: .canonicalUnreadable, location: Location(path: "canonical programme"), found: found,
        expected: "the canonical JSON of a programme", remedy: "read the programme's folder again")
    ])
  }
}
