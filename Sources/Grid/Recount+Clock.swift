import Containers

/// Families that read the clock.
extension DenseGrid {
  /// A duty and whether its column is past.
  private struct PlacedDuty {
    var time: Range<Int>
    var isPast: Bool
  }

  /// The duties of a row whose choices lie in a set, in the order of their columns.
  ///
  /// - Parameter columns: columns looked at, rising; empty for all.
  private func duties(
    _ members: BitSet, _ columns: [Int32] = [], row: Int, _ answer: GridAnswer
  ) -> [PlacedDuty] {
    var result: [PlacedDuty] = []
    result.reserveCapacity(columnCount)
    func look(_ column: Int) {
      let choice = answer[row, column]
      guard members.contains(choice), let time = duty(column: column, choice: choice) else {
        return
      }
      result.append(PlacedDuty(time: time, isPast: column < Int(pastColumns)))
    }
    if columns.isEmpty {
      for column in 0..<columnCount { look(column) }
    } else {
      for column in columns { look(Int(column)) }
    }
    return result
  }

  func gapPenalty(_ rule: GapFamily, _ answer: GridAnswer) -> Int {
    let asking = rule.columns.isEmpty ? nil : Set(rule.columns)
    var total = 0
    for (index, row) in rule.rows.enumerated() {
      // Ends of duties that still wait for the start of the next one.
      var waiting: [Int] = []
      if !rule.history.isEmpty && rule.history[index] != .min {
        waiting = [Int(rule.history[index])]
      }
      var stretch = rule.condition.map { Stretch($0.history, index) } ?? Stretch()
      for column in 0..<columnCount {
        let choice = answer[Int(row), column]
        guard let duty = duty(column: column, choice: choice) else { continue }
        if rule.to.contains(choice) {
          for end in waiting where end <= duty.lowerBound && column >= Int(pastColumns) {
            total += rule.penalty(of: duty.lowerBound - end)
          }
          waiting.removeAll { $0 <= duty.lowerBound }
        }
        if let condition = rule.condition, condition.members.contains(choice) {
          _ = stretch.add(duty, bridge: Int(condition.bridge))
        }
        let isDue = rule.condition.map { stretch.length >= Int($0.least) } ?? true
        let isAsking = asking?.contains(Int32(column)) ?? true
        if rule.from.contains(choice) && isDue && isAsking { waiting.append(duty.upperBound) }
      }
    }
    return total
  }

  func overlapPenalty(_ rule: OverlapFamily, _ answer: GridAnswer) -> Int {
    var total = 0
    for (index, row) in rule.rows.enumerated() {
      var ends = rule.history.isEmpty ? [] : [Int(rule.history[index])]
      for duty in duties(rule.members, rule.columns, row: Int(row), answer) {
        if !duty.isPast { total += ends.count { $0 > duty.time.lowerBound } * Int(rule.price) }
        ends.append(duty.time.upperBound)
      }
    }
    return total
  }

  func stretchPenalty(_ rule: StretchFamily, _ answer: GridAnswer) -> Int {
    var total = 0
    for (index, row) in rule.rows.enumerated() {
      var stretch = Stretch(rule.history, index)
      // Whether the stretch holds a duty that is not past.
      var isInside = false
      for duty in duties(rule.members, rule.columns, row: Int(row), answer) {
        let before = stretch.length
        if stretch.add(duty.time, bridge: Int(rule.bridge)) {
          if isInside { total += rule.penalty(of: before) }
          isInside = false
        }
        isInside = isInside || !duty.isPast
      }
      if isInside { total += rule.penalty(of: stretch.length) }
    }
    return total
  }

  /// The stretch of back-to-back duty that a row is in.
  private struct Stretch {
    var start = Int(Int32.min)
    var end = Int(Int32.min)

    init() {}

    init(_ history: [StretchHistory], _ index: Int) {
      guard !history.isEmpty, history[index].end != .min else { return }
      start = Int(history[index].start)
      end = Int(history[index].end)
    }

    var length: Int { end - start }

    /// Adds the next duty; true when it begins another stretch.
    mutating func add(_ duty: Range<Int>, bridge: Int) -> Bool {
      let begins = duty.lowerBound - end >= bridge
      if begins { start = duty.lowerBound }
      end = max(end, duty.upperBound)
      return begins
    }
  }

  func freePeriodPenalty(_ rule: FreePeriodFamily, _ answer: GridAnswer) -> Int {
    var total = 0
    for (index, row) in rule.rows.enumerated() {
      let times = duties(rule.members, row: Int(row), answer).map(\.time)
      for (number, window) in rule.windows.enumerated() {
        let least = Int(rule.min[index * rule.windows.count + number])
        let found = freePeriods(of: rule, in: window, rowIndex: index, among: times)
        total += max(0, least - found) * Int(rule.price)
      }
    }
    return total
  }

  /// Free periods that a row has in a window, one after another from the start of each free time.
  package func freePeriods(
    of rule: FreePeriodFamily, in window: ClockWindow, rowIndex: Int, row: Int,
    _ answer: GridAnswer
  ) -> Int {
    freePeriods(
      of: rule, in: window, rowIndex: rowIndex,
      among: duties(rule.members, row: row, answer).map(\.time))
  }

  private func freePeriods(
    of rule: FreePeriodFamily, in window: ClockWindow, rowIndex: Int, among duties: [Range<Int>]
  ) -> Int {
    let first = Int(window.start)
    let last = Int(window.end)
    let period = Int(rule.period)
    var end = rule.history.isEmpty ? Int(Int32.min) : Int(rule.history[rowIndex])
    var found = 0
    for duty in duties {
      // What begins after the window leaves the rest of it free.
      if duty.lowerBound >= last { break }
      found += max(0, duty.lowerBound - max(end, first)) / period
      end = max(end, duty.upperBound)
    }
    return found + max(0, last - max(end, first)) / period
  }
}

extension GapFamily {
  /// Price of a gap of so many minutes.
  package func penalty(of gap: Int) -> Int {
    guard gap >= Int(bridge), gap < Int(least) else { return 0 }
    return (Int(least) - gap + Int(unit) - 1) / Int(unit) * Int(price)
  }
}

extension StretchFamily {
  /// Price of a stretch of so many minutes.
  package func penalty(of length: Int) -> Int {
    guard length > Int(max) else { return 0 }
    return (length - Int(max) + Int(unit) - 1) / Int(unit) * Int(price)
  }
}
