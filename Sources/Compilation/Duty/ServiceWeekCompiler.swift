import Containers
package import Domain
package import Grid
import Measures
package import Rules

/// The service weeks of a programme as a grid of faculty × weeks, and the way back.
package struct CompiledServiceWeeks: Sendable {
  package let grid: DenseGrid
  /// The rule instance behind each instance index: ``Program/dutyRules``, in order, and last the
  /// wish that nobody serve a week with leave in it.
  package let instances: [RuleInstanceID]

  /// The service weeks that an answer stands for.
  ///
  /// - Precondition: the answer has the grid's shape.
  package func plan(from answer: GridAnswer) -> ServiceWeekPlan {
    precondition(
      answer.cells.count == grid.rowCount * grid.columnCount, "An answer of another grid")
    return ServiceWeekPlan(cells: answer.cells.map(Int.init), weekCount: grid.columnCount)
  }

  /// The answer that stands for service weeks.
  package func answer(from plan: ServiceWeekPlan) -> GridAnswer {
    GridAnswer(cells: plan.cells.map { UInt16($0) }, columnCount: plan.weekCount)
  }
}

/// Translates the rules over service weeks to a grid. Choice 0 is an ordinary week, choice 1 + *n*
/// the service duty at position *n*.
package enum ServiceWeekCompiler {
  /// The grid; nil when the programme has no service duties or no faculty.
  ///
  /// A service week in which the person has leave costs a unit at the institution's level for each
  /// day of leave: the duty would have nobody on that day. No rule says so by itself, and where
  /// everybody has leave it must still be possible.
  package static func compile(_ program: Program) -> CompiledServiceWeeks? {
    guard let people = DutyPeople(program.facts), !people.duty.serviceDuties.isEmpty,
      !people.duty.faculty.isEmpty
    else { return nil }
    let facts = PlanFacts(program.facts)
    let width = people.serviceWeeks.count
    let members = people.duty.faculty.count
    let choices = people.duty.serviceDuties.count + 1
    var grid = DenseGrid(
      rowCount: members, columnCount: width, choiceCount: choices,
      domains: [BitSet.below(choices)],
      domainOfCell: Array(repeating: 0, count: members * width))
    for (index, instance) in program.dutyRules.enumerated() {
      guard let lowering = instance.rule.serviceWeekLowering,
        let duty = people.duty.serviceDuties.firstIndex(where: { $0.id == lowering.duty })
      else { continue }
      let rows = instance.scope.dutyRows(in: people, facts).filter { $0 >= people.residentCount }
        .map { Int32($0 - people.residentCount) }
      let weeks = ServiceWeekGrid(
        rows: rows, rowCount: members, choice: duty + 1, choiceCount: choices,
        weeks: people.serviceWeeks, scope: instance.scope, price: instance.severity.weight)
      grid.rules += lowering.families(weeks).map {
        GridRule(instance: index, level: instance.severity.scoreLevel, family: $0)
      }
    }
    grid.cellPrices = leavePrices(people, choices, instance: program.dutyRules.count)
    return CompiledServiceWeeks(
      grid: grid, instances: program.dutyRules.map(\.id) + ["no-leave-in-service-weeks"])
  }

  private static func leavePrices(
    _ people: DutyPeople, _ choices: Int, instance: Int
  ) -> [CellPrice] {
    people.duty.faculty.indices.flatMap { member -> [CellPrice] in
      let absences = people.absences(of: people.residentCount + member)
      return people.serviceWeeks.enumerated().flatMap { week, dates -> [CellPrice] in
        let days = absences.reduce(0) { $0 + $1.dates.overlap(with: dates) }
        guard days > 0 else { return [] }
        return (1..<choices).map {
          CellPrice(
            row: member, column: week, choice: $0, level: .institution, amount: days,
            instance: instance)
        }
      }
    }
  }
}

/// What the translation of a rule over service weeks is given.
struct ServiceWeekGrid {
  /// Rows in scope.
  var rows: [Int32]
  var rowCount: Int
  /// The choice that stands for the rule's duty.
  var choice: Int
  var choiceCount: Int
  var weeks: [DateRange]
  var scope: RuleScope
  var price: Int

  /// 1 for the duty, 0 for everything else.
  var weights: [Int32] { (0..<choiceCount).map { $0 == choice ? 1 : 0 } }
}

/// The translation of a rule over service weeks.
protocol ServiceWeekLowering: DutyRuleLowering {
  var duty: ServiceDutyID { get }
  func families(_ grid: ServiceWeekGrid) -> [GridFamily]
}

extension ServiceWeekLowering {
  /// Service weeks are given when duties are detailed: on a duty grid there is nothing to say.
  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {}
}

extension AnyDutyRule {
  /// The translation to the grid of service weeks; nil for rules over cells of days.
  fileprivate var serviceWeekLowering: (any ServiceWeekLowering)? {
    switch self {
    case .serviceWeekCover(let rule): ServiceWeekCoverLowering(rule: rule)
    case .serviceWeekCount(let rule): ServiceWeekCountLowering(rule: rule)
    case .serviceWeekSpacing(let rule): ServiceWeekSpacingLowering(rule: rule)
    default: nil
    }
  }
}
