/// How an academic year is cut into blocks.
package struct CalendarPolicy: Sendable, Hashable, Codable {
  /// What becomes of the days before the first anchor weekday.
  package enum BlockZero: String, Sendable, Hashable, Codable {
    /// They form block 0: orientation for entrants.
    case orientation
    /// There is none: block 1 begins on the year's first day.
    case none
  }

  /// What becomes of the days after the last whole block.
  package enum Tail: String, Sendable, Hashable, Codable {
    /// The last block takes them, or falls short by them.
    case lastBlockVaries = "last-block-varies"
    /// All blocks are of equal length; days after the last belong to no block.
    case unassigned
  }

  /// Month and day on which the year begins; 1 July.
  package var startMonth: Int
  package var startDay: Int
  /// Weekday on which every block begins, or nil to begin on the year's first day.
  package var anchorWeekday: Weekday?
  package var blockCount: Int
  /// Days of a whole block: 28, 14 or 7.
  package var blockLength: Int
  package var blockZero: BlockZero
  package var tail: Tail

  /// The policy of most programmes: thirteen blocks of 28 days from the first Thursday of July on.
  package static let thirteenBlocks = CalendarPolicy(
    startMonth: 7, startDay: 1, anchorWeekday: .thursday, blockCount: 13, blockLength: 28,
    blockZero: .orientation, tail: .lastBlockVaries)

  package init(
    startMonth: Int, startDay: Int, anchorWeekday: Weekday?, blockCount: Int, blockLength: Int,
    blockZero: BlockZero, tail: Tail
  ) {
    self.startMonth = startMonth
    self.startDay = startDay
    self.anchorWeekday = anchorWeekday
    self.blockCount = blockCount
    self.blockLength = blockLength
    self.blockZero = blockZero
    self.tail = tail
  }
}

/// An academic year and its blocks.
package struct AcademicCalendar: Sendable, Hashable, Codable {
  /// The calendar year in which it starts: 2025 for the year 2025–26.
  package var year: Int
  package var policy: CalendarPolicy

  package init(year: Int, policy: CalendarPolicy) {
    self.year = year
    self.policy = policy
  }
}

extension AcademicCalendar {
  /// The whole year: from its first day to the day before the next year's.
  ///
  /// - Precondition: the policy's start is a date of every year.
  package var dates: DateRange {
    // The importer refuses a policy whose start is no date of the year.
    let first = CalendarDate(year: year, month: policy.startMonth, day: policy.startDay)!
    let next = CalendarDate(year: year + 1, month: policy.startMonth, day: policy.startDay)!
    return DateRange(first: first, last: next + -1)
  }

  /// First day of block 1.
  package var firstBlockStart: CalendarDate {
    let first = dates.first
    guard let anchor = policy.anchorWeekday else { return first }
    return first + ((anchor.rawValue - first.weekday.rawValue + 7) % 7)
  }

  /// Dates of block 0, or nil when the policy has none or it is empty.
  package var blockZero: DateRange? {
    guard policy.blockZero == .orientation, firstBlockStart > dates.first else { return nil }
    return DateRange(first: dates.first, last: firstBlockStart + -1)
  }

  /// Dates of blocks 1, 2, … in order.
  package var blocks: [DateRange] {
    let start = policy.blockZero == .none ? dates.first : firstBlockStart
    return (0..<policy.blockCount).map { index in
      // Without a block 0 the days before the anchor lengthen block 1.
      let first = index == 0 ? start : firstBlockStart + index * policy.blockLength
      let isTail = index == policy.blockCount - 1 && policy.tail == .lastBlockVaries
      let last = isTail ? dates.last : firstBlockStart + ((index + 1) * policy.blockLength - 1)
      return DateRange(first: first, last: last)
    }
  }

  /// Columns of a plan in the given unit; a block's first half has half of ``CalendarPolicy``'s
  /// block length, its second half the rest.
  package func planColumns(_ unit: PlanUnit) -> [PlanColumn] {
    blocks.enumerated().flatMap { index, dates -> [PlanColumn] in
      guard unit == .halfBlock else {
        return [PlanColumn(block: index + 1, half: nil, dates: dates)]
      }
      let middle = firstBlockStart + (index * policy.blockLength + policy.blockLength / 2)
      return [
        PlanColumn(block: index + 1, half: 1, dates: DateRange(first: dates.first, last: middle + -1)),
        PlanColumn(block: index + 1, half: 2, dates: DateRange(first: middle, last: dates.last)),
      ]
    }
  }
}
