import Containers
import Domain
import Rules

/// What of a duty rule instance does not depend on its type.
struct DutyRulePart {
  /// Position in ``Program/dutyRules``, which is the grid's instance index.
  var instance: Int
  var severity: Severity
  var scope: RuleScope
  /// Rows in scope, rising; dates and rotations of the scope are asked apart.
  var rows: [Int]
  /// Relaxations of this instance.
  var relaxations: [Relaxation]

  /// Penalty points of one unit.
  var price: Int { severity.weight }

  /// The rows as the grid's families name them.
  var gridRows: [Int32] { rows.map { Int32($0) } }

  /// Whether a finding on these dates of a person would be spared.
  func spares(_ person: PersonID?, _ dates: DateRange) -> Bool {
    relaxations.contains { $0.lifts(person, dates) }
  }
}

/// The translation of one duty rule type to grid families.
protocol DutyRuleLowering {
  associatedtype Parameters: Rule
  var rule: Parameters { get }

  /// Adds the families that cost as many points as the rule's penalty times the instance's weight.
  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder)
}

/// The translation of a rule that judges each cell alone: domains when it is hard, else prices.
protocol DutyCellLowering: DutyRuleLowering {
  /// Whether what a cell may hold changes with its row's rotation or service week; false unless a
  /// lowering says otherwise.
  var followsPlan: Bool { get }

  /// For each row and column of interest in the horizon, what the cell may hold and what each
  /// other choice costs in units.
  func allowances(_ part: DutyRulePart, in context: DutyContext) -> [DutyAllowance]
}

/// What a duty cell may hold by one rule.
struct DutyAllowance {
  var row: Int
  var column: Int
  var choices: BitSet
}

extension DutyCellLowering {
  var followsPlan: Bool { false }

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    // Hard cell rules are domains already.
    guard !part.severity.isHard else { return }
    for cell in spared(part, in: builder.context) {
      builder.price(outside: cell.choices, cell.row, cell.column, part.price, part)
    }
  }

  /// The allowances less those that a relaxation lifts.
  func spared(_ part: DutyRulePart, in context: DutyContext) -> [DutyAllowance] {
    let all = allowances(part, in: context)
    guard !part.relaxations.isEmpty else { return all }
    return all.filter { cell in
      let date = context.slot(cell.column).date
      return !part.spares(context.people.ids[cell.row], DateRange(first: date, last: date))
    }
  }
}

extension DutyRuleLowering where Self: DutyCellLowering {
  /// Cells of the horizon that a scope covers, by row.
  func cells(
    _ part: DutyRulePart, in context: DutyContext, _ visit: (Int, DutySlot, Int) -> Void
  ) {
    for (rows, covered) in context.groups(part) {
      for column in context.horizonColumns where covered[column / DayPart.count] {
        let slot = context.slot(column)
        for row in rows { visit(row, slot, column) }
      }
    }
  }
}
