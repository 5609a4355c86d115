/// One instance of the public shift-scheduling format: who may work what, what each day needs.
///
/// Day 0 is a Monday. Employees and shifts are named by their index in the file's order.
package struct ShiftInstance: Sendable, Hashable {
  /// Days of the horizon, a multiple of 7.
  package var dayCount: Int
  package var shifts: [Shift]
  package var employees: [Employee]
  package var requests: [ShiftRequest]
  package var cover: [ShiftCover]

  package struct Shift: Sendable, Hashable {
    package var id: String
    /// Length in minutes; it counts wholly on the day it starts.
    package var minutes: Int
    /// Shifts that may not be worked on the day after this one, rising.
    package var forbiddenNext: [Int]
  }

  package struct Employee: Sendable, Hashable {
    package var id: String
    /// Most shifts of each type over the horizon; 0 for never.
    package var maximumOfShift: [Int]
    package var maximumMinutes: Int
    package var minimumMinutes: Int
    package var maximumConsecutiveShifts: Int
    package var minimumConsecutiveShifts: Int
    package var minimumConsecutiveDaysOff: Int
    package var maximumWeekends: Int
    /// Days without any shift, rising.
    package var daysOff: [Int] = []
  }

  /// Number of weeks; a weekend is days 5 and 6 of each.
  package var weekCount: Int { dayCount / 7 }
}

/// An employee would like a shift on a day, or would rather not have it.
package struct ShiftRequest: Sendable, Hashable {
  package enum Wish: Sendable, Hashable {
    /// Costs the weight unless exactly that shift is worked that day.
    case on
    /// Costs the weight when that shift is worked that day.
    case off
  }

  package var employee: Int
  package var day: Int
  package var shift: Int
  package var weight: Int
  package var wish: Wish
}

/// How many people a shift needs on a day.
package struct ShiftCover: Sendable, Hashable {
  package var day: Int
  package var shift: Int
  package var requirement: Int
  /// Cost of each missing head.
  package var weightUnder: Int
  /// Cost of each surplus head.
  package var weightOver: Int
}

/// Who works which shift on which day.
package struct ShiftRoster: Sendable, Hashable {
  package let dayCount: Int
  /// Index of the shift, or nil for a day off; employee by employee.
  package var cells: [Int?]

  package init(dayCount: Int, cells: [Int?]) {
    precondition(
      dayCount > 0 && cells.count % dayCount == 0,
      "\(cells.count) cells do not fill rows of \(dayCount) days")
    self.dayCount = dayCount
    self.cells = cells
  }

  package subscript(employee: Int, day: Int) -> Int? {
    get { cells[employee * dayCount + day] }
    set { cells[employee * dayCount + day] = newValue }
  }
}

/// Largest sizes that the readers of this format accept.
package enum ShiftFormatLimits {
  /// Bytes of a file; the largest public instance has a quarter of a million.
  package static let fileBytes = 8 << 20
  /// Days; three years, while the public instances end at one.
  package static let days = 1_092
  /// Employees; ten times the largest public instance.
  package static let employees = 1_500
  /// Shift types; ten times the largest public instance.
  package static let shifts = 320
  /// Requests; one for every second cell of the largest public instance, ten times over.
  package static let requests = 300_000
  /// Cells × choices; keeps the compiled grid's tables below a gigabyte.
  package static let cellChoices = 20_000_000
  /// Weights and counts, so that no total leaves 32 bits.
  package static let number = 1_000_000
  /// Length of a shift in minutes; two days.
  package static let shiftMinutes = 2_880
  /// Faults reported of one file: more tell a reader nothing.
  package static let faults = 100
}
