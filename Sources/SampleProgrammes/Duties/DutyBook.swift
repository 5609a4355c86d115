import Domain

/// What everybody does in each part of each day of history and year while a schedule is planted,
/// and whether a person's row so far keeps the duty-hour limits.
///
/// Stricter than the rules where that is simpler (a free day needs an hour more than 24, eight
/// hours of rest are a must), so what fits here passes them.
struct DutyBook {
  /// One week's cells of a person: three a day.
  typealias Layout = [Int]

  /// Minutes in a week on average, at most.
  private static let weeklyMinutes = 4800
  private static let window = 28
  private static let nightsMax = 6
  private static let restMinutes = 480
  /// What a free day needs: 24 hours and one for a change of the clock.
  private static let freeMinutes = 1500

  let calendar: SampleCalendar
  let activities: SampleActivities
  /// Activity of each person, day and part.
  private(set) var cells: [Int16]
  /// Whether each person is away on each day.
  private(set) var away: [Bool]
  let people: Int
  private let spans: [[ClockSpan?]]
  private let minutes: [[Int]]
  private let isDuty: [Bool]
  private let isHome: [Bool]

  init(calendar: SampleCalendar, activities: SampleActivities, people: Int) {
    self.calendar = calendar
    self.activities = activities
    self.people = people
    cells = Array(
      repeating: Int16(activities.off), count: people * calendar.dayCount * DayPart.count)
    away = Array(repeating: false, count: people * calendar.dayCount)
    spans = activities.all.map(\.spans)
    minutes = activities.all.map { activity in DayPart.allCases.map { activity.minutes(in: $0) } }
    isDuty = activities.all.map(\.kind.isDuty)
    isHome = activities.all.map { $0.kind == .homeCall }
  }

  subscript(person: Int, day: Int, part: DayPart) -> Int {
    get { Int(cells[(person * calendar.dayCount + day) * DayPart.count + part.rawValue]) }
    set {
      cells[(person * calendar.dayCount + day) * DayPart.count + part.rawValue] = Int16(newValue)
    }
  }

  func isAway(_ person: Int, _ day: Int) -> Bool {
    day < calendar.dayCount && away[person * calendar.dayCount + day]
  }

  mutating func setAway(_ person: Int, _ days: Range<Int>) {
    for day in days {
      away[person * calendar.dayCount + day] = true
      for part in DayPart.allCases { self[person, day, part] = activities.leave }
    }
  }

  func isDuty(_ activity: Int) -> Bool { isDuty[activity] }

  /// Whether a night was worked in house from one day to the next.
  func workedNight(_ person: Int, _ day: Int) -> Bool {
    day >= 0 && isDuty[self[person, day, .night]]
  }

  /// Whether any duty or home call stands on a day.
  func isWorking(_ person: Int, _ day: Int) -> Bool {
    DayPart.allCases.contains { part in
      let activity = self[person, day, part]
      return isDuty[activity] || isHome[activity]
    }
  }

  /// Writes a week, leave and the mornings after nights apart: what stood there before comes back.
  @discardableResult
  mutating func write(_ layout: Layout, _ person: Int, _ days: Range<Int>) -> Layout {
    var before: Layout = []
    for day in days {
      for part in DayPart.allCases {
        before.append(self[person, day, part])
        let isTaken = isAway(person, day) || part == .night && isAway(person, day + 1)
        let activity = layout[(day - days.lowerBound) * DayPart.count + part.rawValue]
        if isAway(person, day) {
          self[person, day, part] = activities.leave
        } else if isTaken, !activities.isFree(activity) {
          self[person, day, part] = activities.off
        } else {
          self[person, day, part] = activity
        }
      }
    }
    return before
  }

  /// Puts back what ``write(_:_:_:)`` gave.
  mutating func restore(_ layout: Layout, _ person: Int, _ days: Range<Int>) {
    for day in days {
      for part in DayPart.allCases {
        self[person, day, part] = layout[(day - days.lowerBound) * DayPart.count + part.rawValue]
      }
    }
  }

  // MARK: Limits

  /// Whether a person's row keeps every limit on the given days and in the windows that end there,
  /// and could go on keeping them if the week after were free, or the leave after it.
  func fits(_ person: Int, _ days: Range<Int>) -> Bool {
    var ahead = days.upperBound
    while ahead < min(calendar.dayCount, days.upperBound + Self.window),
      ahead < days.upperBound + 6 || isAway(person, ahead)
    { ahead += 1 }
    let known = days.lowerBound..<ahead
    return restsWell(person, days) && nightsEnd(person, days)
      && keepsHours(person, endingIn: known) && keepsFreeDays(person, endingIn: known)
  }

  /// Counted minutes of a person on some days.
  func minutes(_ person: Int, _ days: Range<Int>) -> Int {
    days.reduce(0) { sum, day in
      DayPart.allCases.reduce(sum) { $0 + minutes[self[person, day, $1]][$1.rawValue] }
    }
  }

  private func awayDays(_ person: Int, _ days: Range<Int>) -> Int {
    days.count { isAway(person, $0) }
  }

  /// Eighty hours a week on average in the windows that end on some days.
  private func keepsHours(_ person: Int, endingIn days: Range<Int>) -> Bool {
    var window = max(0, days.lowerBound - Self.window + 1)..<days.lowerBound + 1
    var sum = minutes(person, window)
    var there = Self.window - awayDays(person, window)
    while true {
      if sum > Self.weeklyMinutes * there / 7 { return false }
      guard window.upperBound < days.upperBound else { return true }
      let next = window.upperBound
      sum += minutes(person, next..<next + 1)
      there -= isAway(person, next) ? 1 : 0
      let first = next + 1 - Self.window
      if first > 0 {
        sum -= minutes(person, first - 1..<first)
        there += isAway(person, first - 1) ? 1 : 0
      }
      window = max(0, first)..<next + 1
    }
  }

  private func keepsFreeDays(_ person: Int, endingIn days: Range<Int>) -> Bool {
    days.allSatisfy { keepsFreeDays(person, endingOn: $0) }
  }

  /// Four periods of 24 hours between duties in any 28 days.
  private func keepsFreeDays(_ person: Int, endingOn day: Int) -> Bool {
    guard day >= Self.window - 1 else { return true }
    let days = day - Self.window + 1..<day + 1
    let required = 4 * (Self.window - awayDays(person, days)) / Self.window
    var found = 0
    var freeFrom = days.lowerBound * 1440
    func close(_ start: Int) {
      found += max(0, start - freeFrom) / Self.freeMinutes
    }
    // A night that began the day before reaches in.
    if days.lowerBound > 0, let span = span(person, days.lowerBound - 1, .night) {
      freeFrom = max(freeFrom, (days.lowerBound - 1) * 1440 + span.end)
    }
    for day in days {
      if isAway(person, day) {
        close(day * 1440)
        freeFrom = (day + 1) * 1440
        continue
      }
      for part in DayPart.allCases {
        guard let span = span(person, day, part) else { continue }
        close(day * 1440 + span.start)
        freeFrom = max(freeFrom, day * 1440 + span.end)
      }
      if found >= required { return true }
    }
    close(days.upperBound * 1440)
    return found >= required
  }

  private func span(_ person: Int, _ day: Int, _ part: DayPart) -> ClockSpan? {
    let activity = self[person, day, part]
    guard isDuty[activity] || isHome[activity] else { return nil }
    return spans[activity][part.rawValue]
  }

  /// At most six nights running.
  private func nightsEnd(_ person: Int, _ days: Range<Int>) -> Bool {
    var run = 0
    for day in max(0, days.lowerBound - Self.nightsMax)..<days.upperBound {
      run = workedNight(person, day) ? run + 1 : 0
      if run > Self.nightsMax { return false }
    }
    return true
  }

  /// No duty by day after a night in house, hand-over apart; and eight hours between duties that do
  /// not follow one another within the hour.
  private func restsWell(_ person: Int, _ days: Range<Int>) -> Bool {
    var end = Int.min / 2
    for day in max(0, days.lowerBound - 1)..<days.upperBound {
      if day >= days.lowerBound, workedNight(person, day - 1) {
        let morning = self[person, day, .morning]
        let isHandover = activities.handover.contains(morning)
        if isDuty[morning], !isHandover { return false }
        if isDuty[self[person, day, .afternoon]] { return false }
      }
      for part in DayPart.allCases {
        let activity = self[person, day, part]
        guard isDuty[activity], let span = spans[activity][part.rawValue] else { continue }
        let gap = day * 1440 + span.start - end
        if gap < 0 || gap > 60 && gap < Self.restMinutes { return false }
        end = day * 1440 + span.end
      }
    }
    return true
  }
}
