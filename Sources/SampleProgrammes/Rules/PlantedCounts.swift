import Domain

/// Counts taken from a planted duty schedule, from which its rules' numbers follow.
struct PlantedCounts {
  let book: DutyBook
  let calendar: SampleCalendar
  /// Heads on each activity in each part of each day, activity by activity.
  private var heads: [Int32]
  private let slots: Int

  init(_ book: DutyBook) {
    self.book = book
    calendar = book.calendar
    slots = calendar.dayCount * DayPart.count
    heads = Array(repeating: 0, count: slots * book.activities.all.count)
    for (index, activity) in book.cells.enumerated() {
      heads[Int(activity) * slots + index % slots] += 1
    }
  }

  /// Fewest and most heads on some activities in a part of the days that a condition picks.
  func heads(
    on activities: [Int], _ part: DayPart, where picks: (Int) -> Bool = { _ in true }
  ) -> ClosedRange<Int>? {
    var least = Int.max
    var most = 0
    for day in calendar.yearDays where picks(day) {
      let slot = day * DayPart.count + part.rawValue
      let count = activities.reduce(0) { $0 + Int(heads[$1 * slots + slot]) }
      least = min(least, count)
      most = max(most, count)
    }
    return least <= most ? least...most : nil
  }

  /// Heads on some activities in a part of a day.
  func heads(on activities: [Int], _ part: DayPart, on day: Int) -> Int {
    activities.reduce(0) { $0 + Int(heads[$1 * slots + day * DayPart.count + part.rawValue]) }
  }

  /// A person's cells on some activities over some days.
  func cells(_ person: Int, on activities: Set<Int>, _ days: Range<Int>) -> Int {
    days.reduce(0) { sum, day in
      sum + DayPart.allCases.count { activities.contains(book[person, day, $0]) }
    }
  }

  /// The greatest minimum, shrunk for leave, that all of some periods of people keep.
  func largestMinimum(
    on activities: Set<Int>, _ periods: [(person: Int, days: Range<Int>)]
  ) -> Int? {
    var result: Int?
    for period in periods {
      let away = period.days.count { book.isAway(period.person, $0) }
      let there = period.days.count - away
      guard there > 0 else { continue }
      let found = cells(period.person, on: activities, period.days)
      // min × there ÷ days, rounded down, must not pass what is there.
      let bound = ((found + 1) * period.days.count - 1) / there
      result = min(result ?? bound, bound)
    }
    return result
  }
}
