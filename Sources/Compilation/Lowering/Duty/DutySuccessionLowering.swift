import Containers
import Domain
import Grid
import Rules

/// Translates ``DutySuccession`` to transitions at a distance, or to the next duty.
struct DutySuccessionLowering: DutyRuleLowering {
  let rule: DutySuccession

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    let context = builder.context
    let from = context.choices(rule.first)
    for (people, covered) in context.groups(part) {
      let rows = builder.rows(people, holding: from)
      guard !rows.isEmpty else { continue }
      let columns = (0..<context.columnCount).filter { column in
        covered[column / DayPart.count] && context.matches(rule.first, context.slot(column))
      }
      if rule.nextDuty {
        addNext(rows, columns, from, part, &builder)
      } else {
        addDistant(rows, columns, from, part, &builder)
      }
    }
  }

  /// What the later cell must not hold.
  private func unwanted(_ context: DutyContext) -> BitSet {
    let next = context.choices(rule.next)
    return rule.mode == .forbidden ? next : BitSet.below(context.activities.count).subtracting(next)
  }

  private func addDistant(
    _ rows: [Int], _ columns: [Int], _ from: BitSet, _ part: DutyRulePart,
    _ builder: inout DutyGridBuilder
  ) {
    let context = builder.context
    let possible = columns.filter { column in
      context.horizonColumns.contains(column + rule.distance)
    }
    // An absence excuses a missing successor, so that rows with other absences stand apart.
    let groups =
      rule.mode == .required
      ? context.groupedByAway(rows) : [(rows: rows, away: [])]
    for group in groups {
      let asked = possible.filter { column in
        let day = (column + rule.distance) / DayPart.count
        return !(group.away.indices.contains(day) && group.away[day])
      }
      guard !asked.isEmpty else { continue }
      builder.add(
        .transition(
          TransitionFamily(
            rows: group.rows.map { Int32($0) }, columns: asked.map { Int32($0) },
            offset: rule.distance, from: from, to: unwanted(context), price: part.price)),
        part)
    }
  }

  private func addNext(
    _ rows: [Int], _ columns: [Int], _ from: BitSet, _ part: DutyRulePart,
    _ builder: inout DutyGridBuilder
  ) {
    let context = builder.context
    guard context.columnCount > 1, !columns.isEmpty else { return }
    let every = BitSet.below(context.choiceCount)
    builder.add(
      .follow(
        FollowFamily(
          rows: rows.map { Int32($0) },
          columns: columns.filter { $0 + 1 < context.columnCount }.map { Int32($0) }, from: from,
          skipped: every.subtracting(context.dutyChoices),
          to: unwanted(context).intersection(context.dutyChoices),
          reach: context.columnCount - 1, price: part.price)),
      part)
  }
}
