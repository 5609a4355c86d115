import Grid
import Measures

/// The covers of a grid as the dual sees them, and which rows feed them alike.
struct DualCovers {
  private(set) var amounts: [DualProblem.Amount] = []
  /// Typical step of each cover in its own units.
  private(set) var steps: [Float] = []
  private(set) var classes: [DualProblem.CoverClass] = []
  private(set) var classOfRow: [Int] = []

  /// - Complexity: O(classes of rows × columns × choices + rows × cover rules).
  init(_ model: SearchModel) {
    let grid = model.grid
    var covers: [(family: CoverFamily, first: Int, step: Float)] = []
    for rule in grid.rules {
      guard case .cover(let family) = rule.family else { continue }
      let step = Self.step(family)
      covers.append((family, amounts.count, step))
      for group in family.groups.indices {
        amounts.append(Self.amount(family, group, step, isHard: rule.level != .soft))
        steps.append(step)
      }
    }
    var known: [[Int32]: Int] = [:]
    for row in 0..<grid.rowCount {
      let key = covers.flatMap { cover -> [Int32] in
        let exceptions = cover.family.exceptions.filter { $0.row == Int32(row) }
        return [cover.family.tableOfRow[row], Int32(exceptions.count)]
          + exceptions.flatMap { [$0.column, $0.table] }
      }
      if known[key] == nil {
        known[key] = classes.count
        classes.append(Self.feeds(covers, row, model))
      }
      classOfRow.append(known[key] ?? 0)
    }
  }

  /// Median of the weights that are not 0, as an absolute value.
  private static func step(_ family: CoverFamily) -> Float {
    let sizes = family.tables.joined().filter { $0 != 0 }.map(abs).sorted()
    return sizes.isEmpty ? 1 : Float(max(1, sizes[sizes.count / 2]))
  }

  private static func amount(
    _ family: CoverFamily, _ group: Int, _ step: Float, isHard: Bool
  ) -> DualProblem.Amount {
    let hasLow = family.min[group] != .min && family.priceUnder != 0
    let hasHigh = family.max[group] != .max && family.priceOver != 0
    return DualProblem.Amount(
      low: hasLow ? Float(family.min[group]) / step : -.infinity,
      high: hasHigh ? Float(family.max[group]) / step : .infinity,
      under: isHard ? .infinity : Float(family.priceUnder) * step,
      over: isHard ? .infinity : Float(family.priceOver) * step)
  }

  private static func feeds(
    _ covers: [(family: CoverFamily, first: Int, step: Float)], _ row: Int, _ model: SearchModel
  ) -> DualProblem.CoverClass {
    var byPlace = [[DualProblem.Feed]](
      repeating: [], count: model.columnCount * model.choiceCount)
    for cover in covers {
      var exceptions: [Int32: Int32] = [:]
      for item in cover.family.exceptions where item.row == Int32(row) {
        exceptions[item.column] = item.table
      }
      for (group, columns) in cover.family.groups.enumerated() {
        for column in columns {
          let table = exceptions[column] ?? cover.family.tableOfRow[row]
          if table < 0 { continue }
          for (choice, weight) in cover.family.tables[Int(table)].enumerated() where weight != 0 {
            byPlace[Int(column) * model.choiceCount + choice].append(
              DualProblem.Feed(
                cover: Int32(cover.first + group), weight: Float(weight) / cover.step))
          }
        }
      }
    }
    return DualProblem.CoverClass(
      start: byPlace.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1.count)) },
      feeds: byPlace.flatMap { $0 })
  }
}
