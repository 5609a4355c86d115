import Containers
import Domain
import Grid
import Rules

/// Translates ``Supervision`` to two-sided cover of single columns.
struct SupervisionLowering: DutyRuleLowering {
  let rule: Supervision

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    let context = builder.context
    let columns = context.horizonColumns.filter { column in
      let date = context.slot(column).date
      return (part.scope.dates.isEmpty || part.scope.dates.contains { $0.contains(date) })
        && !part.spares(nil, DateRange(first: date, last: date))
    }
    guard !columns.isEmpty else { return }
    if part.scope.rotations.isEmpty {
      add(part.rows, columns, part, &builder)
    } else {
      // Who counts changes from date to date, so that each date is a rule of its own.
      for day in Set(columns.map { $0 / DayPart.count }).sorted() {
        let date = context.span.first + day
        add(
          part.rows.filter { context.covers(part.scope, $0, date) },
          columns.filter { $0 / DayPart.count == day }, part, &builder)
      }
    }
  }

  private func add(
    _ demanding: [Int], _ columns: [Int], _ part: DutyRulePart, _ builder: inout DutyGridBuilder
  ) {
    let context = builder.context
    let suppliers = builder.rows(
      Array(0..<context.rowCount), holding: context.choices(rule.supply.flatMap(\.activities)))
    let demanding = builder.rows(
      demanding, holding: context.choices(rule.demand.flatMap(\.activities)))
    builder.add(
      .twoSidedCover(
        TwoSidedCoverFamily(
          groups: columns.map { [Int32($0)] },
          supply: weights(suppliers, in: context) { supply($0, $1, context) },
          demand: weights(demanding, in: context) { demand($0, $1, context) },
          divisor: rule.perSupervisor, constant: columns.map { _ in 0 }, price: part.price)),
      part)
  }

  /// One table for all rows with the same weights.
  private func weights(
    _ rows: [Int], in context: DutyContext, _ weight: (Int, Int) -> Int
  ) -> HeadWeights {
    var tables: [[Int32]] = []
    var tableOfRow = [Int32](repeating: -1, count: context.rowCount)
    for row in rows {
      let table = (0..<context.choiceCount).map { Int32(weight(row, $0)) }
      guard table.contains(where: { $0 != 0 }) else { continue }
      let index = tables.firstIndex(of: table) ?? tables.count
      if index == tables.count { tables.append(table) }
      tableOfRow[row] = Int32(index)
    }
    return HeadWeights(tables: tables, tableOfRow: tableOfRow)
  }

  /// Units of the first entry that fits.
  private func demand(_ row: Int, _ choice: Int, _ context: DutyContext) -> Int {
    guard choice < context.activities.count else { return 0 }
    let id = context.activities[choice].id
    let match = rule.demand.first { entry in
      entry.activities.contains(id) && (entry.levels.isEmpty || isOf(entry.levels, row, context))
    }
    return match?.units ?? 0
  }

  private func supply(_ row: Int, _ choice: Int, _ context: DutyContext) -> Int {
    guard choice < context.activities.count else { return 0 }
    let id = context.activities[choice].id
    let gives = rule.supply.contains { entry in
      guard entry.activities.contains(id) else { return false }
      if entry.roles.isEmpty && entry.levels.isEmpty { return true }
      if let member = context.people.facultyMember(at: row) {
        return entry.roles.contains(member.role)
      }
      return isOf(entry.levels, row, context)
    }
    return gives ? 1 : 0
  }

  private func isOf(_ levels: [LevelID], _ row: Int, _ context: DutyContext) -> Bool {
    row < context.people.residentCount
      && levels.contains(context.planFacts.facts.residents[row].level)
  }
}
