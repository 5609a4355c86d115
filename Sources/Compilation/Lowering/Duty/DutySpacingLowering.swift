import Containers
import Domain
import Grid
import Rules

/// Translates ``DutySpacing`` to links between dates at each distance that is too small.
struct DutySpacingLowering: DutyRuleLowering {
  let rule: DutySpacing

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    let context = builder.context
    let members = context.choices(rule.selection)
    for (people, covered) in context.groups(part) {
      let rows = builder.rows(people, holding: members)
      let dates = context.dates.map { DateRange(first: $0, last: $0) }
      let groups = context.cellGroups(rule.selection, dates, onDates: covered).groups.map { group in
        group.map(\.column)
      }
      var links: [SeriesLink] = []
      let start = context.historyColumns / DayPart.count
      for later in start..<groups.count where !groups[later].isEmpty {
        for earlier in max(0, later - rule.minimumDays + 1)..<later where !groups[earlier].isEmpty {
          links.append(SeriesLink(from: groups[earlier], to: groups[later]))
        }
      }
      guard !links.isEmpty, !rows.isEmpty else { continue }
      builder.add(
        .seriesTransition(
          SeriesTransitionFamily(
            rows: rows.map { Int32($0) }, links: links, from: (.any, members), to: (.any, members),
            price: part.price)),
        part)
    }
  }
}
