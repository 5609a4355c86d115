import Containers
import Domain
import Rules

/// What of a rule instance does not depend on its type.
struct RulePart {
  /// Position in ``Program/rules``, which is the grid's instance index.
  var instance: Int
  var severity: Severity
  /// Residents in scope, rising.
  var rows: [Int]

  /// Penalty points of one unit.
  var price: Int { severity.weight }
}

/// The translation of one rule type to grid families.
protocol RuleLowering {
  associatedtype Parameters: Rule
  var rule: Parameters { get }

  /// Adds the families that cost as many points as the rule's penalty times the instance's weight.
  func lower(_ part: RulePart, into builder: inout GridBuilder)
}

/// The translation of a rule that judges each cell alone: domains when it is hard, else prices.
protocol CellLowering: RuleLowering {
  /// For each row and column of interest, what the cell may hold.
  func allowances(_ part: RulePart, in facts: PlanFacts) -> [CellAllowance]
}

/// What a cell may hold by one rule.
struct CellAllowance {
  var row: Int
  var column: Int
  var choices: BitSet
}

extension CellLowering {
  func lower(_ part: RulePart, into builder: inout GridBuilder) {
    // Hard cell rules are domains already.
    guard !part.severity.isHard else { return }
    for cell in allowances(part, in: builder.facts) {
      builder.price(outside: cell.choices, row: cell.row, column: cell.column, part.price, part)
    }
  }
}

extension PlanFacts {
  /// The choices that stand for the named rotations; names that are none are passed over.
  func choices(_ names: [RotationID]) -> BitSet { BitSet(names.compactMap(rotationIndex)) }

  /// All choices.
  var everyChoice: BitSet { BitSet.below(facts.rotations.count) }

  /// The given columns that the plan has, rising; all when none are given.
  func columns(in chosen: [Int]?) -> [Int] {
    chosen.map { $0.filter(columns.indices.contains) } ?? Array(columns.indices)
  }

  /// One weight for each choice: the given one for members, 0 for the rest.
  func weights(_ amount: Int, of members: BitSet) -> [Int32] {
    facts.rotations.indices.map { members.contains($0) ? Int32(clamping: amount) : 0 }
  }
}
