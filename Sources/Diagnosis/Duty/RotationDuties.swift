import Compilation
import Containers
import Grid
import Rules

/// A plan's rules together with what duty rules leave of each rotation: where a rotation leaves
/// somebody an empty cell or less work than a minimum asks, it is closed to them.
///
/// In the plan's reasoning all of that is one instance, the last. Which duty rules it takes is
/// asked once a contradiction is found, by leaving rules out and looking again.
struct RotationDuties {
  private let program: Program
  private let plain: HardGrid
  /// The plan's rules and the instance.
  let grid: HardGrid
  private let shortfalls: [PlanProspects.Shortfall]

  /// Nil for a programme without duties, and where they leave all that the plan's rules do.
  ///
  /// - Parameter known: what duties leave of rotations, where somebody has looked at it.
  init?(_ program: Program, _ plain: HardGrid, _ known: PlanProspects.Outlook?) {
    guard let outlook = known ?? Self.outlook(program, plain, plain.whole),
      !outlook.lessons.isEmpty
    else { return nil }
    self.program = program
    self.plain = plain
    grid = plain.taught(outlook.lessons)
    shortfalls = outlook.shortfalls
  }

  private var instance: Int { plain.ids.count }

  private static func outlook(
    _ program: Program, _ grid: HardGrid, _ selection: Selection
  ) -> PlanProspects.Outlook? {
    PlanProspects(program)?.residentOutlook(for: grid.open(to: selection))
  }

  // MARK: Reasons

  /// Duty rules that a contradiction needs.
  struct Reasons {
    /// Positions among the duty rules.
    var instances: [Int]
    /// Whether each was seen to be necessary.
    var isMinimal: Bool
    /// A minimum of work among them; nil when the contradiction is of another kind.
    var shortfall: PlanProspects.Shortfall?
  }

  /// Nil where the plan's rules alone are contradictory.
  ///
  /// - Parameter isRefuted: whether the selection is contradictory in a grid whose last instance
  ///   holds fewer reasons.
  func reasons(
    for selection: Selection, isOutOfTime: @escaping () -> Bool,
    isRefuted: @escaping (HardGrid) -> Bool
  ) -> Reasons? {
    guard selection.instances.contains(instance) else { return nil }
    func grid(_ members: [Int]) -> HardGrid {
      var part = program
      part.dutyRules = members.map { program.dutyRules[$0] }
      return plain.taught(Self.outlook(part, plain, selection)?.lessons ?? [])
    }
    let hard = program.dutyRules.indices.filter { program.dutyRules[$0].severity.isHard }
    let found = Minimising(isRefuted: { isRefuted(grid($0)) }, isOutOfTime: isOutOfTime)
      .necessary(among: hard)
    let instances = found ?? hard
    return Reasons(
      instances: instances, isMinimal: found != nil,
      shortfall: shortfalls.first {
        selection.rows.contains($0.row) && instances.contains($0.instance)
      })
  }
}

extension HardGrid {
  /// What a selection leaves to the cells of its people; nothing to others.
  fileprivate func open(to selection: Selection) -> DenseGrid {
    var table = DomainTable()
    var domainOfCell = [Int32](
      repeating: table.index(of: BitSet()), count: rowCount * columnCount)
    for row in selection.rows {
      for column in 0..<columnCount {
        domainOfCell[row * columnCount + column] = table.index(
          of: allowed(row, column, selection))
      }
    }
    return DenseGrid(
      rowCount: rowCount, columnCount: columnCount, choiceCount: choiceCount,
      domains: table.domains, domainOfCell: domainOfCell)
  }
}
