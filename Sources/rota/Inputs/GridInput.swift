import Coordinator
import Foundation
import Grid
import Hashing
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
}
