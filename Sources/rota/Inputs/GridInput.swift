import Coordinator
import Foundation
import Grid
import Hashing
import Store
import Wire

/// A problem as its grid: a programme's folder, or a file of the public shift-scheduling format.
struct GridInput {
  let grid: DenseGrid
  /// The content hash of the encoded grid, in hexadecimal.
  let hash: String

  private init(_ grid: DenseGrid) {
    self.grid = grid
    hash = "\(ContentHash.of(WireCodec.encode(grid: grid)))"
  }

  /// Reads and compiles a folder or file.
  init(path: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CommandFailure(.unusableInput, "\(path) cannot be read.")
    }
    do {
      if isFolder.boolValue {
        self.init(try ProgramInput(try ProgramFiles.read(path)).grid)
      } else {
        self.init(try ShiftInput(try InputFile.text(path)).grid)
      }
    } catch let error as UnusableInput {
      throw CommandFailure(.unusableInput, error.reason)
    }
  }

  /// The problem of a stored run.
  init(of row: RunRow, from connection: DatabaseConnection) async throws {
    do {
      switch row.kind {
      case .program:
        guard let stored = try await connection.program(contentHash: row.inputHash) else {
          throw CommandFailure(.internalFault, "The programme of run \(row.id) is not stored.")
        }
        self.init(try InputReaders.all.program(stored).grid)
      case .benchmark:
        guard let stored = try await connection.instance(contentHash: row.inputHash) else {
          throw CommandFailure(.internalFault, "The instance of run \(row.id) is not stored.")
        }
        self.init(try InputReaders.all.benchmark(stored).grid)
      }
    } catch let error as UnusableInput {
      throw CommandFailure(.unusableInput, error.reason)
    }
  }
}
