import Containers
import Grid

/// What the rules of one row leave to each of its cells, as far as simple reasoning sees.
///
/// Domains are cut until nothing changes: sums by the least and greatest amount that can still be
/// gathered, successions by what they leave together to a neighbour, orders by how early what comes
/// before can be done. Sound, not complete: runs are not looked at, and combinations of other rules
/// are left to flows and to the row programme.
struct RowReasoning {
  /// Why a row has no way out.
  enum Failure: Hashable {
    /// A cell has nothing left.
    case empty(column: Int)
    /// A sum of a rule's window cannot reach its minimum.
    case under(rule: Int, window: Int, reachable: Int)
    /// A sum of a rule's window cannot stay below its maximum.
    case over(rule: Int, window: Int, least: Int)
  }

  enum Outcome {
    case open([BitSet])
    case refuted(Failure)
  }

  let grid: HardGrid
  let selection: Selection

  /// Rounds of cutting: chains of orders are no longer than a dozen rules; more rounds find little.
  private static let roundsMax = 40

  /// - Complexity: O(rounds × rules of the row × columns × choices / 64).
  func domains(of row: Int) -> Outcome {
    var cells = (0..<grid.columnCount).map { grid.allowed(row, $0, selection) }
    guard selection.rows.contains(row) else { return .open(cells) }
    if let empty = cells.firstIndex(where: \.isEmpty) { return .refuted(.empty(column: empty)) }
    let rules = grid.rulesOfRow[row].filter {
      selection.instances.contains(grid.rules[$0].instance)
    }
    let successions = successions(among: rules)
    for _ in 0..<Self.roundsMax {
      let before = cells
      for place in successions { cut(&cells, by: place) }
      for index in rules {
        if let failure = cut(&cells, by: index) { return .refuted(failure) }
      }
      if let empty = cells.firstIndex(where: \.isEmpty) { return .refuted(.empty(column: empty)) }
      if cells == before { break }
    }
    return .open(cells)
  }

  private func cut(_ cells: inout [BitSet], by index: Int) -> Failure? {
    switch grid.rules[index].family {
    case .sum(let family): return cut(&cells, by: index, family)
    case .order(let family):
      cut(&cells, by: family)
      return nil
    default: return nil
    }
  }

  private func cut(_ cells: inout [BitSet], by index: Int, _ family: SumFamily) -> Failure? {
    let levels = grid.rules[index].levels
    guard let lightest = levels.first, let heaviest = levels.last else { return nil }
    let widest = heaviest.weight - lightest.weight
    for (window, item) in family.windows.enumerated() {
      var least = 0
      var most = 0
      for position in item.positions {
        let cell = cells[Int(position)]
        least += levels.first { $0.choices.meets(cell) }?.weight ?? 0
        most += levels.last { $0.choices.meets(cell) }?.weight ?? 0
      }
      let needed = family.priceUnder > 0 ? Int(item.min) : Int(Int32.min)
      let permitted = family.priceOver > 0 ? Int(item.max) : Int(Int32.max)
      if item.min != .min, most < needed {
        return .under(rule: index, window: window, reachable: most)
      }
      if item.max != .max, least > permitted {
        return .over(rule: index, window: window, least: least)
      }
      guard most - widest < needed || least + widest > permitted else { continue }
      for position in item.positions {
        let column = Int(position)
        let low = levels.first { $0.choices.meets(cells[column]) }?.weight ?? 0
        let high = levels.last { $0.choices.meets(cells[column]) }?.weight ?? 0
        for level in levels
        where most - high + level.weight < needed || least - low + level.weight > permitted {
          cells[column] = cells[column].subtracting(level.choices)
        }
        if cells[column].isEmpty { return .empty(column: column) }
      }
    }
    return nil
  }

  /// Two columns and what may not follow what there, by all rules together: one rule lets a
  /// rotation be followed by nothing but itself, another not by itself.
  private struct Succession {
    var earlier: Int
    var later: Int
    var forbidden: [(from: BitSet, to: BitSet)]
  }

  private func successions(among rules: [Int]) -> [Succession] {
    var places: [Succession] = []
    var placeOfColumns: [Int: Int] = [:]
    for index in rules {
      guard case .transition(let family) = grid.rules[index].family, family.price > 0 else {
        continue
      }
      for column in family.columns.map(Int.init) {
        let later = column + Int(family.offset)
        let key = column * grid.columnCount + later
        if placeOfColumns[key] == nil {
          placeOfColumns[key] = places.count
          places.append(Succession(earlier: column, later: later, forbidden: []))
        }
        if let place = placeOfColumns[key] {
          places[place].forbidden.append((family.from, family.to))
        }
      }
    }
    return places
  }

  private func cut(_ cells: inout [BitSet], by place: Succession) {
    var never: [Int: BitSet] = [:]
    for (from, to) in place.forbidden {
      for choice in from.intersection(cells[place.earlier]).members {
        never[choice] = never[choice]?.union(to) ?? to
      }
    }
    // What no choice that stays lets follow does not follow.
    var out: BitSet?
    for choice in cells[place.earlier].members {
      let own = never[choice] ?? BitSet()
      if cells[place.later].isSubset(of: own) {
        cells[place.earlier].remove(choice)
      } else {
        out = out?.intersection(own) ?? own
      }
    }
    if let out, !out.isEmpty { cells[place.later] = cells[place.later].subtracting(out) }
  }

  private func cut(_ cells: inout [BitSet], by family: OrderFamily) {
    var possible = 0
    for column in cells.indices {
      if possible < Int(family.required) {
        cells[column] = cells[column].subtracting(family.after)
      }
      if cells[column].meets(family.before) { possible += 1 }
    }
  }
}
