import Containers
import Domain
import Grid
import Rules

/// Translates ``RotationWishes``: a price on every other rotation where a block is one column, else
/// a sum that misses its minimum when no column of the block holds the wished rotation.
struct RotationWishesLowering: RuleLowering {
  let rule: RotationWishes

  /// Wishes of equal content, so that one rule speaks of all who have them.
  private struct Content: Hashable {
    var rotation: RotationID
    var weight: Int
    var blocks: [Int]
  }

  func lower(_ part: RulePart, into builder: inout GridBuilder) {
    let facts = builder.facts
    var wishesOf: [Int: [Wish]] = [:]
    for wish in facts.facts.wishes {
      guard let row = facts.residentIndex(wish.resident) else { continue }
      wishesOf[row, default: []].append(wish)
    }
    var contents: [Content] = []
    var rowsOf: [Content: [Int32]] = [:]
    for row in part.rows {
      for var content in strongest(wishesOf[row] ?? [], in: facts) {
        content.blocks.removeAll {
          part.spares(row, Array(facts.columns(ofBlock: $0 + 1)), in: facts)
        }
        if facts.facts.planUnit == .block {
          price(content, row, part, &builder)
        } else {
          if rowsOf[content] == nil { contents.append(content) }
          rowsOf[content, default: []].append(Int32(row))
        }
      }
    }
    for content in contents { add(content, rowsOf[content] ?? [], part, &builder) }
  }

  /// One resident's wishes, each rotation at most once a block and then at its greatest weight.
  private func strongest(_ wishes: [Wish], in facts: PlanFacts) -> [Content] {
    var rotations: [RotationID] = []
    for wish in wishes where !rotations.contains(wish.rotation) { rotations.append(wish.rotation) }
    return rotations.flatMap { rotation -> [Content] in
      var blocksOf: [Int: [Int]] = [:]
      for (block, dates) in facts.blocks.enumerated() {
        let asked = wishes.filter { wish in
          wish.rotation == rotation && wish.dates.overlap(with: dates) >= rule.minimumOverlap
        }
        let strongest = asked.map { weight(of: $0.priority) }.max()
        if let weight = strongest, weight > 0 { blocksOf[weight, default: []].append(block) }
      }
      return blocksOf.sorted { $0.key > $1.key }.map {
        Content(rotation: rotation, weight: $0.key, blocks: $0.value)
      }
    }
  }

  private func price(
    _ content: Content, _ row: Int, _ part: RulePart, _ builder: inout GridBuilder
  ) {
    let wished = builder.facts.choices([content.rotation])
    for block in content.blocks {
      for column in builder.facts.columns(ofBlock: block + 1) {
        builder.price(
          outside: wished, row: row, column: column, content.weight * part.price, part)
      }
    }
  }

  private func add(
    _ content: Content, _ rows: [Int32], _ part: RulePart, _ builder: inout GridBuilder
  ) {
    let facts = builder.facts
    let groups = facts.blocks.indices.map { block in
      facts.columns(ofBlock: block + 1).map { Int32($0) }
    }
    // One window a block: each is granted or denied by itself.
    let windows = content.blocks.map { SumWindow(positions: [Int32($0)], min: 1) }
    builder.add(
      .sum(
        SumFamily(
          rows: rows, measure: .anyInGroups(groups, facts.choices([content.rotation])),
          windows: windows, priceUnder: content.weight * part.price, priceOver: 0)),
      part)
  }

  private func weight(of priority: Wish.Priority) -> Int {
    switch priority {
    case .high: rule.highWeight
    case .medium: rule.mediumWeight
    case .low: rule.lowWeight
    }
  }
}
