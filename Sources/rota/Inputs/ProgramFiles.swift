import Formats
import Foundation
import Rules

/// Programmes in folders, as commands meet them.
enum ProgramFiles {
  /// Reads a programme; warnings go to standard error, and so do contradictions (E2…) where they
  /// are tolerated to be explained.
  ///
  /// - Throws: ``CommandFailure`` with every fault of the files.
  static func read(_ folder: String, toleratesContradictions: Bool = false) throws -> Program {
    do {
      let reading = try ProgramReader.examine(
        ProgramFolder(path: folder), toleratesContradictions: toleratesContradictions)
      for warning in reading.warnings { Terminal.say("warning: \(warning)") }
      for fault in reading.contradictions { Terminal.say("contradiction: \(fault)") }
      return reading.program
    } catch let error {
      for warning in error.warnings { Terminal.say("warning: \(warning)") }
      throw CommandFailure(
        .unusableInput,
        error.description + "\n\(error.faults.count) faults; docs/errors.md explains each code.")
    }
  }
}
