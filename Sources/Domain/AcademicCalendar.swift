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

  /// Month in which the year begins, 1…12; July.
  package var startMonth: Int
  /// Day of that month on which it begins: one that the month has in every year.
  package var startDay: Int
  /// Weekday on which every block begins, or nil to begin on the year's first day.
  package var anchorWeekday: Weekday?
  /// Blocks of the year, at least 1; block 0 is not among them.
  package var blockCount: Int
  /// Days of a whole block: 28, 14 or 7.
  package var blockLength: Int
  /// What becomes of the days before block 1's anchor.
  package var blockZero: BlockZero
  /// What becomes of the days after the last whole block.
  package var tail: Tail
  /// Whether blocks are calendar months instead, from the year's first day on. There is then no
  /// anchor and no block 0; a second half begins half a ``blockLength`` into the month.
  package var blocksAreMonths = false

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
  /// How the year is cut.
  package var policy: CalendarPolicy

  package init(year: Int, policy: CalendarPolicy) {
    self.year = year
    self.policy = policy
  }

  /// The academic year that holds a date, cut by the same policy.
  package init(holding date: CalendarDate, policy: CalendarPolicy) {
    let (year, month, day) = date.parts
    let isBeforeStart = (month, day) < (policy.startMonth, policy.startDay)
    self.init(year: isBeforeStart ? year - 1 : year, policy: policy)
  }
}

extension AcademicCalendar {
  /// Whether the policy cuts this year into blocks of a day or more, each inside the year.
  ///
  /// Everything else here may be asked only of a calendar for which this holds; the importer
  /// refuses any other.
  package var isPossible: Bool {
    // 2023 is no leap year: a start on 29 February is a date of few years.
    guard CalendarDate(year: 2023, month: policy.startMonth, day: policy.startDay) != nil,
      (1...9998).contains(year), (1...366).contains(policy.blockCount),
      (2...366).contains(policy.blockLength)
    else { return false }
    if policy.blocksAreMonths { return policy.startDay == 1 && policy.blockCount <= 12 }
    let lastStart = firstBlockStart + (policy.blockCount - 1) * policy.blockLength
    let surplus = dates.last - lastStart + 1
    return policy.tail == .lastBlockVaries ? surplus >= 1 : surplus >= policy.blockLength
  }

  /// The whole year: from its first day to the day before the next year's.
  package var dates: DateRange {
    // The policy's start is a date of every year.
    let first = CalendarDate(year: year, month: policy.startMonth, day: policy.startDay)!
    let next = CalendarDate(year: year + 1, month: policy.startMonth, day: policy.startDay)!
    return DateRange(first: first, last: next + -1)
  }

  /// First day of block 1, were it not lengthened by the days of a block 0 that there is not.
  package var firstBlockStart: CalendarDate {
    let first = dates.first
    guard let anchor = policy.anchorWeekday, !policy.blocksAreMonths else { return first }
    return first + ((anchor.rawValue - first.weekday.rawValue + 7) % 7)
  }

  /// Dates of block 0, or nil when the policy has none or it is empty.
  package var blockZero: DateRange? {
    guard policy.blockZero == .orientation, firstBlockStart > dates.first else { return nil }
    return DateRange(first: dates.first, last: firstBlockStart + -1)
  }

  /// Dates of blocks 1, 2, … in order.
  package var blocks: [DateRange] {
    (0..<policy.blockCount).map { index in
      // Without a block 0 the days before the anchor lengthen block 1.
      let isLengthened = index == 0 && policy.blockZero == .none
      let first = isLengthened ? dates.first : regularStart(ofBlockAt: index)
      let isTail = index == policy.blockCount - 1 && policy.tail == .lastBlockVaries
      let last = isTail ? dates.last : regularStart(ofBlockAt: index + 1) + -1
      return DateRange(first: first, last: last)
    }
  }

  /// Columns of a plan in the given unit, in order of time.
  package func planColumns(_ unit: PlanUnit) -> [PlanColumn] {
    blocks.enumerated().flatMap { index, dates -> [PlanColumn] in
      guard unit == .halfBlock else {
        return [PlanColumn(block: index + 1, half: nil, dates: dates)]
      }
      let middle = secondHalfStart(ofBlockAt: index)
      return [
        PlanColumn(
          block: index + 1, half: 1, dates: DateRange(first: dates.first, last: middle + -1)),
        PlanColumn(block: index + 1, half: 2, dates: DateRange(first: middle, last: dates.last)),
      ]
    }
  }

  /// The block that holds a date: 0 for block 0, nil for a date in no block of this year.
  ///
  /// - Complexity: O(blocks).
  package func block(of date: CalendarDate) -> Int? {
    if let zero = blockZero, zero.contains(date) { return 0 }
    return blocks.firstIndex { $0.contains(date) }.map { $0 + 1 }
  }

  /// The half of its block that holds a date, 1 or 2; nil in block 0 and in no block.
  package func half(of date: CalendarDate) -> Int? {
    guard let block = block(of: date), block > 0 else { return nil }
    return date < secondHalfStart(ofBlockAt: block - 1) ? 1 : 2
  }

  /// The week of its block that holds a date, counted from 1 in sevens from the block's first day;
  /// nil in no block. A last block of 30 days has a week 5.
  package func week(of date: CalendarDate) -> Int? {
    guard let block = block(of: date) else { return nil }
    let start = block == 0 ? dates.first : blocks[block - 1].first
    return (date - start) / 7 + 1
  }

  /// First day of the second half of a block: half a ``CalendarPolicy/blockLength`` after the
  /// block's anchor, whatever a short or long block has after it.
  private func secondHalfStart(ofBlockAt index: Int) -> CalendarDate {
    let middle = regularStart(ofBlockAt: index) + policy.blockLength / 2
    // A last block shorter than that has an empty second half.
    return min(middle, blocks[index].last + 1)
  }

  /// The day on which the block at a position starts by the policy's rhythm; for the position
  /// after the last, the day after it.
  private func regularStart(ofBlockAt index: Int) -> CalendarDate {
    guard policy.blocksAreMonths else { return firstBlockStart + index * policy.blockLength }
    let months = policy.startMonth - 1 + index
    // Months have a first day in every year.
    return CalendarDate(year: year + months / 12, month: months % 12 + 1, day: 1)!
  }
}
