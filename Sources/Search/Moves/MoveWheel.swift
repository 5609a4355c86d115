import Determinism

/// Which move comes next: a wheel of shares, drawn in O(1).
struct MoveWheel {
  /// Slots of the wheel: fine enough for shares of one percent.
  private static let slotCount = 128
  private let slots: [Move]

  /// Shares by kind of grid: rows with runs are duty lines, rows without are plans of blocks.
  init(_ model: SearchModel, _ parameters: StrategyParameters) {
    let isDuty = !model.structure.runs.isEmpty
    var shares: [(Move, Double)] = [
      (.changeCell, isDuty ? 0.01 : 0.20), (.swapRows, isDuty ? 0.34 : 0.25),
      (.swapInRow, isDuty ? 0.07 : 0.20), (.rectangle, isDuty ? 0.01 : 0.20),
      (.fill, isDuty ? 0.01 : 0.12), (.shift, isDuty ? 0.06 : 0.03),
      (.rewrite, isDuty ? 0.25 : 0), (.borders, isDuty ? 0.25 : 0),
    ]
    for index in shares.indices {
      shares[index].1 = max(
        0, parameters.value("share-\(shares[index].0)", default: shares[index].1))
    }
    let total = shares.reduce(0) { $0 + $1.1 }
    var slots: [Move] = []
    for (move, share) in shares {
      let count = Int((share / total * Double(Self.slotCount)).rounded())
      slots.append(contentsOf: Array(repeating: move, count: count))
    }
    self.slots = slots.isEmpty ? [.changeCell] : slots
  }

  @inline(__always)
  func draw(_ random: inout SeededGenerator) -> Move { slots[random.below(slots.count)] }
}
