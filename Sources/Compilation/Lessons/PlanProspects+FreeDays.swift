import Containers
import Domain
import Rules

/// Work that a minimum asks of somebody on a rotation in a period.
struct AskedWork {
  var rule: DutyCount
  /// What counts as the work.
  var choices: BitSet
  var row: Int
  var rotation: Int
  var dates: DateRange
  /// Cells of each date in which the row may do it.
  var cellsOfDate: ArraySlice<Int>
  /// Cells that it asks for, after leave.
  var least: Int
  /// Days of the period on which the row is not away.
  var present: Int
}

/// What free days leave of a rotation's work.
extension PlanProspects {
  /// Cells that can be worked at most beside the free days that there must be.
  func most(
    of asked: AskedWork, in view: DutyGridBuilder, _ known: inout KnownFreedom
  ) -> Int {
    let all = asked.cellsOfDate.reduce(0, +)
    var most = all
    for (index, rule) in freeDays
    where rule.windowDays <= asked.dates.dayCount && mayMatter(rule, asked) && binds(index, asked) {
      let windows = known.windows(of: rule, index, in: view.context)
      for window in windows.dates
      where asked.dates.first <= window.first && window.last <= asked.dates.last {
        let days = rule.adjustsForLeave ? windows.present(asked.row, window) : window.dayCount
        let free = rule.minimum * days / rule.windowDays
        guard free > 0 else { continue }
        let columns = view.context.columns(window).filter {
          counts(asked.rule, asked.choices, asked.row, $0, view)
        }
        let spans = columns.compactMap { span(of: $0, asked, in: view) }
        most = min(most, all - taken(from: spans, by: free, of: rule, window, view, &known))
      }
    }
    return most
  }

  /// Whether a rule speaks of the work's row on its rotation, all year and without exceptions.
  private func binds(_ index: Int, _ asked: AskedWork) -> Bool {
    let instance = program.dutyRules[index]
    let rotations = instance.scope.rotations
    return instance.scope.dates.isEmpty
      && (rotations.isEmpty || rotations.contains(program.facts.rotations[asked.rotation].id))
      && parts[index].rows.contains(asked.row)
      && !program.relaxations.contains { $0.instance == instance.id }
  }

  /// Whether too little may be left when the dates with the least work are free: of nearly all
  /// there is enough, and no closer look is needed.
  private func mayMatter(_ rule: DaysFree, _ asked: AskedWork) -> Bool {
    // Dates of leave leave no work and are no free days.
    let days = rule.adjustsForLeave ? asked.present : rule.windowDays
    let free = rule.minimum * days / rule.windowDays
    let dates = asked.cellsOfDate.filter { $0 > 0 || !rule.adjustsForLeave }
    return dates.sorted().dropFirst(free).reduce(0, +) < asked.least
  }

  private func taken(
    from spans: [Range<Int>], by free: Int, of rule: DaysFree, _ window: DateRange,
    _ view: DutyGridBuilder, _ known: inout KnownFreedom
  ) -> Int {
    let midnights = (0...window.dayCount).map { view.context.minute(window.first + $0, 0) }
    switch rule.measure {
    case .continuous24Hours:
      return known.fewestTaken(
        spans, by: free, in: midnights[0]..<midnights[window.dayCount]) ?? 0
    case .calendarDay:
      let counts = zip(midnights, midnights.dropFirst()).map { start, end in
        spans.count { $0.lowerBound >= start && $0.lowerBound < end }
      }
      return counts.sorted().prefix(free).reduce(0, +)
    }
  }

  /// Minutes that all choices in a cell have in common; nil where one of them leaves its time free,
  /// or no minute is common to all.
  private func span(
    of column: Int, _ asked: AskedWork, in view: DutyGridBuilder
  ) -> Range<Int>? {
    let context = view.context
    let slot = context.slot(column)
    let busy = context.dutyChoices.union(context.homeCallChoices)
    var start = Int.min
    var end = Int.max
    for choice in view.domain(asked.row, column).intersection(asked.choices).members {
      guard busy.contains(choice),
        let span = context.activities[choice].spans[slot.part.rawValue]
      else { return nil }
      start = max(start, context.minute(slot.date, span.start))
      end = min(end, context.minute(slot.date, span.end))
    }
    return start < end && end < .max ? start..<end : nil
  }
}
