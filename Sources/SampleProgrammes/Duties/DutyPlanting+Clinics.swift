import Determinism
import Domain

extension DutyPlanting {
  /// What comes last in a week: long calls of wards, sessions of clinics, home calls.
  mutating func finish(_ service: Int, _ members: [Int], _ days: Range<Int>) {
    switch recipe.services[service].work {
    case .ward: assignLongCalls(service, members, days)
    case .clinic:
      for member in members { fillClinic(service, member, days) }
      assignHomeCalls(service, members, days)
    default: break
    }
  }

  /// One member of a staffed team stays until nine on each day from Monday to Friday.
  private mutating func assignLongCalls(_ service: Int, _ members: [Int], _ days: Range<Int>) {
    guard let long = activities.longCall[service] else { return }
    for day in days where !calendar.date(day).isWeekend {
      let ranked = members.filter { book[$0, day, .afternoon] == activities.day[service] }
        .map { ($0, longCalls[$0] * 16 + generator.below(16)) }
        .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
      for (member, _) in ranked {
        book[member, day, .afternoon] = long
        if book.fits(member, days) {
          longCalls[member] += 1
          break
        }
        book[member, day, .afternoon] = activities.day[service]
      }
    }
  }

  /// Turns some of a member's half-days into clinic where rooms are free, and one into
  /// administration.
  private mutating func fillClinic(_ service: Int, _ member: Int, _ days: Range<Int>) {
    guard let clinic = recipe.services[service].clinic else { return }
    let kind = recipe.classes[residents[member].kind]
    let wanted = recipe.services[service].clinicSessions ?? kind.clinicSessions
    var open: [(day: Int, part: DayPart, cost: Int)] = []
    for day in days {
      for part in [DayPart.morning, .afternoon]
      where book[member, day, part] == activities.day[service] {
        let heads = clinicHeads[clinic][day * 2 + part.rawValue]
        open.append((day, part, heads * 16 + generator.below(16)))
      }
    }
    open.sort { ($0.cost, $0.day, $0.part.rawValue) < ($1.cost, $1.day, $1.part.rawValue) }
    let seats = recipe.clinics[clinic].rooms * 3 / 4
    let sessions = min(wanted, (wanted * open.count + 8) / 9)
    for slot in open.prefix(sessions) {
      let index = slot.day * 2 + slot.part.rawValue
      guard clinicHeads[clinic][index] < seats else { break }
      book[member, slot.day, slot.part] = activities.clinicSession[clinic]
      clinicHeads[clinic][index] += 1
      clinicUnits[clinic][index] += kind.year == 1 ? 2 : 1
    }
    if open.count > 6, let last = open.last {
      book[member, last.day, last.part] = activities.administration
    }
  }

  /// Gives a service's members their nights of home call, one a week on a Tuesday or Thursday.
  private mutating func assignHomeCalls(_ service: Int, _ members: [Int], _ days: Range<Int>) {
    let own = recipe.services[service]
    guard own.homeCalls > 0 else { return }
    for member in members {
      let nights = days.filter {
        [.tuesday, .thursday].contains(calendar.date($0).weekday)
          && book[member, $0, .night] == activities.off && !book.isAway(member, $0)
          && !book.isAway(member, $0 + 1)
      }
      for night in nights.prefix((own.homeCalls + 3) / 4) {
        book[member, night, .night] = activities.homeCall[own.department]
        if !book.fits(member, days) { book[member, night, .night] = activities.off }
      }
    }
  }
}
