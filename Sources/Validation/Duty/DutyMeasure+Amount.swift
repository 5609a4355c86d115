import Domain
import Rules

extension DutyMeasure {
  /// What some cells of a row, in order of time, come to.
  func amount(
    of cells: some Sequence<DutyCell>, _ row: Int, in judged: JudgedDuties
  ) -> Int {
    switch self {
    case .cells: cells.reduce(0) { sum, _ in sum + 1 }
    case .days: distinct(cells.map(\.day))
    case .weekends: distinct(cells.compactMap { saturday(of: $0.day, judged) })
    case .minutes:
      cells.reduce(0) { $0 + judged.timeline.minutes(row, $1.day, $1.part) }
    }
  }

  /// Units of penalty of so much: of minutes, started hours.
  func units(_ amount: Int) -> Int { self == .minutes ? startedHours(amount) : amount }

  /// `3 days`, `12 h 30 min`.
  func words(_ amount: Int) -> String {
    self == .minutes ? hours(amount) : "\(amount) \(rawValue)"
  }

  /// How many different numbers there are among some in rising order.
  private func distinct(_ numbers: [Int]) -> Int {
    numbers.indices.count { $0 == 0 || numbers[$0] != numbers[$0 - 1] }
  }

  /// The Saturday of the weekend that a day is one of.
  private func saturday(of day: Int, _ judged: JudgedDuties) -> Int? {
    switch judged.timeline.weekdays[day] {
    case .saturday: day
    case .sunday: day - 1
    default: nil
    }
  }
}

/// Activities as a sentence names them: `Clinic or Ward`.
func sentence(_ activities: [ActivityID]) -> String {
  guard let last = activities.last else { return "no activity" }
  let others = activities.dropLast().map(\.rawValue).joined(separator: ", ")
  return others.isEmpty ? last.rawValue : "\(others) or \(last)"
}

/// What a selection names, as a sentence says it.
func sentence(_ selection: DutySelection) -> String {
  selection.activities.isEmpty ? "duty" : sentence(selection.activities)
}
