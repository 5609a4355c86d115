/// What the format's own judge says of a roster.
package struct ShiftVerdict: Sendable, Hashable {
  /// Broken hard rules, by rule, then employee, then day.
  package var violations: [ShiftViolation]
  /// Cost of missing and surplus heads.
  package var coverCost: Int
  /// Cost of requests denied.
  package var requestCost: Int

  /// The roster's cost; it counts only when the roster is valid.
  package var cost: Int { coverCost + requestCost }
  package var isValid: Bool { violations.isEmpty }
}

/// One broken hard rule of the format.
package struct ShiftViolation: Sendable, Hashable, CustomStringConvertible {
  package enum Rule: String, Sendable, Hashable, CaseIterable {
    case shape = "roster-shape"
    case dayOff = "day-off"
    case succession = "next-day"
    case shiftMaximum = "shift-maximum"
    case minutes
    case maximumConsecutive = "most-shifts-in-a-row"
    case minimumConsecutive = "fewest-shifts-in-a-row"
    case minimumDaysOff = "fewest-days-off-in-a-row"
    case weekends
  }

  package var rule: Rule
  package var employee: String
  /// First day concerned; nil for totals over the horizon.
  package var day: Int?
  /// Missing or surplus days, shifts, weekends or minutes, at least 1.
  package var amount: Int
  package var explanation: String

  package var description: String {
    let place = day.map { " on day \($0)" } ?? ""
    return "\(rule.rawValue): \(employee)\(place): \(explanation)"
  }
}

/// Judges rosters of one instance from the instance alone; it knows no grid.
///
/// Runs at the edges: a short run that touches the first or last day is allowed, since it may go on
/// outside the horizon; a long run counts the days inside only.
package struct ShiftRosterJudge: Sendable {
  package let instance: ShiftInstance

  package init(instance: ShiftInstance) { self.instance = instance }

  /// Everything wrong with the roster, and its cost.
  package func verdict(on roster: ShiftRoster) -> ShiftVerdict {
    let shape = shapeFaults(of: roster)
    guard shape.isEmpty else {
      return ShiftVerdict(violations: shape, coverCost: 0, requestCost: 0)
    }
    var violations: [ShiftViolation] = []
    for (index, employee) in instance.employees.enumerated() {
      let days = (0..<instance.dayCount).map { roster[index, $0] }
      violations += daysOff(employee, days) + successions(employee, days)
      violations += shiftMaxima(employee, days) + minutes(employee, days)
      violations += runs(employee, days) + weekends(employee, days)
    }
    let ranks = Dictionary(
      uniqueKeysWithValues: ShiftViolation.Rule.allCases.enumerated().map { ($1, $0) })
    let ordered = violations.enumerated().sorted { left, right in
      let ranked = (ranks[left.element.rule] ?? 0, ranks[right.element.rule] ?? 0)
      return ranked.0 == ranked.1 ? left.offset < right.offset : ranked.0 < ranked.1
    }
    return ShiftVerdict(
      violations: ordered.map(\.element), coverCost: coverCost(of: roster),
      requestCost: requestCost(of: roster))
  }

  private func shapeFaults(of roster: ShiftRoster) -> [ShiftViolation] {
    let cellCount = instance.employees.count * instance.dayCount
    let isWhole = roster.dayCount == instance.dayCount && roster.cells.count == cellCount
    let isKnown = roster.cells.allSatisfy { $0.map(instance.shifts.indices.contains) ?? true }
    guard !isWhole || !isKnown else { return [] }
    return [
      ShiftViolation(
        rule: .shape, employee: "all", day: nil, amount: 1,
        explanation: "the roster is not \(instance.employees.count) rows of "
          + "\(instance.dayCount) days with shifts of the instance")
    ]
  }

  private func daysOff(
    _ employee: ShiftInstance.Employee, _ days: [Int?]
  ) -> [ShiftViolation] {
    employee.daysOff.filter { days[$0] != nil }.map { day in
      ShiftViolation(
        rule: .dayOff, employee: employee.id, day: day, amount: 1,
        explanation: "works on a day off")
    }
  }

  private func successions(
    _ employee: ShiftInstance.Employee, _ days: [Int?]
  ) -> [ShiftViolation] {
    (1..<days.count).compactMap { day in
      guard let before = days[day - 1], let after = days[day],
        instance.shifts[before].forbiddenNext.contains(after)
      else { return nil }
      return ShiftViolation(
        rule: .succession, employee: employee.id, day: day - 1, amount: 1,
        explanation: "\(instance.shifts[after].id) follows \(instance.shifts[before].id)")
    }
  }

  private func shiftMaxima(
    _ employee: ShiftInstance.Employee, _ days: [Int?]
  ) -> [ShiftViolation] {
    instance.shifts.indices.compactMap { shift in
      let worked = days.count { $0 == shift }
      let most = employee.maximumOfShift[shift]
      guard worked > most else { return nil }
      return ShiftViolation(
        rule: .shiftMaximum, employee: employee.id, day: days.firstIndex(of: shift),
        amount: worked - most,
        explanation: "\(worked) times \(instance.shifts[shift].id), at most \(most) allowed")
    }
  }

  private func minutes(
    _ employee: ShiftInstance.Employee, _ days: [Int?]
  ) -> [ShiftViolation] {
    let worked = days.reduce(0) { sum, shift in
      sum + (shift.map { instance.shifts[$0].minutes } ?? 0)
    }
    var result: [ShiftViolation] = []
    if worked > employee.maximumMinutes {
      result.append(
        ShiftViolation(
          rule: .minutes, employee: employee.id, day: nil,
          amount: worked - employee.maximumMinutes,
          explanation: "\(worked) minutes, at most \(employee.maximumMinutes) allowed"))
    }
    if worked < employee.minimumMinutes {
      result.append(
        ShiftViolation(
          rule: .minutes, employee: employee.id, day: nil,
          amount: employee.minimumMinutes - worked,
          explanation: "\(worked) minutes, at least \(employee.minimumMinutes) required"))
    }
    return result
  }

  private func runs(_ employee: ShiftInstance.Employee, _ days: [Int?]) -> [ShiftViolation] {
    var result: [ShiftViolation] = []
    var start = 0
    for day in 1...days.count {
      let isBorder = day == days.count || (days[day] == nil) != (days[start] == nil)
      guard isBorder else { continue }
      let length = day - start
      let isInside = start > 0 && day < days.count
      func add(_ rule: ShiftViolation.Rule, _ amount: Int, _ limit: String) {
        result.append(
          ShiftViolation(
            rule: rule, employee: employee.id, day: start, amount: amount,
            explanation: "\(length) in a row, \(limit)"))
      }
      if days[start] == nil {
        let least = employee.minimumConsecutiveDaysOff
        if isInside && length < least {
          add(.minimumDaysOff, least - length, "at least \(least) required")
        }
      } else {
        let least = employee.minimumConsecutiveShifts
        let most = employee.maximumConsecutiveShifts
        if isInside && length < least {
          add(.minimumConsecutive, least - length, "at least \(least) required")
        }
        if length > most { add(.maximumConsecutive, length - most, "at most \(most) allowed") }
      }
      start = day
    }
    return result
  }

  private func weekends(
    _ employee: ShiftInstance.Employee, _ days: [Int?]
  ) -> [ShiftViolation] {
    let worked = (0..<instance.weekCount).count { week in
      days[week * 7 + 5] != nil || days[week * 7 + 6] != nil
    }
    guard worked > employee.maximumWeekends else { return [] }
    return [
      ShiftViolation(
        rule: .weekends, employee: employee.id, day: nil,
        amount: worked - employee.maximumWeekends,
        explanation: "\(worked) weekends, at most \(employee.maximumWeekends) allowed")
    ]
  }

  private func coverCost(of roster: ShiftRoster) -> Int {
    instance.cover.reduce(0) { total, need in
      let heads = instance.employees.indices.count { roster[$0, need.day] == need.shift }
      let missing = max(0, need.requirement - heads)
      let surplus = max(0, heads - need.requirement)
      return total + missing * need.weightUnder + surplus * need.weightOver
    }
  }

  private func requestCost(of roster: ShiftRoster) -> Int {
    instance.requests.reduce(0) { total, request in
      let isWorked = roster[request.employee, request.day] == request.shift
      let isDenied = request.wish == .on ? !isWorked : isWorked
      return total + (isDenied ? request.weight : 0)
    }
  }
}
