internal import Containers
internal import Grid
internal import SwiftProtobuf

/// Images to families of duty schedules. What an index points at is asked of the finished grid by
/// ``DenseGrid/faults()``; here only what a Swift value cannot hold is refused.
extension GridShape {
  static func clock(_ image: ClockImage) throws(WireError) -> ClockTable {
    try WireCodec.require(
      image.starts.count == image.lengths.count, .inconsistent, "clock tables of different lengths")
    return ClockTable(
      starts: image.starts, ends: zip(image.starts, image.lengths).map { $0 &+ $1 })
  }

  /// The families that ``family(_:entries:)`` leaves to this; nil for none that is known.
  func dutyFamily(_ rule: RuleImage) throws(WireError) -> GridFamily? {
    switch rule.family {
    case .seriesRun(let image): .seriesRun(try seriesRun(image))
    case .seriesTransition(let image): .seriesTransition(try seriesTransition(image))
    case .follow(let image): .follow(try follow(image))
    case .gap(let image): .gap(try gap(image))
    case .overlap(let image): .overlap(try overlap(image))
    case .stretch(let image): .stretch(try stretch(image))
    case .freePeriods(let image): .freePeriods(try freePeriods(image))
    case .rolling(let image): .rolling(try rolling(image))
    case .twoSidedCover(let image): .twoSidedCover(try twoSidedCover(image))
    case .pair(let image): .pair(try pair(image))
    case .spread(let image): .spread(try spread(image))
    case .clause(let image): .clause(try clause(image))
    default: nil
    }
  }

  /// Entries that evaluating a rule takes beyond what its bytes hold: tables by column, windows and
  /// pairs that are products.
  func dutyEntries(_ rule: RuleImage) -> Int {
    let factors =
      switch rule.family {
      case .freePeriods(let image): [image.rows.count, image.windowStarts.count]
      case .rolling(let image): [image.rows.count, image.windowFirsts.count]
      case .pair(let image): [image.firstRows.count, image.firstColumns.count]
      case .clause(let image): [image.rows.count]
      default: [columns, 4]
      }
    // Factors are numbers of entries in one message: their product fits 64 bits.
    return factors.reduce(1, *)
  }

  // MARK: Parts

  private func columns(_ values: [UInt32]) throws(WireError) -> [Int32] {
    try WireCodec.indices(values, below: columns, rising: true, "a rule's columns")
  }

  private func groups(_ images: [IndexList]) throws(WireError) -> [[Int32]] {
    try WireCodec.limit(images.count, WireLimits.windows, "groups of columns")
    var result: [[Int32]] = []
    for image in images { result.append(try columns(image.items)) }
    return result
  }

  private static func quantifier(_ value: UInt32) throws(WireError) -> Quantifier {
    guard let raw = UInt8(exactly: value), let quantifier = Quantifier(rawValue: raw) else {
      throw WireError(.inconsistent, "quantifier \(value); only 0 and 1 exist")
    }
    return quantifier
  }

  private static func history(
    _ starts: [Int32], _ ends: [Int32]
  ) throws(WireError) -> [StretchHistory] {
    try WireCodec.require(
      starts.count == ends.count, .inconsistent, "history tables of different lengths")
    return zip(starts, ends).map { StretchHistory(start: Int($0), end: Int($1)) }
  }

  private func measure(_ image: MeasureImage) throws(WireError) -> RowMeasure {
    guard image.countsGroups else {
      try WireCodec.limit(image.tables.count, columns, "weight tables")
      return .weights(
        ColumnWeights(tables: image.tables.map(\.items), tableOfColumn: image.tableOfColumn))
    }
    try WireCodec.limit(image.groupColumns.count, WireLimits.windows, "groups of cells")
    try WireCodec.require(
      image.groupColumns.count == image.groupSets.count, .inconsistent,
      "group tables of different lengths")
    var sets: [BitSet] = []
    for set in image.sets { sets.append(try choiceSet(set, "a counted set")) }
    var groups: [[GroupCell]] = []
    for (columns, cellSets) in zip(image.groupColumns, image.groupSets) {
      try WireCodec.require(
        columns.items.count == cellSets.items.count, .inconsistent,
        "group tables of different lengths")
      let named = try WireCodec.indices(
        cellSets.items, below: sets.count, rising: false, "a group's sets")
      groups.append(
        zip(try self.columns(columns.items), named).map {
          GroupCell(column: Int($0), set: Int($1))
        })
    }
    return .anyInGroups(MemberGroups(sets: sets, groups: groups))
  }

  // MARK: One row

  private func seriesRun(_ image: SeriesRunImage) throws(WireError) -> SeriesRunFamily {
    SeriesRunFamily(
      series: ColumnSeries(
        groups: try groups(image.groups), quantifier: try Self.quantifier(image.quantifier)),
      run: try run(image.run))
  }

  private func seriesTransition(
    _ image: SeriesTransitionImage
  ) throws(WireError) -> SeriesTransitionFamily {
    try WireCodec.require(
      image.fromGroups.count == image.toGroups.count, .inconsistent,
      "link tables of different lengths")
    try WireCodec.limit(image.fromGroups.count, WireLimits.links, "links")
    var links: [SeriesLink] = []
    for (from, to) in zip(image.fromGroups, image.toGroups) {
      links.append(SeriesLink(from: try columns(from.items), to: try columns(to.items)))
    }
    return SeriesTransitionFamily(
      rows: try ruleRows(image.rows), links: links,
      from: (try Self.quantifier(image.fromQuantifier), try choiceSet(image.from, "a link")),
      to: (try Self.quantifier(image.toQuantifier), try choiceSet(image.to, "a link")),
      price: Int(image.price))
  }

  private func follow(_ image: FollowImage) throws(WireError) -> FollowFamily {
    try WireCodec.limit(Int(image.reach), WireLimits.columns, "columns of reach")
    var family = FollowFamily(
      rows: try ruleRows(image.rows), columns: try columns(image.columns),
      from: try choiceSet(image.from, "a succession"),
      skipped: try choiceSet(image.skipped, "a succession"),
      to: try choiceSet(image.to, "a succession"), reach: Int(image.reach), price: Int(image.price))
    family.history = try WireCodec.indices(
      image.history, below: 10 * WireLimits.columns, rising: false, "history")
    return family
  }

  private func gap(_ image: GapImage) throws(WireError) -> GapFamily {
    var family = GapFamily(
      rows: try ruleRows(image.rows), from: try choiceSet(image.from, "a rest"),
      to: try choiceSet(image.to, "a rest"), least: Int(image.least), bridge: Int(image.bridge),
      unit: Int(image.unit), price: Int(image.price))
    family.history = image.history
    family.columns = try columns(image.columns)
    if image.hasCondition {
      family.condition = StretchCondition(
        members: try choiceSet(image.condition.members, "a stretch"),
        least: Int(image.condition.least), bridge: Int(image.condition.bridge),
        history: try Self.history(image.condition.historyStarts, image.condition.historyEnds))
    }
    return family
  }

  private func overlap(_ image: OverlapImage) throws(WireError) -> OverlapFamily {
    var family = OverlapFamily(
      rows: try ruleRows(image.rows), members: try choiceSet(image.members, "an overlap"),
      price: Int(image.price))
    family.history = image.history
    family.columns = try columns(image.columns)
    return family
  }

  private func stretch(_ image: StretchImage) throws(WireError) -> StretchFamily {
    var family = StretchFamily(
      rows: try ruleRows(image.rows), members: try choiceSet(image.members, "a stretch"),
      max: Int(image.max), bridge: Int(image.bridge), unit: Int(image.unit),
      price: Int(image.price))
    family.history = try Self.history(image.historyStarts, image.historyEnds)
    family.columns = try columns(image.columns)
    return family
  }

  private func freePeriods(_ image: FreePeriodImage) throws(WireError) -> FreePeriodFamily {
    try WireCodec.require(
      image.windowStarts.count == image.windowEnds.count, .inconsistent,
      "window tables of different lengths")
    try WireCodec.limit(image.windowStarts.count, WireLimits.windows, "windows")
    var family = FreePeriodFamily(
      rows: try ruleRows(image.rows), members: try choiceSet(image.members, "a free period"),
      period: Int(image.period),
      windows: zip(image.windowStarts, image.windowEnds).map {
        ClockWindow(start: Int($0), end: Int($1))
      }, min: image.min, price: Int(image.price))
    family.history = image.history
    return family
  }

  private func rolling(_ image: RollingImage) throws(WireError) -> RollingFamily {
    try WireCodec.require(
      image.windowFirsts.count == image.windowEnds.count, .inconsistent,
      "window tables of different lengths")
    try WireCodec.limit(image.windowFirsts.count, WireLimits.windows, "windows")
    let firsts = try WireCodec.indices(
      image.windowFirsts, below: WireLimits.windows, rising: false, "a window's start")
    let ends = try WireCodec.indices(
      image.windowEnds, below: WireLimits.windows + 1, rising: false, "a window's end")
    for (first, end) in zip(firsts, ends) {
      try WireCodec.require(first < end, .inconsistent, "a window without positions")
    }
    var family = RollingFamily(
      rows: try ruleRows(image.rows), measure: try measure(image.measure),
      windows: zip(firsts, ends).map { PositionRange(Int($0)..<Int($1)) }, unit: Int(image.unit),
      priceUnder: Int(image.priceUnder), priceOver: Int(image.priceOver))
    family.min = image.min
    family.max = image.max
    return family
  }

  // MARK: Several rows

  private static func heads(_ image: HeadsImage) throws(WireError) -> HeadWeights {
    try WireCodec.limit(image.tables.count, WireLimits.tables, "weight tables")
    return HeadWeights(tables: image.tables.map(\.items), tableOfRow: image.tableOfRow)
  }

  private func twoSidedCover(
    _ image: TwoSidedCoverImage
  ) throws(WireError) -> TwoSidedCoverFamily {
    TwoSidedCoverFamily(
      groups: try groups(image.groups), supply: try Self.heads(image.supply),
      demand: try Self.heads(image.demand), divisor: Int(image.divisor), constant: image.constant,
      price: Int(image.price))
  }

  private func paired(
    _ first: [UInt32], _ second: [UInt32], below bound: Int
  ) throws(WireError) -> [PairedIndices] {
    try WireCodec.require(
      first.count == second.count, .inconsistent, "pair tables of different lengths")
    let firsts = try WireCodec.indices(first, below: bound, rising: false, "a pair")
    let seconds = try WireCodec.indices(second, below: bound, rising: false, "a pair")
    return zip(firsts, seconds).map { PairedIndices(Int($0), Int($1)) }
  }

  private func pair(_ image: PairImage) throws(WireError) -> PairFamily {
    try WireCodec.limit(Int(image.classCount), choices, "classes")
    let rows = try paired(image.firstRows, image.secondRows, below: self.rows)
    let columns = try paired(image.firstColumns, image.secondColumns, below: self.columns)
    let (joints, overflow) = rows.count.multipliedReportingOverflow(by: columns.count)
    try WireCodec.require(
      !overflow && joints <= WireLimits.cells, .tooLarge, "pairs of too many cells")
    return PairFamily(
      rows: rows, columns: columns,
      classOfChoice: try WireCodec.indices(
        image.classOfChoice, below: choices, rising: false, "a class"),
      classCount: Int(image.classCount), prices: image.prices)
  }

  private func spread(_ image: SpreadImage) throws(WireError) -> SpreadFamily {
    guard let raw = UInt8(exactly: image.kind), let kind = SpreadKind(rawValue: raw) else {
      throw WireError(.inconsistent, "spread of kind \(image.kind)")
    }
    var family = SpreadFamily(
      rows: try ruleRows(image.rows), measure: try measure(image.measure), kind: kind,
      allowance: Int(image.allowance), unit: Int(image.unit), price: Int(image.price))
    family.start = image.start
    family.shares = image.shares
    return family
  }

  private func clause(_ image: ClauseImage) throws(WireError) -> ClauseFamily {
    try WireCodec.require(
      image.rows.count == image.columns.count && image.rows.count == image.choices.count,
      .inconsistent, "literal tables of different lengths")
    let rows = try WireCodec.indices(image.rows, below: rows, rising: false, "a literal's row")
    let columns = try WireCodec.indices(
      image.columns, below: columns, rising: false, "a literal's column")
    var literals: [CellLiteral] = []
    for index in rows.indices {
      literals.append(
        CellLiteral(
          row: Int(rows[index]), column: Int(columns[index]),
          choices: try choiceSet(image.choices[index], "a literal")))
    }
    return ClauseFamily(literals: literals, price: Int(image.price))
  }
}
