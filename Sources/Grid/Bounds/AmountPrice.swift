import Containers
package import Measures

/// What a group of a cover or a window of a sum costs at each amount the domains let it reach.
package struct AmountPrice: Sendable, Hashable {
  /// Least and greatest amount that the domains alone allow; every real amount lies between.
  package var reach: ClosedRange<Int>
  /// Least amount without penalty; `Int32.min` for none.
  package var min: Int32
  /// Greatest amount without penalty; `Int32.max` for none.
  package var max: Int32
  package var priceUnder: Int32
  package var priceOver: Int32
  /// Whether an amount with a penalty is forbidden.
  package var isHard: Bool

  /// Where the multiplier may lie, in whole points.
  ///
  /// A soft one lies between minus the price of a surplus unit and the price of a missing one:
  /// beyond, an amount at the edge of what the domains reach would always be best. A hard one is
  /// 0 towards the side on which its rule has no limit.
  package var multiplierBox: ClosedRange<Int> {
    if !isHard { return -Swift.max(0, Int(priceOver))...Swift.max(0, Int(priceUnder)) }
    let limit = LagrangeMultipliers.hardMultiplierMax
    return (priceOver > 0 ? -limit : 0)...(priceUnder > 0 ? limit : 0)
  }

  /// Penalty at an amount, in points of the rule's own level.
  package func points(at amount: Int) -> Int {
    Swift.max(0, Int(min) - amount) * Int(priceUnder)
      + Swift.max(0, amount - Int(max)) * Int(priceOver)
  }

  /// Whether no reachable amount costs or earns anything.
  package var isIdle: Bool { corners.allSatisfy { points(at: $0) == 0 } }

  /// Reachable amounts between which the penalty is linear.
  private var corners: [Int] {
    [reach.lowerBound, reach.upperBound]
      + [Int(min), Int(max)].filter { reach.contains($0) }
  }

  /// Amounts a valid answer may have; nil when none is both reachable and without penalty. All
  /// that can be reached when the rule is soft.
  package var allowed: ClosedRange<Int>? {
    guard isHard else { return reach }
    let low = priceUnder == 0 ? reach.lowerBound : Swift.max(reach.lowerBound, Int(min))
    let high = priceOver == 0 ? reach.upperBound : Swift.min(reach.upperBound, Int(max))
    return low <= high ? low...high : nil
  }

  /// The least of penalty plus multiplier times amount, in units of 1 ÷ `denominator`; nil when no
  /// amount is allowed, so that there is no valid answer at all.
  package func least(numerator: Int, denominator: Int) -> Int? {
    guard let allowed else { return nil }
    if isHard {
      return Swift.min(numerator * allowed.lowerBound, numerator * allowed.upperBound)
    }
    // Piecewise linear in the amount: an end or a corner is least.
    return corners.reduce(Int.max) { least, amount in
      Swift.min(least, points(at: amount) * denominator + numerator * amount)
    }
  }
}

/// The hard levels at which every rule and price is a constraint by itself.
///
/// A valid answer has a sum of 0 at each hard level; so every single penalty is 0, unless one may
/// be negative: then only the sum is known, and the level is left out of bounds.
package struct ConstraintLevels: Sendable, Hashable {
  private var accreditation: Bool
  private var institution: Bool

  /// - Complexity: O(rules + cell prices).
  package init(of grid: DenseGrid) {
    func holds(_ level: ScoreLevel) -> Bool {
      grid.rules.allSatisfy { $0.level != level || !$0.family.mayBeNegative }
        && grid.cellPrices.allSatisfy { $0.level != level || $0.amount >= 0 }
    }
    accreditation = holds(.accreditation)
    institution = holds(.institution)
  }

  /// Whether rules of the level are constraints; never at the soft level.
  package func contains(_ level: ScoreLevel) -> Bool {
    switch level {
    case .accreditation: accreditation
    case .institution: institution
    case .soft: false
    }
  }
}

extension DenseGrid {
  /// What each group of each cover rule costs, in the order of ``LagrangeMultipliers/covers``; an
  /// entry of a hard level that is no constraint has prices of 0.
  ///
  /// - Complexity: O(rules + cell prices + cells of groups × choices).
  package func coverAmounts() -> [AmountPrice] {
    let levels = ConstraintLevels(of: self)
    var result: [AmountPrice] = []
    for rule in rules {
      guard case .cover(let family) = rule.family else { continue }
      let reaches = coverReaches(family)
      for group in family.groups.indices {
        result.append(
          amountPrice(
            rule, reaches[group], levels, limits: (family.min[group], family.max[group]),
            prices: (family.priceUnder, family.priceOver)))
      }
    }
    return result
  }

  /// What a window of a row costs.
  ///
  /// - Complexity: O(window's columns × choices).
  package func windowAmount(
    _ rule: GridRule, _ family: SumFamily, window: Int, row: Int, _ levels: ConstraintLevels
  ) -> AmountPrice {
    let item = family.windows[window]
    var low = 0
    var high = 0
    switch family.measure {
    case .weights(let weights):
      for column in item.positions {
        let range = extent(weights, row: row, column: Int(column))
        low += range.lowerBound
        high += range.upperBound
      }
    case .anyInGroups(let groups, let members):
      for group in item.positions {
        let domains = groups[Int(group)].map { domain(row: row, column: Int($0)) }
        if domains.contains(where: { $0.subtracting(members).isEmpty }) { low += 1 }
        if domains.contains(where: { !$0.intersection(members).isEmpty }) { high += 1 }
      }
    }
    return amountPrice(
      rule, low...high, levels, limits: (item.min, item.max),
      prices: (family.priceUnder, family.priceOver))
  }

  private func amountPrice(
    _ rule: GridRule, _ reach: ClosedRange<Int>, _ levels: ConstraintLevels,
    limits: (min: Int32, max: Int32), prices: (under: Int32, over: Int32)
  ) -> AmountPrice {
    let counts = rule.level == .soft || levels.contains(rule.level)
    return AmountPrice(
      reach: reach, min: limits.min, max: limits.max,
      priceUnder: counts && limits.min != .min ? prices.under : 0,
      priceOver: counts && limits.max != .max ? prices.over : 0, isHard: rule.level != .soft)
  }

  private func coverReaches(_ family: CoverFamily) -> [ClosedRange<Int>] {
    let tables = CoverTables(family, columnCount: columnCount)
    return family.groups.map { columns in
      var low = 0
      var high = 0
      for column in columns {
        for row in 0..<rowCount {
          guard let table = tables.table(row: row, column: Int(column)) else { continue }
          let range = extent(family.tables[table], row: row, column: Int(column))
          low += range.lowerBound
          high += range.upperBound
        }
      }
      return low...high
    }
  }

  /// Least and greatest weight of a choice in a cell's domain.
  func extent(_ weights: [Int32], row: Int, column: Int) -> ClosedRange<Int> {
    var low = Int.max
    var high = Int.min
    for choice in domain(row: row, column: column).members {
      low = Swift.min(low, Int(weights[choice]))
      high = Swift.max(high, Int(weights[choice]))
    }
    return low <= high ? low...high : 0...0
  }
}

/// Which weight table of a cover applies to a cell.
struct CoverTables {
  private let tableOfRow: [Int32]
  private var exceptions: [Int: Int32] = [:]
  private let columnCount: Int

  init(_ family: CoverFamily, columnCount: Int) {
    tableOfRow = family.tableOfRow
    self.columnCount = columnCount
    for item in family.exceptions {
      exceptions[Int(item.row) * columnCount + Int(item.column)] = item.table
    }
  }

  /// Nil when the cell does not count.
  func table(row: Int, column: Int) -> Int? {
    let table =
      exceptions.isEmpty
      ? tableOfRow[row] : exceptions[row * columnCount + column] ?? tableOfRow[row]
    return table >= 0 ? Int(table) : nil
  }
}

extension GridFamily {
  /// Whether a penalty of the family may be below 0.
  var mayBeNegative: Bool {
    switch self {
    case .transition(let family): family.price < 0
    case .run(let family): family.priceShort < 0 || family.priceLong < 0
    case .sum(let family): family.priceUnder < 0 || family.priceOver < 0
    case .order(let family): family.price < 0
    case .cover(let family): family.priceUnder < 0 || family.priceOver < 0
    case .seriesRun(let family): GridFamily.run(family.run).mayBeNegative
    case .seriesTransition(let family): family.price < 0
    case .follow(let family): family.price < 0
    case .gap(let family): family.price < 0
    case .overlap(let family): family.price < 0
    case .stretch(let family): family.price < 0
    case .freePeriods(let family): family.price < 0
    case .rolling(let family): family.priceUnder < 0 || family.priceOver < 0
    case .twoSidedCover(let family): family.price < 0
    case .pair(let family): family.prices.contains { $0 < 0 }
    case .spread(let family): family.price < 0
    case .clause(let family): family.price < 0
    }
  }
}
