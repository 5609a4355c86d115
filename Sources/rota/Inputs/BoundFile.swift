import Foundation
import Grid
import Wire

/// A bound with what proves it, as a JSON file that can be checked anywhere.
struct BoundFile: Codable {
  /// Always `rota bound 1`.
  var format: String
  /// The content hash of the encoded grid, in hexadecimal.
  var grid: String
  /// No valid answer has fewer soft points.
  var bound: Int
  /// What every multiplier is divided by.
  var denominator: Int32
  /// A multiplier for each group of each cover rule, in the order of the grid.
  var covers: [Int32]
  /// Relaxed windows: rule, row, window, multiplier.
  var windows: [[Int32]]

  static let formatName = "rota bound 1"

  init(_ checked: CheckedBound) {
    let offer = checked.offer
    format = Self.formatName
    grid = checked.gridHash.bytes.map { String(format: "%02x", $0) }.joined()
    bound = offer.claimed
    denominator = offer.multipliers.denominator
    covers = offer.multipliers.covers
    windows = offer.multipliers.windows.map { [$0.rule, $0.row, $0.window, $0.numerator] }
  }

  static func read(_ path: String) throws -> BoundFile {
    let file: BoundFile
    do {
      file = try JSONDecoder().decode(
        BoundFile.self, from: Data(try InputFile.text(path).utf8))
    } catch let error as DecodingError {
      throw CommandFailure(.unusableInput, "\(path) is no bound file: \(error)")
    }
    guard file.format == formatName, file.windows.allSatisfy({ $0.count == 4 }) else {
      throw CommandFailure(
        .unusableInput,
        "\(path) is no bound file: format \(file.format); expected \(formatName), "
          + "windows of four numbers.")
    }
    return file
  }

  var text: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
  }

  var offer: BoundOffer {
    BoundOffer(
      claimed: bound,
      multipliers: LagrangeMultipliers(
        denominator: denominator, covers: covers,
        windows: windows.map {
          WindowMultiplier(
            rule: Int($0[0]), row: Int($0[1]), window: Int($0[2]), numerator: Int($0[3]))
        }))
  }
}
