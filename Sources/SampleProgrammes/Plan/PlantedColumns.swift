import Domain

/// A planted rotation plan laid beside the calendar.
struct PlantedColumns {
  let recipe: ProgrammeRecipe
  let calendar: SampleCalendar
  /// Service of each resident in each column, row by row.
  let services: [Int]
  let columnCount: Int

  /// Days of the stints on a service: whole blocks, or windows of 14 days that lie wholly on it.
  func stints(on service: Int, whole: Bool) -> [(person: Int, days: Range<Int>)] {
    let columns = calendar.academic.planColumns(.halfBlock)
    var result: [(person: Int, days: Range<Int>)] = []
    for person in 0..<services.count / columnCount {
      let row = services[person * columnCount..<(person + 1) * columnCount]
      if whole {
        for first in stride(from: 0, to: columnCount, by: 2)
        where row[row.startIndex + first] == service {
          result.append(
            (person, days(from: columns[first].dates.first, to: columns[first + 1].dates.last)))
        }
      } else {
        for run in runs(of: service, in: Array(row)) {
          // Block 0 belongs to the first column.
          let first =
            run.lowerBound == 0
            ? calendar.academic.dates.first : columns[run.lowerBound].dates.first
          let all = days(from: first, to: columns[run.upperBound - 1].dates.last)
          guard all.count >= 14 else { continue }
          for start in all.lowerBound...all.upperBound - 14 {
            result.append((person, start..<start + 14))
          }
        }
      }
    }
    return result
  }

  private func days(from first: CalendarDate, to last: CalendarDate) -> Range<Int> {
    calendar.day(of: first)..<calendar.day(of: last) + 1
  }

  private func runs(of service: Int, in row: [Int]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for column in row.indices where row[column] == service {
      if let last = runs.last, last.upperBound == column {
        runs[runs.count - 1] = last.lowerBound..<column + 1
      } else {
        runs.append(column..<column + 1)
      }
    }
    return runs
  }
}
