import Compression
import Coordination
import Grid
import Measures

/// Whole answers as one LZ4 frame: the incumbent first, then what is kept for the end.
///
/// Layout before compression, little endian: count and columns (32 bits each), then for each answer
/// three 64-bit scores and its cells in 16 bits.
enum CheckpointPayload {
  /// Largest payload unpacked: a hundred answers of the largest grid would be 400 MB; ten fit.
  private static let unpackedMax = 64 << 20

  static func encode(_ answers: [RankedAnswer]) -> [UInt8] {
    var bytes: [UInt8] = []
    append(UInt32(answers.count), to: &bytes)
    append(UInt32(answers.first?.answer.columnCount ?? 0), to: &bytes)
    for item in answers {
      append(Int64(item.score.accreditation), to: &bytes)
      append(Int64(item.score.institution), to: &bytes)
      append(Int64(item.score.soft), to: &bytes)
      append(UInt32(item.answer.cells.count), to: &bytes)
      for cell in item.answer.cells { append(cell, to: &bytes) }
    }
    return LZ4Frame.compress(bytes)
  }

  /// Nil when the bytes are not what ``encode(_:)`` writes: another version's checkpoint.
  static func decode(_ frame: [UInt8]) throws -> [RankedAnswer]? {
    var rest = try LZ4Frame.decompress(frame, limit: unpackedMax)[...]
    guard let count: UInt32 = take(&rest), let columns: UInt32 = take(&rest) else { return nil }
    var answers: [RankedAnswer] = []
    for _ in 0..<count {
      guard let accreditation: Int64 = take(&rest), let institution: Int64 = take(&rest),
        let soft: Int64 = take(&rest), let cellCount: UInt32 = take(&rest),
        rest.count >= Int(cellCount) * 2, columns > 0, cellCount % columns == 0
      else { return nil }
      var cells: [UInt16] = []
      cells.reserveCapacity(Int(cellCount))
      for _ in 0..<cellCount {
        guard let cell: UInt16 = take(&rest) else { return nil }
        cells.append(cell)
      }
      answers.append(
        RankedAnswer(
          score: Score(
            accreditation: Int(accreditation), institution: Int(institution), soft: Int(soft)),
          answer: GridAnswer(cells: cells, columnCount: Int(columns))))
    }
    return rest.isEmpty ? answers : nil
  }

  private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  private static func take<Number: FixedWidthInteger>(_ rest: inout ArraySlice<UInt8>) -> Number? {
    let width = Number.bitWidth / 8
    guard rest.count >= width else { return nil }
    var number: Number = 0
    for (index, byte) in rest.prefix(width).enumerated() {
      number |= Number(truncatingIfNeeded: byte) << Number(index * 8)
    }
    rest = rest.dropFirst(width)
    return number
  }
}
