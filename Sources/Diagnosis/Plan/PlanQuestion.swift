import Containers
import Grid

/// One place at which a plan's rules may contradict each other.
enum PlanQuestion: Sendable, Hashable {
  /// A person's row, by reasoning over cells, counts, orders and neighbours.
  case row(Int)
  /// All counts of a person's row together.
  case counts(Int)
  /// Heads of one cover in one group of its columns.
  case cover(rule: Int, group: Int)
  /// All services of one column.
  case column(Int)
  /// Places of some services over the year.
  case places(PlaceFlow)

  /// Whether a part of the rules is contradictory there.
  func isRefuted(_ reasoning: PlanReasoning) -> Bool {
    switch self {
    case .row(let row): reasoning.failure(ofRow: row) != nil
    case .counts(let row): reasoning.areCountsRefuted(ofRow: row)
    case .cover(let rule, let group): reasoning.failure(ofCover: rule, group: group) != nil
    case .column(let column): reasoning.isColumnRefuted(column)
    case .places(let flow): flow.isRefuted(reasoning)
    }
  }

  func isRefuted(_ grid: HardGrid, _ selection: Selection) -> Bool {
    isRefuted(PlanReasoning(grid, selection))
  }

  var argument: Conflict.Argument {
    switch self {
    case .row: .row
    case .counts: .counts
    case .cover: .cover
    case .column: .column
    case .places: .places
    }
  }

  /// Parts of the whole that are tried before it, the smallest first: most contradictions need no
  /// more than single cells and the rule in question.
  func beginnings(_ grid: HardGrid) -> [Selection] {
    let whole = grid.whole
    switch self {
    case .row(let row), .counts(let row):
      var own = whole
      own.rows = [row]
      var cells = own
      cells.instances = Set(grid.cellInstances)
      return [cells, own]
    case .cover(let rule, let group):
      guard case .cover(let family) = grid.rules[rule].family else { return [whole] }
      var near = whole
      near.instances = Set(grid.cellInstances + [grid.rules[rule].instance])
      near.columns = Set(family.groups[group].map(Int.init))
      near.rows = Set(family.countedRows.members)
      var rows = whole
      rows.rows = near.rows
      return [near, rows, whole]
    case .column(let column):
      var near = whole
      near.columns = [column]
      near.instances = Set(
        grid.cellInstances
          + grid.covers.filter { grid.rules[$0].speaks(of: column) }.map { grid.rules[$0].instance }
      )
      return [near, whole]
    case .places(let flow):
      var near = whole
      near.rows = Set(flow.rows.members)
      return [near, whole]
    }
  }
}

extension HardRule {
  /// Whether a cover counts a column.
  func speaks(of column: Int) -> Bool {
    guard case .cover(let family) = family else { return false }
    return family.groups.contains { $0.contains(Int32(column)) }
  }
}

/// A contradictory part of a plan's rules, as small as time allowed.
struct PlanCore: Sendable, Hashable {
  var question: PlanQuestion
  var selection: Selection
  var isMinimal: Bool

  /// Reduces the whole at a refuted place: rules first, then people, then columns.
  ///
  /// - Parameter isOutOfTime: asked before each step.
  init(
    at question: PlanQuestion, of grid: HardGrid, isOutOfTime: @escaping () -> Bool
  ) {
    self.question = question
    var selection = grid.whole
    for beginning in question.beginnings(grid) where question.isRefuted(grid, beginning) {
      selection = beginning
      break
    }
    isMinimal = true
    self.selection = selection
    reduce(\.instances, grid, isOutOfTime)
    reduce(\.rows, grid, isOutOfTime)
    reduce(\.columns, grid, isOutOfTime)
    if isMinimal { isMinimal = Self.isNecessary(selection: self.selection, question, grid) }
  }

  private mutating func reduce(
    _ part: WritableKeyPath<Selection, Set<Int>>, _ grid: HardGrid,
    _ isOutOfTime: @escaping () -> Bool
  ) {
    let start = selection
    let question = question
    let minimising = Minimising(
      isRefuted: { members in
        var tried = start
        tried[keyPath: part] = Set(members)
        return question.isRefuted(grid, tried)
      }, isOutOfTime: isOutOfTime)
    if let kept = minimising.necessary(among: start[keyPath: part].sorted()) {
      selection[keyPath: part] = Set(kept)
    } else {
      isMinimal = false
    }
  }

  /// Whether the part is contradictory and stops being so without any one member.
  private static func isNecessary(
    selection: Selection, _ question: PlanQuestion, _ grid: HardGrid
  ) -> Bool {
    guard question.isRefuted(grid, selection) else { return false }
    for part in [\Selection.instances, \Selection.rows, \Selection.columns] {
      for member in selection[keyPath: part].sorted() {
        var without = selection
        without[keyPath: part].remove(member)
        if question.isRefuted(grid, without) { return false }
      }
    }
    return true
  }
}
