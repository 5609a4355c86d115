import Domain

/// The weeks that one service offers its members: which cells of the days hold what, best first.
struct WeekLayouts {
  let service: Int
  let recipe: ProgrammeRecipe
  let book: DutyBook
  let days: Range<Int>

  private var activities: SampleActivities { book.activities }
  private var calendar: SampleCalendar { book.calendar }
  private var length: Int { days.count }
  private var work: Int { activities.day[service] }

  private func layout(_ fill: (_ index: Int, _ part: DayPart) -> Int) -> DutyBook.Layout {
    (0..<length).flatMap { index in DayPart.allCases.map { fill(index, $0) } }
  }

  /// Ward and intensive care: every day but one, or but two; every day in weeks cut short.
  func withFreeDays() -> [DutyBook.Layout] {
    var free: [[Int]] = length < 7 ? [[]] : []
    free += (0..<length).map { [$0] }
    for first in 0..<length {
      for second in first + 1..<max(first + 1, length) { free.append([first, second]) }
    }
    return free.map { free in
      layout { index, part in
        part == .night || free.contains(index) ? activities.off : work
      }
    }
  }

  /// Night float: six or five nights with the free ones together, fewer if need be.
  func nights() -> [DutyBook.Layout] {
    var free: [Range<Int>] = length < 7 ? [0..<0] : []
    for width in 1...3 where width <= length {
      free += (0...length - width).map { $0..<$0 + width }
    }
    return free.map { free in
      layout { index, part in
        part == .night && !free.contains(index) ? work : activities.off
      }
    }
  }

  /// Emergency: four or five shifts of a week, days before evenings before nights. `D`, `E`, `N`
  /// stand for the three shifts, `-` for a free day.
  func shifts() -> [DutyBook.Layout] {
    let weeks = ["DDDD---", "DDEE---", "DDDEE--", "EEEE---", "EENN---", "DDNNN--", "D-EE-NN"]
    var result: [DutyBook.Layout] = []
    for week in weeks.map(Array.init) {
      for turn in 0..<7 {
        result.append(
          layout { index, part in
            switch week[(index + turn) % 7] {
            case "D" where part == .morning: work
            case "E" where part == .afternoon: work
            case "N" where part == .night: work
            default: activities.off
            }
          })
      }
    }
    return result + [layout { _, _ in activities.off }]
  }

  /// Work from Monday to Friday: the whole week, then with one or two of its days free, that of
  /// the lecture apart.
  func workingWeeks() -> [DutyBook.Layout] {
    let workdays = days.filter {
      calendar.isWorkday($0) && calendar.date($0).weekday != .wednesday
    }
    var free: [Set<Int>] = [[]]
    free += workdays.map { [$0] }
    if let first = workdays.first, let last = workdays.last { free.append([first, last]) }
    free += zip(workdays, workdays.dropFirst()).map { [$0, $1] }
    free.append(Set(workdays))
    return free.map(weekday)
  }

  private func weekday(_ free: Set<Int>) -> DutyBook.Layout {
    let kind = recipe.services[service].work
    return layout { index, part in
      let day = days.lowerBound + index
      if kind == .vacation { return activities.vacation }
      let isFree = free.contains(day)
      if part == .night { return isFree ? activities.off : eveningWork(day) }
      guard calendar.isWorkday(day), !isFree else { return activities.off }
      return daytimeWork(day, part)
    }
  }

  /// Back-up from home on the nights before working days.
  private func eveningWork(_ day: Int) -> Int {
    let service = recipe.services[service]
    guard service.work == .reserve, (1...4).contains(calendar.date(day).weekday.rawValue) else {
      return activities.off
    }
    return activities.backup[service.department]
  }

  private func daytimeWork(_ day: Int, _ part: DayPart) -> Int {
    let kind = recipe.services[service].work
    guard kind == .clinic || kind == .reserve else { return work }
    return calendar.isLecture(day, part) ? activities.lecture : work
  }
}
