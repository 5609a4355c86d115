/// Both levels of a schedule as positions in their programme: what the store keeps, and what a run
/// over one stage of a year is given.
package struct YearDocument: Sendable, Hashable, Codable {
  /// First date of the duties, `2025-07-01`.
  package var first: String
  /// Last date of the duties.
  package var last: String
  /// Positions of rotations, resident by resident.
  package var plan: [Int]
  /// 0 or 1 + position of a service duty, faculty by faculty.
  package var serviceWeeks: [Int]
  /// Positions of activities, person by person; nil while duties are still to be found.
  package var duties: [Int]?

  package init(_ schedule: YearSchedule) {
    self.init(
      plan: schedule.plan, serviceWeeks: schedule.serviceWeeks, dates: schedule.duties.dates)
    duties = schedule.duties.cells
  }

  /// Plan and service weeks, under which duties on some dates are to be found.
  package init(plan: RotationPlan, serviceWeeks: ServiceWeekPlan, dates: DateRange) {
    first = dates.first.description
    last = dates.last.description
    self.plan = plan.cells
    self.serviceWeeks = serviceWeeks.cells
  }

  /// What it stands for in its programme; nil when it doesn't fit it, without duties for no cells.
  package func schedule(of people: DutyPeople) -> YearSchedule? {
    let facts = people.facts
    let columns = facts.planColumns.count
    let weeks = people.serviceWeeks.count
    guard let first = CalendarDate(first), let last = CalendarDate(last), first <= last,
      facts.calendar.dates.contains(first), facts.calendar.dates.contains(last),
      plan.count == facts.residents.count * columns,
      plan.allSatisfy(facts.rotations.indices.contains),
      serviceWeeks.count == people.duty.faculty.count * weeks,
      serviceWeeks.allSatisfy({ (0...people.duty.serviceDuties.count).contains($0) })
    else { return nil }
    let dates = DateRange(first: first, last: last)
    let size = people.count * dates.dayCount * DayPart.count
    let cells = duties ?? Array(repeating: 0, count: size)
    guard cells.count == size, cells.allSatisfy(people.duty.activities.indices.contains) else {
      return nil
    }
    return YearSchedule(
      plan: RotationPlan(cells: plan, columnCount: columns),
      serviceWeeks: ServiceWeekPlan(cells: serviceWeeks, weekCount: weeks),
      duties: DutySchedule(cells: cells, dates: dates))
  }
}
