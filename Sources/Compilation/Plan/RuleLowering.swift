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
  /// Relaxations of this instance.
  var relaxations: [Relaxation]

  /// Penalty points of one unit.
  var price: Int { severity.weight }

  /// Whether a finding in these columns, rising and at least one, would be spared.
  ///
  /// - Parameter row: whose it is; nil for a finding of nobody in particular.
  func spares(_ row: Int?, _ columns: [Int], in facts: PlanFacts) -> Bool {
    let dates = DateRange(
      first: facts.columns[columns[0]].dates.first,
      last: facts.columns[columns[columns.count - 1]].dates.last)
    let person = row.map { facts.facts.residents[$0].id }
    return relaxations.contains { $0.lifts(person, dates) }
  }

  /// Places of a rule over single rows, with the rows that it binds there: one group where nothing
  /// is relaxed.
  ///
  /// - Parameter columns: all that a finding at a place may name; it is spared where they all are.
  func groups<Place>(
    of places: [Place], in facts: PlanFacts, columns: (Place) -> [Int]
  ) -> [(rows: [Int32], places: [Place])] {
    guard !relaxations.isEmpty else { return [(gridRows, places)] }
    var found: [(rows: [Int32], places: [Place])] = []
    for place in places {
      let reach = columns(place)
      let bound = rows.filter { !spares($0, reach, in: facts) }.map { Int32($0) }
      if let index = found.firstIndex(where: { $0.rows == bound }) {
        found[index].places.append(place)
      } else if !bound.isEmpty {
        found.append((bound, [place]))
      }
    }
    return found
  }
}

extension Relaxation {
  /// Whether it lifts a finding on these dates of a person; nil for nobody in particular.
  func lifts(_ person: PersonID?, _ dates: DateRange) -> Bool {
    self.dates.first <= dates.first && dates.last <= self.dates.last
      && (people.isEmpty || person.map(people.contains) ?? false)
  }
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
    for cell in spared(part, in: builder.facts) {
      builder.price(outside: cell.choices, row: cell.row, column: cell.column, part.price, part)
    }
  }

  /// The allowances less those that a relaxation lifts.
  func spared(_ part: RulePart, in facts: PlanFacts) -> [CellAllowance] {
    let all = allowances(part, in: facts)
    guard !part.relaxations.isEmpty else { return all }
    return all.filter { !part.spares($0.row, [$0.column], in: facts) }
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
