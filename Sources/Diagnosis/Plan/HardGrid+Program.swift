import Compilation
import Containers
import Domain
import Grid
import Rules

extension HardGrid {
  /// The hard rules of a programme's rotation plan. Where a relaxation spares somebody the instance
  /// is left out for them, on its dates or, for rules over many columns, altogether.
  ///
  /// - Complexity: O(cell instances × residents × columns × rotations / 64 + size of the grid).
  /// - Throws: `CompilationFault` for numbers too large for a grid.
  static func plan(of program: Program) throws(CompilationFault) -> HardGrid {
    let facts = program.facts
    let columnCount = facts.planColumns.count
    var cellRules: [CellRule] = []
    var positions: [Int] = []
    var others = program
    others.rules = []
    for (index, instance) in program.rules.enumerated() where instance.severity.isHard {
      if instance.rule.bindsCells {
        cellRules.append(try cellRule(index, of: program))
      } else {
        others.rules.append(instance)
        positions.append(index)
      }
    }
    let compiled = try PlanCompiler.compile(others)
    let spared = SparedPlaces(program)
    let rules = compiled.grid.rules.compactMap { rule -> GridRule? in
      var rule = rule
      rule.instance = Int32(positions[Int(rule.instance)])
      return spared.relaxed(rule, of: Int(rule.instance))
    }
    spared.apply(to: &cellRules, columnCount)
    return HardGrid(
      rowCount: facts.residents.count, columnCount: columnCount,
      choiceCount: facts.rotations.count, ids: program.rules.map(\.id), cellRules: cellRules,
      rules: rules)
  }

  /// What one instance alone leaves to each cell.
  private static func cellRule(
    _ index: Int, of program: Program
  ) throws(CompilationFault) -> CellRule {
    var alone = program
    alone.rules = [program.rules[index]]
    do {
      let grid = try PlanCompiler.compile(alone).grid
      let every = BitSet.below(grid.choiceCount)
      return CellRule(
        instance: index, domains: grid.domains,
        domainOfCell: grid.domainOfCell.map { grid.domains[Int($0)] == every ? -1 : $0 })
    } catch {
      guard !error.emptyCells.isEmpty else { throw error }
      // It leaves nothing at all to some cells: they alone say enough.
      let facts = PlanFacts(program.facts)
      var domains = [Int32](
        repeating: -1, count: program.facts.residents.count * facts.columnCount)
      for cell in error.emptyCells {
        guard let row = facts.residentIndex(cell.resident) else { continue }
        domains[row * facts.columnCount + cell.column] = 0
      }
      return CellRule(instance: index, domains: [BitSet()], domainOfCell: domains)
    }
  }
}

extension AnyRule {
  /// Whether it judges each cell alone.
  var bindsCells: Bool {
    switch self {
    case .eligibleRotations, .fixedRotations, .rotationWindow, .lockedCells, .leaveHonoured: true
    case .wholeBlocks, .curriculumCount, .serviceCover, .succession, .windowLimit, .stintLength,
      .rotationOrder, .rotationWishes:
      false
    }
  }
}

/// What the programme's relaxations spare of its plan rules.
private struct SparedPlaces {
  private struct Place {
    var instance: Int
    /// Nil for everybody.
    var rows: Set<Int>?
    var columns: Set<Int>
  }

  private var places: [Place] = []

  init(_ program: Program) {
    let facts = PlanFacts(program.facts)
    for relaxation in program.relaxations {
      guard let instance = program.rules.firstIndex(where: { $0.id == relaxation.instance })
      else { continue }
      let rows = relaxation.people.compactMap(facts.residentIndex)
      let columns = facts.columns.indices.filter {
        facts.columns[$0].dates.overlap(with: relaxation.dates) > 0
      }
      places.append(
        Place(
          instance: instance, rows: relaxation.people.isEmpty ? nil : Set(rows),
          columns: Set(columns)))
    }
  }

  /// The rule without what is spared: whole rows of rules over rows, groups of rules over columns.
  func relaxed(_ rule: GridRule, of instance: Int) -> GridRule? {
    let own = places.filter { $0.instance == instance }
    guard !own.isEmpty else { return rule }
    if own.contains(where: { $0.rows == nil }) { return nil }
    let rows = own.reduce(into: Set<Int>()) { $0.formUnion($1.rows ?? []) }
    func left(_ all: [Int32]) -> [Int32] { all.filter { !rows.contains(Int($0)) } }
    var result = rule
    switch rule.family {
    case .sum(var family):
      family.rows = left(family.rows)
      result.family = .sum(family)
    case .transition(var family):
      family.rows = left(family.rows)
      result.family = .transition(family)
    case .run(var family):
      family.rows = left(family.rows)
      result.family = .run(family)
    case .order(var family):
      family.rows = left(family.rows)
      result.family = .order(family)
    default:
      // A head count is of nobody in particular: a relaxation for some people spares nothing.
      break
    }
    return result
  }

  func apply(to rules: inout [HardGrid.CellRule], _ columnCount: Int) {
    for index in rules.indices {
      for place in places where place.instance == rules[index].instance {
        for cell in rules[index].domainOfCell.indices
        where place.columns.contains(cell % columnCount)
          && (place.rows?.contains(cell / columnCount) ?? true)
        {
          rules[index].domainOfCell[cell] = -1
        }
      }
    }
  }
}
