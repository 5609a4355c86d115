extension AcademicCalendar {
  /// Windows of so many dates, one after the other from the first day of block 1. What the last
  /// whole one leaves of the year is a window of its own if it holds half as many dates or more,
  /// else its dates belong to the last: a block 13 of 27 days stands alone, one of 30 is one
  /// window.
  ///
  /// - Parameter days: 1…366.
  package func windows(ofDays days: Int) -> [DateRange] {
    let last = dates.last
    var result: [DateRange] = []
    var first = blocks[0].first
    while first <= last {
      let left = last - first + 1
      // Less than half a window more than this one: this one takes it.
      let isLast = 2 * (left - days) < days
      let end = isLast ? last : first + (days - 1)
      result.append(DateRange(first: first, last: end))
      first = end + 1
    }
    return result
  }
}
