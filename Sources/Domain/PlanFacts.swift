/// What follows from a programme's facts for its rotation plan: indices of names, leave in each
/// column. Facts only: whether anything is allowed is for the rules.
///
/// - Complexity: built in O(residents × days of the year + columns); every question O(1) unless it
///   says otherwise.
package struct PlanFacts: Sendable {
  /// What they follow from.
  package let facts: ProgramFacts
  /// Columns of the plan, in order of time.
  package let columns: [PlanColumn]
  /// Dates of blocks 1, 2, … in order.
  package let blocks: [DateRange]

  private let residentIndices: [PersonID: Int]
  private let rotationIndices: [RotationID: Int]
  /// Days of leave of each resident in each column, resident by resident.
  private let leave: [Int]
  /// Whether leave holds every day of the block of each resident's column.
  private let fullLeave: [Bool]

  package init(_ facts: ProgramFacts) {
    self.facts = facts
    columns = facts.planColumns
    blocks = facts.calendar.blocks
    // A repeated name, which the importer refuses, would mean its first bearer.
    residentIndices = Dictionary(
      facts.residents.enumerated().map { ($1.id, $0) }, uniquingKeysWith: min)
    rotationIndices = Dictionary(
      facts.rotations.enumerated().map { ($1.id, $0) }, uniquingKeysWith: min)
    let away = Self.daysAway(in: facts, residentIndices: residentIndices)
    let year = facts.calendar.dates
    func days(of resident: Int, in range: DateRange) -> Int {
      let start = range.first - year.first
      return away[resident][start..<(start + range.dayCount)].count { $0 }
    }
    var leave: [Int] = []
    var fullLeave: [Bool] = []
    for resident in facts.residents.indices {
      for column in columns {
        let block = blocks[column.block - 1]
        leave.append(days(of: resident, in: column.dates))
        fullLeave.append(
          block.dayCount > 0 && days(of: resident, in: block) == block.dayCount)
      }
    }
    self.leave = leave
    self.fullLeave = fullLeave
  }

  /// Columns of the plan.
  package var columnCount: Int { columns.count }

  /// Position of a resident in ``ProgramFacts/residents``; nil for a name that is none.
  package func residentIndex(_ id: PersonID) -> Int? { residentIndices[id] }

  /// Position of a rotation in ``ProgramFacts/rotations``; nil for a name that is none.
  package func rotationIndex(_ id: RotationID) -> Int? { rotationIndices[id] }

  /// Days of leave of a resident in a plan column, 0…the column's days; a day that several
  /// absences hold counts once.
  package func leaveDays(of resident: Int, in column: Int) -> Int {
    leave[resident * columns.count + column]
  }

  /// Whether the resident's absences together hold every day of the block that the column is or is
  /// a half of.
  package func isFullLeave(of resident: Int, in column: Int) -> Bool {
    fullLeave[resident * columns.count + column]
  }

  /// Numbers of the blocks that the resident's absences fill, rising, from 1.
  ///
  /// - Complexity: O(columns).
  package func fullLeaveBlocks(of resident: Int) -> [Int] {
    var result: [Int] = []
    for (index, column) in columns.enumerated()
    where isFullLeave(of: resident, in: index) && result.last != column.block {
      result.append(column.block)
    }
    return result
  }

  /// Plan columns of a block, rising; empty for block 0 and numbers that are no block.
  package func columns(ofBlock block: Int) -> Range<Int> {
    guard blocks.indices.contains(block - 1) else { return 0..<0 }
    let width = facts.planUnit.columnsPerBlock
    return (block - 1) * width..<block * width
  }

  /// For each resident, whether each day of the academic year is one of leave.
  private static func daysAway(
    in facts: ProgramFacts, residentIndices: [PersonID: Int]
  ) -> [[Bool]] {
    let year = facts.calendar.dates
    let none = Array(repeating: false, count: year.dayCount)
    var result = Array(repeating: none, count: facts.residents.count)
    for absence in facts.absences where absence.isBinding {
      guard let resident = residentIndices[absence.person] else { continue }
      let first = max(absence.dates.first, year.first)
      let last = min(absence.dates.last, year.last)
      guard first <= last else { continue }
      for day in (first - year.first)...(last - year.first) { result[resident][day] = true }
    }
    return result
  }
}
