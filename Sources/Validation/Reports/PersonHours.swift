package import Domain
import Rules

/// Hours of one person, week by week, and their heaviest four weeks.
package struct PersonHours: Sendable, Hashable, Codable {
  /// Counted minutes of one week from Monday, of its dates inside the horizon.
  package struct Week: Sendable, Hashable, Codable {
    package var dates: DateRange
    package var minutes: Int
    /// Dates of a granted absence.
    package var daysAway: Int
  }

  /// Four weeks and the average week in them.
  package struct Window: Sendable, Hashable, Codable {
    package var dates: DateRange
    /// Counted minutes, days away apart.
    package var minutes: Int
    /// Dates of a granted absence: out of the average's numerator and denominator.
    package var daysAway: Int

    /// Minutes in an average week: minutes × 7 ÷ days not away; 0 when all are.
    package var weeklyMinutes: Double {
      let days = dates.dayCount - daysAway
      return days == 0 ? 0 : Double(minutes) * 7 / Double(days)
    }
  }

  package var person: PersonID
  /// In order of time; the first and last may be cut by the horizon.
  package var weeks: [Week]
  /// The four weeks with the highest average among those that end inside the horizon and begin with
  /// something known; the first of equals. Nil when there are none. A window in which the person is
  /// away for more than half is left out: a few days are no average.
  package var heaviest: Window?

  init(of row: Int, _ judged: JudgedDuties) {
    person = judged.people.ids[row]
    let timeline = judged.timeline
    let start = judged.horizon.lowerBound
    let monday = start - (timeline.weekdays[start].rawValue - 1)
    weeks = stride(from: monday, to: judged.horizon.upperBound, by: 7).map { first in
      let days = (first..<first + 7).clamped(to: judged.horizon)
      return Week(
        dates: judged.dates(days),
        minutes: days.reduce(0) { $0 + judged.minutes(row, $1) },
        daysAway: days.count { timeline.isAway(row, $0) })
    }
    let daily = (0..<timeline.dayCount).map { day in
      timeline.isAway(row, day) ? 0 : judged.minutes(row, day)
    }
    heaviest = nil
    for last in judged.horizon where last >= 27 {
      let days = last - 27..<last + 1
      let away = days.count { timeline.isAway(row, $0) }
      let window = Window(
        dates: judged.dates(days), minutes: daily[days].reduce(0, +), daysAway: away)
      guard 2 * away <= days.count, window.weeklyMinutes > (heaviest?.weeklyMinutes ?? -1) else {
        continue
      }
      heaviest = window
    }
  }
}
