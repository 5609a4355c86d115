/// What one part of one weekday may hold.
package struct PatternCell: Sendable, Hashable, Codable {
  /// Activities that may stand there, in the order of the file; one alone is fixed.
  package var allowed: [ActivityID]
  /// Whether the cell is protected: wishes, calls and re-planning leave it alone.
  package var isProtected: Bool

  package init(allowed: [ActivityID], isProtected: Bool = false) {
    self.allowed = allowed
    self.isProtected = isProtected
  }
}

/// The week of a rotation, a service duty or a member of the faculty: what each part of each
/// weekday may hold.
package struct DutyPattern: Sendable, Hashable, Codable {
  /// The cells of some weeks of a block.
  package struct Variant: Sendable, Hashable, Codable {
    /// Weeks of the block (1…5) that it speaks of; empty for all that no other variant names.
    package var weeks: [Int]
    /// Seven weekdays from Monday × three parts: 21 cells.
    package var cells: [PatternCell]

    package init(weeks: [Int] = [], cells: [PatternCell]) {
      self.weeks = weeks
      self.cells = cells
    }
  }

  package var id: PatternID
  /// Variants; the first that names the week wins, else the one with no weeks.
  package var variants: [Variant]
  /// The three parts of a holiday; nil when holidays are days like others.
  package var holiday: [PatternCell]?

  package init(id: PatternID, variants: [Variant], holiday: [PatternCell]? = nil) {
    self.id = id
    self.variants = variants
    self.holiday = holiday
  }

  /// The cell of a part of a date in a week of its block; `isHoliday` as the programme counts them.
  package func cell(
    on date: CalendarDate, part: DayPart, weekOfBlock: Int, isHoliday: Bool
  ) -> PatternCell {
    if isHoliday, let holiday { return holiday[part.rawValue] }
    let variant =
      variants.first { $0.weeks.contains(weekOfBlock) }
      ?? variants.first { $0.weeks.isEmpty } ?? variants[0]
    return variant.cells[(date.weekday.rawValue - 1) * DayPart.count + part.rawValue]
  }
}
