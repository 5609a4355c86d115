import Containers

extension DenseGrid {
  /// What of the clock and of the families from series on breaks the statements of `docs/grid.md`,
  /// one sentence a rule at most; empty for a grid that evaluators may index without asking.
  ///
  /// - Complexity: O(entries of rules).
  package func faults() -> [String] {
    var result: [String] = []
    if let fault = clockFault() ?? pastFault() { result.append(fault) }
    for (index, rule) in rules.enumerated() {
      if let fault = FamilyFaults(grid: self).fault(of: rule.family) {
        result.append("rule \(index): \(fault)")
      }
    }
    return result
  }

  private func clockFault() -> String? {
    if clock.isEmpty && clock.ends.isEmpty { return nil }
    guard clock.starts.count == columnCount * choiceCount, clock.ends.count == clock.starts.count
    else { return "a clock of \(clock.starts.count) starts and \(clock.ends.count) ends" }
    let isNear = (clock.starts + clock.ends).allSatisfy(FamilyFaults.isMinute)
    return isNear ? nil : "minutes beyond what can be subtracted"
  }
}

extension DenseGrid {
  /// What is past is settled.
  private func pastFault() -> String? {
    guard (0...Int32(columnCount)).contains(pastColumns) else {
      return "\(pastColumns) of \(columnCount) columns past"
    }
    for row in 0..<rowCount {
      for column in 0..<Int(pastColumns) where domain(row: row, column: column).count != 1 {
        return "a choice in column \(column), which is past"
      }
    }
    return nil
  }
}

/// The statements that one family must keep.
struct FamilyFaults {
  let grid: DenseGrid

  /// A thousand years: differences of such minutes fit 32 bits.
  private static let minuteMax: Int32 = 1 << 29
  /// Sums of such weights over all columns of a grid fit 32 bits.
  private static let weightMax: Int32 = 1 << 18
  /// History longer than this matters to no rule.
  private static let positionMax: Int32 = 1 << 20
  /// A million: parts of a million of a post, and products with amounts fit 64 bits.
  private static let shareMax: Int32 = 1_000_000

  static func isMinute(_ minute: Int32) -> Bool { minute.magnitude <= minuteMax }
  private static func isHistory(_ minute: Int32) -> Bool { minute == .min || isMinute(minute) }

  func fault(of family: GridFamily) -> String? {
    switch family {
    case .transition, .run, .sum, .order, .cover: nil
    case .seriesRun(let rule): fault(rule)
    case .seriesTransition(let rule): fault(rule)
    case .follow(let rule): fault(rule)
    case .gap(let rule): fault(rule)
    case .overlap(let rule):
      rows(rule.rows) ?? columns(rule.columns) ?? clock() ?? history(rule.history, rule.rows)
    case .stretch(let rule): fault(rule)
    case .freePeriods(let rule): fault(rule)
    case .rolling(let rule): fault(rule)
    case .twoSidedCover(let rule): fault(rule)
    case .pair(let rule): fault(rule)
    case .spread(let rule): fault(rule)
    case .clause(let rule): fault(rule)
    }
  }

  // MARK: Parts

  private func rows(_ rows: [Int32]) -> String? {
    let isFine =
      rows.allSatisfy { (0..<Int32(grid.rowCount)).contains($0) }
      && zip(rows, rows.dropFirst()).allSatisfy { $0 < $1 }
    return isFine ? nil : "rows outside the grid or not rising"
  }

  private func columns(_ columns: [Int32]) -> String? {
    let isFine =
      columns.allSatisfy { (0..<Int32(grid.columnCount)).contains($0) }
      && zip(columns, columns.dropFirst()).allSatisfy { $0 < $1 }
    return isFine ? nil : "columns outside the grid or not rising"
  }

  private func clock() -> String? { grid.clock.isEmpty ? "a clock rule without a clock" : nil }

  private func history(_ values: [Int32], _ rows: [Int32]) -> String? {
    values.isEmpty || values.count == rows.count && values.allSatisfy(Self.isHistory)
      ? nil : "history of \(values.count) for \(rows.count) rows, or out of range"
  }

  private func history(_ values: [StretchHistory], _ rows: [Int32]) -> String? {
    let isFine = values.allSatisfy {
      Self.isHistory($0.start) && Self.isHistory($0.end) && $0.start <= $0.end
    }
    return values.isEmpty || values.count == rows.count && isFine
      ? nil : "stretches of history for other rows, or out of range"
  }

  /// Lengths of time, at least the given least each.
  private func minutes(_ values: [Int32], from least: Int32) -> String? {
    values.allSatisfy { $0 >= least && Self.isMinute($0) } ? nil : "minutes out of range"
  }

  private func fault(_ rule: SeriesRunFamily) -> String? {
    let groups = rule.series.groups
    let isOrdered = zip(groups.joined(), groups.joined().dropFirst()).allSatisfy { $0 < $1 }
    let past = rule.run.history
    if !past.isEmpty
      && (past.count != rule.run.rows.count
        || !past.allSatisfy { (0...Self.positionMax).contains($0) })
    {
      return "history for other rows, or out of range"
    }
    if rule.run.min < 0 || rule.run.max < rule.run.min { return "no length is allowed" }
    return rows(rule.run.rows) ?? columns(Array(groups.joined()))
      ?? (isOrdered ? nil : "groups of a series that do not follow one another")
  }

  private func fault(_ rule: SeriesTransitionFamily) -> String? {
    rows(rule.rows)
      ?? rule.links.lazy.compactMap { columns($0.from) ?? columns($0.to) }.first
  }

  private func fault(_ rule: FollowFamily) -> String? {
    if rule.reach < 1 || rule.reach > Self.positionMax { return "a reach of \(rule.reach)" }
    let isFine =
      rule.history.isEmpty
      || rule.history.count == rule.rows.count
        && rule.history.allSatisfy { (0...Self.positionMax).contains($0) }
    return rows(rule.rows) ?? columns(rule.columns)
      ?? (isFine ? nil : "history for other rows, or out of range")
  }

  private func fault(_ rule: GapFamily) -> String? {
    if let condition = rule.condition {
      if !rule.from.subtracting(condition.members).isEmpty {
        return "a rest after duties that no stretch holds"
      }
      if let fault = history(condition.history, rule.rows)
        ?? minutes([condition.least, condition.bridge], from: 0)
      {
        return fault
      }
    }
    return rows(rule.rows) ?? columns(rule.columns) ?? clock()
      ?? history(rule.history, rule.rows)
      ?? minutes([rule.least, rule.bridge], from: 0) ?? minutes([rule.unit], from: 1)
  }

  private func fault(_ rule: StretchFamily) -> String? {
    rows(rule.rows) ?? columns(rule.columns) ?? clock() ?? history(rule.history, rule.rows)
      ?? minutes([rule.max, rule.bridge], from: 0) ?? minutes([rule.unit], from: 1)
  }

  private func fault(_ rule: FreePeriodFamily) -> String? {
    let windows = rule.windows
    let isRising = zip(windows, windows.dropFirst()).allSatisfy {
      $0.start <= $1.start && $0.end <= $1.end
    }
    if !isRising || !windows.allSatisfy({ Self.isMinute($0.start) && Self.isMinute($0.end) }) {
      return "windows of time that fall or are out of range"
    }
    if rule.min.count != rule.rows.count * windows.count { return "\(rule.min.count) minima" }
    return rows(rule.rows) ?? clock() ?? history(rule.history, rule.rows)
      ?? minutes([rule.period], from: 1)
  }

  private func fault(_ measure: RowMeasure) -> String? {
    switch measure {
    case .weights(let weights):
      let isFine =
        weights.tableOfColumn.count == grid.columnCount
        && weights.tableOfColumn.allSatisfy { $0 >= -1 && Int($0) < weights.tables.count }
      return tables(weights.tables) ?? (isFine ? nil : "tables for other columns")
    case .anyInGroups(let members):
      let cells = members.groups.lazy.joined()
      if !cells.allSatisfy({ (0..<Int32(members.sets.count)).contains($0.set) }) {
        return "a group that names no set"
      }
      return members.groups.lazy.compactMap { columns($0.map(\.column)) }.first
    }
  }

  private func tables(_ tables: [[Int32]]) -> String? {
    let isFine = tables.allSatisfy {
      $0.count == grid.choiceCount && $0.allSatisfy { $0.magnitude <= Self.weightMax }
    }
    return isFine ? nil : "weights for other choices, or beyond \(Self.weightMax)"
  }

  private func fault(_ rule: RollingFamily) -> String? {
    let positions =
      switch rule.measure {
      case .weights: grid.columnCount
      case .anyInGroups(let members): members.groups.count
      }
    let windows = rule.windows
    let isRising = zip(windows, windows.dropFirst()).allSatisfy {
      $0.first <= $1.first && $0.end <= $1.end
    }
    let isInside = windows.allSatisfy { $0.first >= 0 && $0.first < $0.end && $0.end <= positions }
    if !isRising || !isInside { return "windows that fall, are empty or lie outside" }
    let count = rule.rows.count * windows.count
    if !rule.min.isEmpty && rule.min.count != count || !rule.max.isEmpty && rule.max.count != count
    {
      return "bounds for other windows"
    }
    if rule.unit < 1 { return "a unit of \(rule.unit)" }
    return rows(rule.rows) ?? fault(rule.measure)
  }

  private func fault(_ rule: TwoSidedCoverFamily) -> String? {
    var isTaken = [Bool](repeating: false, count: grid.columnCount)
    for group in rule.groups {
      if let fault = columns(group) { return fault }
      for column in group {
        if isTaken[Int(column)] { return "column \(column) stands in two groups" }
        isTaken[Int(column)] = true
      }
    }
    for side in [rule.supply, rule.demand] {
      let isFine =
        side.tableOfRow.count == grid.rowCount
        && side.tableOfRow.allSatisfy { $0 >= -1 && Int($0) < side.tables.count }
      if let fault = tables(side.tables) ?? (isFine ? nil : "tables for other rows") {
        return fault
      }
    }
    if rule.constant.count != rule.groups.count { return "\(rule.constant.count) constants" }
    return rule.divisor < 1 ? "a divisor of \(rule.divisor)" : nil
  }

  private func fault(_ rule: PairFamily) -> String? {
    let rowsAreInside = rule.rows.allSatisfy {
      (0..<Int32(grid.rowCount)).contains($0.first)
        && (0..<Int32(grid.rowCount)).contains($0.second)
    }
    let columnsAreInside = rule.columns.allSatisfy {
      (0..<Int32(grid.columnCount)).contains($0.first)
        && (0..<Int32(grid.columnCount)).contains($0.second)
    }
    if !rowsAreInside || !columnsAreInside { return "a pair outside the grid" }
    let classes = Int(rule.classCount)
    let isFine =
      (1...max(1, grid.choiceCount)).contains(classes)
      && rule.classOfChoice.count == grid.choiceCount
      && rule.classOfChoice.allSatisfy { (0..<rule.classCount).contains($0) }
      && rule.prices.count == classes * classes
    return isFine ? nil : "classes and prices that do not fit together"
  }

  private func fault(_ rule: SpreadFamily) -> String? {
    let starts = rule.start
    let isFine =
      (starts.isEmpty || starts.count == rule.rows.count && starts.allSatisfy(Self.isMinute))
      && (rule.shares.isEmpty
        || rule.shares.count == rule.rows.count
          && rule.shares.allSatisfy { (1...Self.shareMax).contains($0) })
    if !isFine { return "start values or shares for other rows, or out of range" }
    if rule.unit < 1 || rule.allowance < 0 { return "a unit of \(rule.unit)" }
    return rows(rule.rows) ?? fault(rule.measure)
  }

  private func fault(_ rule: ClauseFamily) -> String? {
    let isInside = rule.literals.allSatisfy {
      (0..<Int32(grid.rowCount)).contains($0.row)
        && (0..<Int32(grid.columnCount)).contains($0.column)
    }
    return !rule.literals.isEmpty && isInside ? nil : "a clause without cells or outside the grid"
  }
}
