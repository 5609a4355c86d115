internal import Containers
internal import Grid
internal import Measures
internal import SwiftProtobuf

/// An image to a grid. After this, evaluators may index without asking.
extension WireCodec {
  static func grid(from image: GridImage) throws(WireError) -> DenseGrid {
    let shape = try GridShape(image)
    try limit(image.domains.count, WireLimits.domains, "domains")
    var domains: [BitSet] = []
    for domain in image.domains {
      let set = try shape.choiceSet(domain, "a domain")
      try require(!set.isEmpty, .inconsistent, "a domain without a choice")
      domains.append(set)
    }
    try require(
      image.domainOfCell.count == shape.cells, .inconsistent,
      "\(image.domainOfCell.count) cells with a domain in a grid of \(shape.cells)")
    var grid = DenseGrid(
      rowCount: shape.rows, columnCount: shape.columns, choiceCount: shape.choices,
      domains: domains,
      domainOfCell: try indices(
        image.domainOfCell, below: domains.count, rising: false, "a cell's domain"),
      cutColumns: try indices(
        image.cutColumns, below: shape.columns, rising: true, "cut columns"))
    grid.cellPrices = try shape.prices(image.prices)
    try limit(image.rules.count, WireLimits.rules, "rules")
    var entries = 0
    for rule in image.rules {
      let level = try GridShape.level(rule.level)
      let family = try shape.family(rule, entries: &entries)
      grid.rules.append(GridRule(instance: Int(rule.instance), level: level, family: family))
    }
    grid.clock = try GridShape.clock(image.clock)
    grid.pastColumns = Int32(clamping: image.pastColumns)
    if let fault = grid.faults().first { throw WireError(.inconsistent, fault) }
    return grid
  }
}

/// The bounds that every index of a grid is held against.
struct GridShape {
  let rows: Int
  let columns: Int
  let choices: Int

  var cells: Int { rows * columns }

  init(_ image: GridImage) throws(WireError) {
    rows = Int(image.rows)
    columns = Int(image.columns)
    choices = Int(image.choices)
    try WireCodec.require(
      rows > 0 && columns > 0 && choices > 0, .inconsistent,
      "a grid of \(rows) × \(columns) × \(choices)")
    try WireCodec.limit(rows, WireLimits.rows, "rows")
    try WireCodec.limit(columns, WireLimits.columns, "columns")
    try WireCodec.limit(choices, WireLimits.choices, "choices")
    try WireCodec.limit(rows * columns, WireLimits.cells, "cells")
  }

  static func level(_ value: UInt32) throws(WireError) -> ScoreLevel {
    guard let raw = UInt8(exactly: value), let level = ScoreLevel(rawValue: raw) else {
      throw WireError(.inconsistent, "level \(value); only 0 to 2 exist")
    }
    return level
  }

  func choiceSet(_ image: BitSetImage, _ name: String) throws(WireError) -> BitSet {
    try WireCodec.require(
      image.words.count <= (choices + 63) / 64, .inconsistent,
      "\(name) has \(image.words.count) words for \(choices) choices")
    let set = BitSet(words: image.words)
    if let last = set.words.last {
      let highest = set.words.count * 64 - 1 - last.leadingZeroBitCount
      try WireCodec.require(
        highest < choices, .inconsistent, "\(name) holds choice \(highest) of \(choices)")
    }
    return set
  }

  func prices(_ image: PricesImage) throws(WireError) -> [CellPrice] {
    let count = image.rows.count
    try WireCodec.limit(count, WireLimits.cellPrices, "cell prices")
    try WireCodec.require(
      [
        image.columns.count, image.choices.count, image.levels.count, image.amounts.count,
        image.instances.count,
      ].allSatisfy { $0 == count }, .inconsistent, "price tables of different lengths")
    var result: [CellPrice] = []
    result.reserveCapacity(count)
    var last = -1
    for index in 0..<count {
      let (row, column) = (Int(image.rows[index]), Int(image.columns[index]))
      let choice = Int(image.choices[index])
      try WireCodec.require(
        row < rows && column < columns && choice < choices, .inconsistent,
        "a price at row \(row), column \(column), choice \(choice)")
      let place = (row * columns + column) * choices + choice
      try WireCodec.require(place >= last, .inconsistent, "prices out of order at row \(row)")
      last = place
      result.append(
        CellPrice(
          row: row, column: column, choice: choice, level: try Self.level(image.levels[index]),
          amount: Int(image.amounts[index]), instance: Int(image.instances[index])))
    }
    return result
  }

  func family(_ rule: RuleImage, entries: inout Int) throws(WireError) -> GridFamily {
    switch rule.family {
    case .transition(let image):
      try charge(image.rows.count + image.columns.count, to: &entries)
      return .transition(try transition(image))
    case .run(let image):
      try charge(image.rows.count + image.history.count, to: &entries)
      return .run(try run(image))
    case .sum(let image):
      try charge(
        image.rows.count + image.windows.reduce(0) { $0 + $1.positions.count }, to: &entries)
      return .sum(try sum(image))
    case .order(let image):
      try charge(image.rows.count, to: &entries)
      return .order(try order(image))
    case .cover(let image):
      try charge(
        image.tableOfRow.count + image.exceptionRows.count
          + image.tables.reduce(0) { $0 + $1.items.count }, to: &entries)
      return .cover(try cover(image))
    default:
      try charge(dutyEntries(rule), to: &entries)
      if let family = try dutyFamily(rule) { return family }
      throw WireError(.inconsistent, "a rule of no family that this version knows")
    }
  }

  private func charge(_ count: Int, to entries: inout Int) throws(WireError) {
    entries += count
    try WireCodec.limit(entries, WireLimits.ruleEntries, "entries of rules")
  }

  func ruleRows(_ values: [UInt32]) throws(WireError) -> [Int32] {
    try WireCodec.indices(values, below: rows, rising: true, "a rule's rows")
  }

  private func transition(_ image: TransitionImage) throws(WireError) -> TransitionFamily {
    let offset = Int(image.offset)
    try WireCodec.require(
      (1..<max(2, columns)).contains(offset), .inconsistent,
      "a transition over \(offset) of \(columns) columns")
    return TransitionFamily(
      rows: try ruleRows(image.rows),
      columns: try WireCodec.indices(
        image.columns, below: max(0, columns - offset), rising: true, "a transition's columns"),
      offset: offset, from: try choiceSet(image.from, "a transition"),
      to: try choiceSet(image.to, "a transition"), price: Int(image.price))
  }

  func run(_ image: RunImage) throws(WireError) -> RunFamily {
    try WireCodec.require(
      image.min >= 0 && image.max >= 0, .inconsistent,
      "runs of \(image.min) to \(image.max) cells")
    try WireCodec.require(
      image.history.isEmpty || image.history.count == image.rows.count, .inconsistent,
      "history of \(image.history.count) rows for \(image.rows.count)")
    var family = RunFamily(
      rows: try ruleRows(image.rows), members: try choiceSet(image.members, "a run"),
      min: Int(image.min), max: Int(image.max), priceShort: Int(image.priceShort),
      priceLong: Int(image.priceLong))
    family.startIsOpen = image.startIsOpen
    family.endIsOpen = image.endIsOpen
    // Ten years of columns: longer histories cannot matter to any rule and could overflow.
    family.history = try WireCodec.indices(
      image.history, below: 10 * WireLimits.columns, rising: false, "history")
    return family
  }

  private func sum(_ image: SumImage) throws(WireError) -> SumFamily {
    let measure: SumMeasure
    let positions: Int
    if image.countsGroups {
      let groups = try disjointGroups(image.groups)
      measure = .anyInGroups(groups, try choiceSet(image.members, "a counted set"))
      positions = groups.count
    } else {
      try WireCodec.require(
        image.weights.count == choices, .inconsistent,
        "\(image.weights.count) weights for \(choices) choices")
      measure = .weights(image.weights)
      positions = columns
    }
    try WireCodec.limit(image.windows.count, WireLimits.windows, "windows")
    var windows: [SumWindow] = []
    for window in image.windows {
      windows.append(
        SumWindow(
          positions: try WireCodec.indices(
            window.positions, below: positions, rising: true, "a window's positions"),
          min: window.min, max: window.max))
    }
    return SumFamily(
      rows: try ruleRows(image.rows), measure: measure, windows: windows,
      priceUnder: Int(image.priceUnder), priceOver: Int(image.priceOver))
  }

  private func order(_ image: OrderImage) throws(WireError) -> OrderFamily {
    try WireCodec.require(
      (1...UInt32(WireLimits.columns)).contains(image.required), .inconsistent,
      "an order that asks for \(image.required) cells")
    return OrderFamily(
      rows: try ruleRows(image.rows), before: try choiceSet(image.before, "an order"),
      after: try choiceSet(image.after, "an order"), required: Int(image.required),
      price: Int(image.price))
  }

  private func cover(_ image: CoverImage) throws(WireError) -> CoverFamily {
    let groups = try disjointGroups(image.groups)
    try WireCodec.require(
      image.min.count == groups.count && image.max.count == groups.count, .inconsistent,
      "\(image.min.count) minima and \(image.max.count) maxima for \(groups.count) groups")
    try WireCodec.limit(image.tables.count, WireLimits.tables, "weight tables")
    for table in image.tables {
      try WireCodec.require(
        table.items.count == choices, .inconsistent,
        "\(table.items.count) weights for \(choices) choices")
    }
    try WireCodec.require(
      image.tableOfRow.count == rows, .inconsistent,
      "tables for \(image.tableOfRow.count) of \(rows) rows")
    for table in image.tableOfRow { try checkTable(table, of: image) }
    var family = CoverFamily(
      groups: groups, tables: image.tables.map(\.items), tableOfRow: image.tableOfRow,
      min: image.min, max: image.max, priceUnder: Int(image.priceUnder),
      priceOver: Int(image.priceOver))
    family.exceptions = try exceptions(image)
    return family
  }

  private func checkTable(_ table: Int32, of image: CoverImage) throws(WireError) {
    try WireCodec.require(
      table >= -1 && table < image.tables.count, .inconsistent,
      "weight table \(table) of \(image.tables.count)")
  }

  private func exceptions(_ image: CoverImage) throws(WireError) -> [HeadException] {
    let count = image.exceptionRows.count
    try WireCodec.require(
      image.exceptionColumns.count == count && image.exceptionTables.count == count,
      .inconsistent, "exception tables of different lengths")
    var result: [HeadException] = []
    var last = -1
    for index in 0..<count {
      let (row, column) = (Int(image.exceptionRows[index]), Int(image.exceptionColumns[index]))
      try WireCodec.require(
        row < rows && column < columns, .inconsistent,
        "an exception at row \(row), column \(column)")
      try WireCodec.require(
        row * columns + column > last, .inconsistent, "exceptions out of order at row \(row)")
      last = row * columns + column
      try checkTable(image.exceptionTables[index], of: image)
      result.append(
        HeadException(row: row, column: column, table: Int(image.exceptionTables[index])))
    }
    return result
  }

  /// Groups of columns of which no column stands in two.
  private func disjointGroups(_ images: [IndexList]) throws(WireError) -> [[Int32]] {
    try WireCodec.limit(images.count, columns, "groups of columns")
    var isTaken = [Bool](repeating: false, count: columns)
    var result: [[Int32]] = []
    for image in images {
      let group = try WireCodec.indices(
        image.items, below: columns, rising: true, "a group's columns")
      for column in group {
        try WireCodec.require(
          !isTaken[Int(column)], .inconsistent, "column \(column) stands in two groups")
        isTaken[Int(column)] = true
      }
      result.append(group)
    }
    return result
  }
}
