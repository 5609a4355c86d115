import Compilation
import Containers
import Domain
import Grid
import Measures

extension HardGrid {
  /// The grid with what duty rules leave of rotations as one more instance, the last.
  ///
  /// Lessons about one cell close it, those about two neighbours are successions; longer ones are
  /// left out, so that the result still looks at less than all rules.
  func taught(_ lessons: [DutyLesson]) -> HardGrid {
    let instance = ids.count
    var closed: [Int: BitSet] = [:]
    var pairs: [RotationPair: Set<Int32>] = [:]
    for case .rotations(let cells) in lessons {
      if cells.count == 1, let cell = cells.first {
        closed[cell.row * columnCount + cell.column, default: BitSet()].insert(cell.choice)
      } else if cells.count == 2, cells[0].column + 1 == cells[1].column {
        let pair = RotationPair(
          row: cells[0].row, first: cells[0].choice, second: cells[1].choice)
        pairs[pair, default: []].insert(Int32(cells[0].column))
      }
    }
    let successions = pairs.sorted { $0.key < $1.key }.map { pair, columns in
      GridRule(
        instance: instance, level: .institution,
        family: .transition(
          TransitionFamily(
            rows: [Int32(pair.row)], columns: columns.sorted(), from: BitSet([pair.first]),
            to: BitSet([pair.second]), price: 1)))
    }
    // Positions of rules stay what they are, since questions name them.
    let own = rules.map {
      GridRule(instance: $0.instance, level: .institution, family: $0.family)
    }
    return HardGrid(
      rowCount: rowCount, columnCount: columnCount, choiceCount: choiceCount,
      ids: ids + ["duties-of-rotations"], cellRules: cellRules + [closing(closed, instance)],
      rules: own + successions)
  }

  private func closing(_ closed: [Int: BitSet], _ instance: Int) -> CellRule {
    var table = DomainTable()
    var domainOfCell = [Int32](repeating: -1, count: rowCount * columnCount)
    for (cell, choices) in closed.sorted(by: { $0.key < $1.key }) {
      domainOfCell[cell] = table.index(of: every.subtracting(choices))
    }
    return CellRule(instance: instance, domains: table.domains, domainOfCell: domainOfCell)
  }
}

/// Two rotations of one person in neighbouring columns.
private struct RotationPair: Hashable, Comparable {
  var row: Int
  var first: Int
  var second: Int

  static func < (left: Self, right: Self) -> Bool {
    (left.row, left.first, left.second) < (right.row, right.first, right.second)
  }
}
