import Domain
import Rules

/// Whether a schedule has the programme's rows, weeks and dates, and in each duty cell an activity
/// that may stand there. No rule can be judged on one that has not.
struct DutyShape {
  static let id: RuleID = "duty-shape"

  let people: DutyPeople

  /// What is wrong with the shape, in order of place.
  func faults(in schedule: YearSchedule) -> [DutyFinding] {
    let faults = weekFaults(in: schedule.serviceWeeks)
    let duties = schedule.duties
    let year = people.facts.calendar.dates
    guard year.first <= duties.dates.first, duties.dates.last <= year.last else {
      let found = "The duties run from \(duties.dates.first) to \(duties.dates.last)"
      return faults + [fault("\(found); the year from \(year.first) to \(year.last)", year)]
    }
    guard duties.personCount == people.count else {
      return faults + [
        fault(
          "The duties have \(duties.personCount) rows; the programme has \(people.count) people",
          duties.dates)
      ]
    }
    return faults + cellFaults(in: duties)
  }

  private func weekFaults(in weeks: ServiceWeekPlan) -> [DutyFinding] {
    let year = people.facts.calendar.dates
    let members = people.duty.faculty.count
    guard weeks.weekCount == people.serviceWeeks.count,
      weeks.cells.count == members * weeks.weekCount
    else {
      return [
        fault(
          "The service weeks have \(weeks.cells.count) cells in \(weeks.weekCount) weeks; the "
            + "programme has \(members) faculty and \(people.serviceWeeks.count) weeks", year)
      ]
    }
    var faults: [DutyFinding] = []
    for member in 0..<members {
      for week in 0..<weeks.weekCount
      where !(0...people.duty.serviceDuties.count).contains(weeks[member, week]) {
        faults.append(
          fault(
            "\(people.duty.faculty[member].id) has service duty number \(weeks[member, week]); "
              + "numbers run to \(people.duty.serviceDuties.count)", people.serviceWeeks[week],
            row: people.residentCount + member))
      }
    }
    return faults
  }

  private func cellFaults(in duties: DutySchedule) -> [DutyFinding] {
    var faults: [DutyFinding] = []
    for row in 0..<people.count {
      for column in 0..<duties.columnCount {
        let slot = duties.slot(at: column)
        guard let fault = cellFault(duties[row, column], slot) else { continue }
        faults.append(
          self.fault(
            "\(people.ids[row]) has \(fault) on \(slot)",
            DateRange(first: slot.date, last: slot.date), row: row))
      }
    }
    return faults
  }

  private func cellFault(_ number: Int, _ slot: DutySlot) -> String? {
    guard people.duty.activities.indices.contains(number) else {
      return "activity number \(number), of \(people.duty.activities.count),"
    }
    let activity = people.duty.activities[number]
    return activity.parts[slot.part.rawValue] ? nil : "\(activity.id), which may not stand there,"
  }

  private func fault(_ explanation: String, _ dates: DateRange, row: Int? = nil) -> DutyFinding {
    DutyFinding(
      rows: row.map { [$0] } ?? [], dates: dates, causes: [], amount: 1, explanation: explanation)
  }
}
