/// Person × date × part → activity, for some dates: the lower level of a schedule.
///
/// Rows are residents in their order, then faculty in theirs. Columns are the three parts of each
/// date, in order of time.
package struct DutySchedule: Sendable, Hashable {
  /// Index into ``DutyFacts/activities`` of each cell, row by row.
  package var cells: [Int]
  /// The dates that it covers, inside the academic year.
  package let dates: DateRange

  package init(cells: [Int], dates: DateRange) {
    precondition(
      dates.dayCount > 0 && cells.count % (dates.dayCount * DayPart.count) == 0,
      "\(cells.count) cells do not fill rows of \(dates.dayCount) dates")
    self.cells = cells
    self.dates = dates
  }

  /// Columns: three for each date.
  package var columnCount: Int { dates.dayCount * DayPart.count }

  /// Rows.
  package var personCount: Int { cells.count / columnCount }

  /// Column of a slot inside ``dates``.
  package func column(of slot: DutySlot) -> Int {
    (slot.date - dates.first) * DayPart.count + slot.part.rawValue
  }

  /// Slot of a column in 0..<``columnCount``.
  package func slot(at column: Int) -> DutySlot {
    // A remainder by three is one of three parts.
    DutySlot(
      date: dates.first + column / DayPart.count, part: DayPart(rawValue: column % DayPart.count)!)
  }

  /// The activity of a person in a zero-based column.
  package subscript(person: Int, column: Int) -> Int {
    get { cells[person * columnCount + column] }
    set { cells[person * columnCount + column] = newValue }
  }
}

/// Faculty × service week → service duty, for the whole year.
package struct ServiceWeekPlan: Sendable, Hashable, Codable {
  /// 0 for an ordinary week, else 1 + index into ``DutyFacts/serviceDuties``; faculty by faculty.
  package var cells: [Int]
  /// Service weeks of the year, at least 1.
  package let weekCount: Int

  package init(cells: [Int], weekCount: Int) {
    precondition(
      weekCount > 0 && cells.count % weekCount == 0,
      "\(cells.count) cells do not fill rows of \(weekCount) weeks")
    self.cells = cells
    self.weekCount = weekCount
  }

  /// The entry of a member of the faculty in a zero-based week.
  package subscript(member: Int, week: Int) -> Int {
    get { cells[member * weekCount + week] }
    set { cells[member * weekCount + week] = newValue }
  }
}

/// Both levels of a schedule.
package struct YearSchedule: Sendable, Hashable {
  package var plan: RotationPlan
  package var serviceWeeks: ServiceWeekPlan
  package var duties: DutySchedule

  package init(plan: RotationPlan, serviceWeeks: ServiceWeekPlan, duties: DutySchedule) {
    self.plan = plan
    self.serviceWeeks = serviceWeeks
    self.duties = duties
  }
}

extension AcademicCalendar {
  /// Service weeks of the year in order: from a weekday to the day before it comes again, the first
  /// and last cut at the year's edges.
  package func serviceWeeks(from start: Weekday) -> [DateRange] {
    let year = dates
    var result: [DateRange] = []
    var first = year.first
    while first <= year.last {
      let ahead = (start.rawValue - first.weekday.rawValue + 6) % 7 + 1
      let last = min(first + (ahead - 1), year.last)
      result.append(DateRange(first: first, last: last))
      first = last + 1
    }
    return result
  }
}
