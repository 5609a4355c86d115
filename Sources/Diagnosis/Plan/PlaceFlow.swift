import Containers
import Grid

/// Places of a set of services over the year: what rows must and may have of them against what
/// columns must and may hold, through the cells that are open. A transport problem, so one flow
/// decides it.
///
/// A row's bounds come from its counts over the whole year, a column's from covers: the bounds of
/// disjoint parts add up from below, those of parts that together hold the set from above.
struct PlaceFlow: Hashable {
  /// Least and greatest number; crossed where rules contradict each other.
  fileprivate typealias Bounds = (least: Int, most: Int)

  /// The services.
  var choices: BitSet
  /// The people whose places are counted: all who may count in the covers.
  var rows: BitSet

  /// Every set of services that a cover or a count speaks of, with its people.
  static func candidates(_ grid: HardGrid) -> [PlaceFlow] {
    var found: [PlaceFlow] = []
    var known: Set<PlaceFlow> = []
    func add(_ flow: PlaceFlow) {
      if known.insert(flow).inserted { found.append(flow) }
    }
    for rule in grid.covers {
      guard case .cover(let family) = grid.rules[rule].family, let unit = family.unit else {
        continue
      }
      add(PlaceFlow(choices: unit.choices, rows: family.countedRows))
    }
    var rowsOfChoices: [(choices: BitSet, rows: Set<Int>)] = []
    for rule in grid.rules {
      guard case .sum = rule.family, let members = rule.members else { continue }
      if let known = rowsOfChoices.firstIndex(where: { $0.choices == members }) {
        rowsOfChoices[known].rows.formUnion(rule.rows)
      } else {
        rowsOfChoices.append((members, Set(rule.rows)))
      }
    }
    for item in rowsOfChoices { add(PlaceFlow(choices: item.choices, rows: BitSet(item.rows))) }
    return found
  }

  /// Whether no flow satisfies what the selected rules ask of these places.
  ///
  /// - Complexity: O(rows × columns) arcs; a few milliseconds for 400 rows.
  func isRefuted(_ reasoning: PlanReasoning) -> Bool {
    let grid = reasoning.grid
    var network = FlowNetwork()
    let source = network.node()
    let sink = network.node()
    network.arc(from: sink, to: source)
    let columns = (0..<grid.columnCount).map { column -> Int in
      let node = network.node()
      let bounds = columnBounds(column, reasoning)
      network.arc(from: node, to: sink, least: bounds.least, most: bounds.most)
      return node
    }
    for row in rows.members {
      let bounds = rowBounds(row, reasoning)
      let node = network.node()
      network.arc(from: source, to: node, least: bounds.least, most: bounds.most)
      for column in 0..<grid.columnCount {
        let domain = reasoning.domain(row, column)
        guard domain.meets(choices) else { continue }
        network.arc(
          from: node, to: columns[column], least: domain.isSubset(of: choices) ? 1 : 0, most: 1)
      }
    }
    return !network.hasCirculation()
  }

  private func rowBounds(_ row: Int, _ reasoning: PlanReasoning) -> Bounds {
    let grid = reasoning.grid
    guard reasoning.selection.rows.contains(row) else { return (0, grid.columnCount) }
    var parts: [BoundedPart] = []
    for index in grid.rulesOfRow[row] {
      let rule = grid.rules[index]
      guard reasoning.selection.instances.contains(rule.instance),
        case .sum(let family) = rule.family, let members = rule.members,
        let window = family.windows.first(where: { $0.positions.count == grid.columnCount })
      else { continue }
      parts.append(
        BoundedPart(
          choices: members,
          least: window.min == .min || family.priceUnder <= 0 ? 0 : Int(window.min),
          most: window.max == .max || family.priceOver <= 0 ? nil : Int(window.max)))
    }
    return BoundedPart.bounds(of: choices, parts, atMost: grid.columnCount)
  }

  private func columnBounds(_ column: Int, _ reasoning: PlanReasoning) -> Bounds {
    let limit = rows.count
    guard reasoning.selection.columns.contains(column) else { return (0, limit) }
    // From below a cover of some of the people binds them all; from above only one of all does.
    let parts = reasoning.lines(ofColumn: column).map { line in
      BoundedPart(
        choices: line.choices, rows: line.elements,
        least: line.elements.isSubset(of: rows) ? line.least : 0,
        most: rows.isSubset(of: line.elements) && line.most < FlowNetwork.unlimited
          ? line.most : nil)
    }
    return BoundedPart.bounds(of: choices, parts, atMost: limit)
  }
}

/// Bounds on how often some of the services stand.
private struct BoundedPart {
  var choices: BitSet
  /// People counted; nil for one row.
  var rows: BitSet?
  var least: Int
  var most: Int?

  /// What parts say of a set: from below the sum over disjoint parts inside it, from above the sum
  /// over parts that together hold it.
  static func bounds(
    of choices: BitSet, _ parts: [BoundedPart], atMost limit: Int
  ) -> PlaceFlow.Bounds {
    var least = 0
    var taken: [BoundedPart] = []
    for part in parts.sorted(by: { $0.least > $1.least })
    where part.least > 0 && part.choices.isSubset(of: choices) {
      let isApart = taken.allSatisfy { other in
        guard part.choices.meets(other.choices) else { return true }
        guard let own = part.rows, let theirs = other.rows else { return false }
        return !own.meets(theirs)
      }
      if isApart {
        taken.append(part)
        least += part.least
      }
    }
    var rest = choices
    var sum = 0
    while !rest.isEmpty {
      let useful = parts.filter { $0.most != nil && $0.choices.meets(rest) }
      let best = useful.max { left, right in
        (left.choices.intersection(rest).count, -(left.most ?? 0))
          < (right.choices.intersection(rest).count, -(right.most ?? 0))
      }
      guard let best, let amount = best.most else {
        sum = limit
        break
      }
      sum += amount
      rest = rest.subtracting(best.choices)
    }
    return (least, min(limit, sum))
  }
}
