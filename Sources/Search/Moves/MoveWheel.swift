import Determinism
import Grid

/// Which move comes next: a wheel of shares, drawn in O(1).
struct MoveWheel {
  /// Slots of the wheel: fine enough for shares of one percent.
  private static let slotCount = 128
  private let slots: [Move]

  init(_ model: SearchModel, _ parameters: StrategyParameters) {
    var shares = Self.shares(of: model)
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

  /// Shares by kind of grid: rows with runs are duty lines, rows with runs and a clock halves of
  /// days, of which a few together make a duty, and rows without runs plans of blocks.
  private static func shares(of model: SearchModel) -> [(Move, Double)] {
    if model.structure.runs.isEmpty {
      return [
        (.changeCell, 0.20), (.swapRows, 0.25), (.swapInRow, 0.20), (.rectangle, 0.20),
        (.fill, 0.12), (.shift, 0.03), (.rewrite, 0), (.borders, 0),
      ]
    }
    if !model.grid.clock.isEmpty {
      return [
        (.changeCell, 0.20), (.swapRows, 0.25), (.swapInRow, 0.20), (.rectangle, 0.10),
        (.fill, 0.12), (.shift, 0.03), (.rewrite, 0.10), (.borders, 0),
      ]
    }
    return [
      (.changeCell, 0.01), (.swapRows, 0.34), (.swapInRow, 0.07), (.rectangle, 0.01),
      (.fill, 0.01), (.shift, 0.06), (.rewrite, 0.25), (.borders, 0.25),
    ]
  }

  @inline(__always)
  func draw(_ random: inout SeededGenerator) -> Move { slots[random.below(slots.count)] }
}
