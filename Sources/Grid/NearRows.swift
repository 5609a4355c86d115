import Containers
import Measures

extension DenseGrid {
  /// Some rows and those that they have to do with in a range of columns: who counts, or may count,
  /// for a hard rule over several rows for which one of them does. Every row where that is more
  /// than half of them.
  ///
  /// Rules for which a quarter of all rows count say nothing about who is near whom.
  ///
  /// - Complexity: O(rules × rows + entries of the rules that the given rows count for).
  package func rows(near given: Set<Int32>, in columns: Range<Int32>) -> [Int32] {
    let everybody = (0..<Int32(rowCount)).map { $0 }
    var near = given
    for rule in rules where rule.level != .soft {
      for heads in HeadCount.all(of: rule.family) {
        let counted = everybody.filter { heads.tableOfRow[Int($0)] >= 0 }
        guard counted.count > 1, counted.contains(where: given.contains) else { continue }
        let able = heads.columns.filter(columns.contains)
        func mayCount(_ row: Int32) -> Bool {
          let choices = heads.choicesOfTable[Int(heads.tableOfRow[Int(row)])]
          return able.contains {
            domain(row: Int(row), column: Int($0)).meets(choices)
          }
        }
        guard counted.contains(where: { given.contains($0) && mayCount($0) }) else { continue }
        let others = counted.filter(mayCount)
        if others.count * 4 <= rowCount { near.formUnion(others) }
      }
    }
    return near.count * 2 > rowCount ? everybody : near.sorted()
  }
}

/// Who is counted together, and what for.
private struct HeadCount {
  var columns: [Int32]
  /// −1 for rows that do not count.
  var tableOfRow: [Int32]
  /// Choices that weigh something.
  var choicesOfTable: [BitSet]

  private init(_ groups: [[Int32]], _ tables: [[Int32]], _ tableOfRow: [Int32]) {
    columns = groups.flatMap { $0 }
    self.tableOfRow = tableOfRow
    choicesOfTable = tables.map { weights in BitSet(weights.indices.filter { weights[$0] != 0 }) }
  }

  static func all(of family: GridFamily) -> [HeadCount] {
    switch family {
    case .cover(let cover): [HeadCount(cover.groups, cover.tables, cover.tableOfRow)]
    case .twoSidedCover(let cover): [both(cover)]
    default: []
    }
  }

  /// Supply and demand as one count: either side may give way to the other.
  private static func both(_ cover: TwoSidedCoverFamily) -> HeadCount {
    let first = Int32(cover.supply.tables.count)
    var tables = cover.supply.tables + cover.demand.tables
    var tableOfRow = cover.supply.tableOfRow
    for (row, table) in cover.demand.tableOfRow.enumerated() where table >= 0 {
      let supply = cover.supply.tableOfRow[row]
      guard supply >= 0 else {
        tableOfRow[row] = first + table
        continue
      }
      // A row on both sides counts with what it may do on either.
      tableOfRow[row] = Int32(tables.count)
      tables.append(
        zip(tables[Int(supply)], cover.demand.tables[Int(table)]).map { $0 != 0 || $1 != 0 ? 1 : 0 }
      )
    }
    return HeadCount(cover.groups, tables, tableOfRow)
  }
}
