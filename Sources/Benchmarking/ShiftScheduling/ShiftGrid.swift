package import Grid
import Containers
import Measures

/// The shift-scheduling format as a grid: employees × days, choice 0 for a day off, then the
/// shifts in the order of the file.
///
/// The cost of a roster is the soft score of its answer; any broken hard rule is an institutional
/// penalty. Shifts that an employee may never work and days off leave the domains.
package enum ShiftGrid {
  /// What a grid instance index stands for, in the order of the indices.
  package enum Part: Int, Sendable, Hashable, CaseIterable {
    case succession, maximumConsecutive, minimumConsecutive, minimumDaysOff, minutes
    case shiftMaximum, weekends, cover, requests
  }

  /// The grid of the instance; cuts may fall before each Monday.
  package static func compile(_ instance: ShiftInstance) -> DenseGrid {
    var table = DomainTable()
    var domainOfCell: [Int32] = []
    domainOfCell.reserveCapacity(instance.employees.count * instance.dayCount)
    for employee in instance.employees {
      let allowed = employee.maximumOfShift.indices.filter { employee.maximumOfShift[$0] > 0 }
      let usual = table.index(of: BitSet([0] + allowed.map { $0 + 1 }))
      let off = table.index(of: BitSet([0]))
      var row = [Int32](repeating: usual, count: instance.dayCount)
      for day in employee.daysOff { row[day] = off }
      domainOfCell += row
    }
    var grid = DenseGrid(
      rowCount: instance.employees.count, columnCount: instance.dayCount,
      choiceCount: instance.shifts.count + 1, domains: table.domains, domainOfCell: domainOfCell,
      cutColumns: (1..<max(1, instance.weekCount)).map { Int32($0 * 7) })
    grid.rules =
      successions(instance) + runs(instance) + minutes(instance) + shiftMaxima(instance)
      + weekends(instance) + cover(instance)
    grid.cellPrices = prices(instance, grid)
    return grid
  }

  /// The answer that stands for a roster.
  package static func answer(from roster: ShiftRoster) -> GridAnswer {
    GridAnswer(cells: roster.cells.map { UInt16(($0 ?? -1) + 1) }, columnCount: roster.dayCount)
  }

  /// The roster that an answer stands for.
  package static func roster(from answer: GridAnswer) -> ShiftRoster {
    ShiftRoster(
      dayCount: answer.columnCount, cells: answer.cells.map { $0 == 0 ? nil : Int($0) - 1 })
  }

  private static func rule(_ part: Part, _ family: GridFamily) -> GridRule {
    let isSoft = part == .cover || part == .requests
    return GridRule(
      instance: part.rawValue, level: isSoft ? .soft : .institution, family: family)
  }

  /// Rows with equal limits, so that one rule speaks of all of them; in order of first row.
  private static func grouped<Limit: Hashable>(
    _ instance: ShiftInstance, by limit: (ShiftInstance.Employee) -> Limit?
  ) -> [(limit: Limit, rows: [Int32])] {
    var groups: [(limit: Limit, rows: [Int32])] = []
    var known: [Limit: Int] = [:]
    for (row, employee) in instance.employees.enumerated() {
      guard let value = limit(employee) else { continue }
      if let group = known[value] {
        groups[group].rows.append(Int32(row))
      } else {
        known[value] = groups.count
        groups.append((value, [Int32(row)]))
      }
    }
    return groups
  }

  private static func working(_ instance: ShiftInstance) -> BitSet {
    BitSet(1...instance.shifts.count)
  }

  /// Shifts with the same forbidden successors share one rule.
  private static func successions(_ instance: ShiftInstance) -> [GridRule] {
    var groups: [(from: [Int], to: [Int])] = []
    for (shift, facts) in instance.shifts.enumerated() where !facts.forbiddenNext.isEmpty {
      if let group = groups.firstIndex(where: { $0.to == facts.forbiddenNext }) {
        groups[group].from.append(shift)
      } else {
        groups.append(([shift], facts.forbiddenNext))
      }
    }
    let rows = (0..<Int32(instance.employees.count)).map { $0 }
    let columns = (0..<Int32(instance.dayCount - 1)).map { $0 }
    return groups.map { group in
      rule(
        .succession,
        .transition(
          TransitionFamily(
            rows: rows, columns: columns, from: BitSet(group.from.map { $0 + 1 }),
            to: BitSet(group.to.map { $0 + 1 }), price: 1)))
    }
  }

  /// Limits on consecutive days; edges are open, since nothing is known of the days outside.
  private static func runs(_ instance: ShiftInstance) -> [GridRule] {
    let most = grouped(instance) {
      $0.maximumConsecutiveShifts < instance.dayCount ? $0.maximumConsecutiveShifts : nil
    }
    let fewest = grouped(instance) {
      $0.minimumConsecutiveShifts > 1 ? $0.minimumConsecutiveShifts : nil
    }
    let fewestOff = grouped(instance) {
      $0.minimumConsecutiveDaysOff > 1 ? $0.minimumConsecutiveDaysOff : nil
    }
    let work = working(instance)
    return most.map {
      rule(
        .maximumConsecutive,
        .run(RunFamily(rows: $0.rows, members: work, max: $0.limit, priceShort: 0, priceLong: 1)))
    }
      + fewest.map {
        rule(
          .minimumConsecutive,
          .run(
            RunFamily(rows: $0.rows, members: work, min: $0.limit, priceShort: 1, priceLong: 0)))
      }
      + fewestOff.map {
        rule(
          .minimumDaysOff,
          .run(
            RunFamily(
              rows: $0.rows, members: BitSet([0]), min: $0.limit, priceShort: 1, priceLong: 0)))
      }
  }

  private struct Bounds: Hashable {
    var least: Int
    var most: Int
  }

  /// Minutes in units of the shift lengths' greatest common divisor: bounds round inwards, so the
  /// same rosters pass and one missing shift of a one-length instance is one unit.
  private static func minutes(_ instance: ShiftInstance) -> [GridRule] {
    let unit = instance.shifts.reduce(0) { greatestCommonDivisor($0, $1.minutes) }
    let weights = [0] + instance.shifts.map { Int32($0.minutes / unit) }
    let longest = Int(weights.max() ?? 0)
    let positions = (0..<Int32(instance.dayCount)).map { $0 }
    let groups = grouped(instance) { employee -> Bounds? in
      let least = (employee.minimumMinutes + unit - 1) / unit
      let most = employee.maximumMinutes / unit
      let workable = instance.dayCount - employee.daysOff.count
      let binds = least > 0 || most < longest * workable
      return binds ? Bounds(least: least, most: most) : nil
    }
    return groups.map { group in
      let window = SumWindow(
        positions: positions, min: group.limit.least > 0 ? Int32(group.limit.least) : .min,
        max: Int32(group.limit.most))
      return rule(
        .minutes,
        .sum(
          SumFamily(
            rows: group.rows, measure: .weights(weights), windows: [window], priceUnder: 1,
            priceOver: 1)))
    }
  }

  private static func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
    right == 0 ? left : greatestCommonDivisor(right, left % right)
  }

  /// Most shifts of a type; a maximum of 0 is a domain, one that the days cannot exceed is none.
  private static func shiftMaxima(_ instance: ShiftInstance) -> [GridRule] {
    let positions = (0..<Int32(instance.dayCount)).map { $0 }
    return instance.shifts.indices.flatMap { shift -> [GridRule] in
      var weights = [Int32](repeating: 0, count: instance.shifts.count + 1)
      weights[shift + 1] = 1
      let groups = grouped(instance) { employee -> Int? in
        let maximum = employee.maximumOfShift[shift]
        return maximum > 0 && maximum < instance.dayCount - employee.daysOff.count ? maximum : nil
      }
      return groups.map { group in
        rule(
          .shiftMaximum,
          .sum(
            SumFamily(
              rows: group.rows, measure: .weights(weights),
              windows: [SumWindow(positions: positions, max: Int32(group.limit))], priceUnder: 0,
              priceOver: 1)))
      }
    }
  }

  private static func weekends(_ instance: ShiftInstance) -> [GridRule] {
    let groups = (0..<Int32(instance.weekCount)).map { week -> [Int32] in
      let saturday = week * 7 + 5
      return [saturday, saturday + 1]
    }
    let positions = (0..<Int32(instance.weekCount)).map { $0 }
    let limits = grouped(instance) {
      $0.maximumWeekends < instance.weekCount ? $0.maximumWeekends : nil
    }
    return limits.map { group in
      rule(
        .weekends,
        .sum(
          SumFamily(
            rows: group.rows, measure: .anyInGroups(groups, working(instance)),
            windows: [SumWindow(positions: positions, max: Int32(group.limit))], priceUnder: 0,
            priceOver: 1)))
    }
  }

  /// One rule a shift and pair of weights; each day is a group.
  private static func cover(_ instance: ShiftInstance) -> [GridRule] {
    var rules: [GridRule] = []
    for shift in instance.shifts.indices {
      let days = instance.cover.filter { $0.shift == shift }.sorted { $0.day < $1.day }
      var weights: [Bounds] = []
      for day in days {
        let pair = Bounds(least: day.weightUnder, most: day.weightOver)
        if !weights.contains(pair) { weights.append(pair) }
      }
      var table = [Int32](repeating: 0, count: instance.shifts.count + 1)
      table[shift + 1] = 1
      for pair in weights {
        let group = days.filter { $0.weightUnder == pair.least && $0.weightOver == pair.most }
        let heads = group.map { Int32($0.requirement) }
        rules.append(
          rule(
            .cover,
            .cover(
              CoverFamily(
                groups: group.map { [Int32($0.day)] }, tables: [table],
                tableOfRow: [Int32](repeating: 0, count: instance.employees.count), min: heads,
                max: heads, priceUnder: pair.least, priceOver: pair.most))))
      }
    }
    return rules
  }

  /// A request for a shift prices every other choice of the cell, so that totals stay exact.
  private static func prices(_ instance: ShiftInstance, _ grid: DenseGrid) -> [CellPrice] {
    var amounts: [Int: Int] = [:]
    func add(_ request: ShiftRequest, _ choice: Int) {
      let cell = request.employee * grid.columnCount + request.day
      amounts[cell * grid.choiceCount + choice, default: 0] += request.weight
    }
    for request in instance.requests where request.weight > 0 {
      switch request.wish {
      case .off: add(request, request.shift + 1)
      case .on:
        let domain = grid.domain(row: request.employee, column: request.day)
        for choice in domain.members where choice != request.shift + 1 { add(request, choice) }
      }
    }
    return amounts.keys.sorted().map { key in
      let cell = key / grid.choiceCount
      return CellPrice(
        row: cell / grid.columnCount, column: cell % grid.columnCount,
        choice: key % grid.choiceCount, level: .soft, amount: amounts[key] ?? 0,
        instance: Part.requests.rawValue)
    }
  }
}
