import Grid

/// The counters that cells feed, laid out for the inner loop: cells of one kind share one list.
///
/// What a cell and choice feed is split in two: counters of the cell's own row, numbered from the
/// row's first counter, and counters that rows share (covers). Rows with the same rules then have
/// equal lists, so that the whole table stays in the processor's nearest cache, where a list a cell
/// would fill megabytes. Of the hundreds of choices of a large programme a cell's counters tell few
/// apart: those that feed alike share a list as well.
struct FeedTable: Sendable {
  /// What the cells of one kind feed.
  struct Kind: Sendable, BitwiseCopyable {
    /// Where its choices' places begin in ``placeOfChoice``.
    var places: Int32
    /// Its first list.
    var lists: Int32
  }

  /// First counter of each row, and its first group counter: `row * 2` and `row * 2 + 1`.
  let firstOfRow: FrozenBuffer<Int32>
  /// First kind of each row in ``kindOfColumn``, counters of the row itself and shared ones:
  /// `row * 2` and `row * 2 + 1`.
  let classOfRow: FrozenBuffer<Int32>
  /// Kind of each column of each class.
  let kindOfColumn: FrozenBuffer<Kind>
  /// Which of a kind's lists each choice has.
  let placeOfChoice: FrozenBuffer<UInt16>
  /// Borders of each list in ``entries``, at `list * 2`: begin of the counters, begin of the group
  /// counters, end.
  let start: FrozenBuffer<Int32>
  let entries: FrozenBuffer<CounterEntry>

  init(_ grid: DenseGrid, _ counters: CounterBuilder) {
    var builder = FeedTableBuilder(grid, counters.counters, counters.weights)
    let classes = (0..<grid.rowCount).flatMap { row in
      builder.classes(ofRow: row, counters.feeds(ofRow: row))
    }
    firstOfRow = FrozenBuffer(builder.firstOfRow)
    classOfRow = FrozenBuffer(classes)
    kindOfColumn = FrozenBuffer(builder.kindOfColumn.map { builder.kinds[Int($0)] })
    placeOfChoice = FrozenBuffer(builder.placeOfChoice)
    start = FrozenBuffer(builder.listStart)
    entries = FrozenBuffer(builder.listEntries)
  }

  /// Visits every counter that a choice in a cell feeds, with its weight.
  @inline(__always)
  func visit(_ row: Int, _ column: Int, _ choice: Int, _ visitor: (Int, Int32) -> Void) {
    let list = list(kindOfColumn.base[Int(classOfRow.base[row * 2]) + column], choice)
    for (part, range) in [Int(list[0])..<Int(list[1]), Int(list[1])..<Int(list[2])].enumerated() {
      let first = Int(firstOfRow.base[row * 2 + part])
      for position in range {
        visitor(first + Int(entries.base[position].counter), entries.base[position].weight)
      }
    }
    let rest = self.list(kindOfColumn.base[Int(classOfRow.base[row * 2 + 1]) + column], choice)
    for position in Int(rest[0])..<Int(rest[2]) {
      visitor(Int(entries.base[position].counter), entries.base[position].weight)
    }
  }

  @inline(__always)
  private func list(_ kind: Kind, _ choice: Int) -> UnsafePointer<Int32> {
    start.base + (Int(kind.lists) + Int(placeOfChoice.base[Int(kind.places) + choice])) * 2
  }
}

/// A feed table, cell prices and domains without owners: the state keeps its model alive beside
/// them.
struct FeedPointers {
  let firstOfRow: UnsafePointer<Int32>
  let classOfRow: UnsafePointer<Int32>
  let kindOfColumn: UnsafePointer<FeedTable.Kind>
  let placeOfChoice: UnsafePointer<UInt16>
  let start: UnsafePointer<Int32>
  let entries: UnsafePointer<CounterEntry>
  let pricedCells: UnsafePointer<UInt64>
  let lineOfCell: UnsafePointer<Int32>
  let cellPrices: UnsafePointer<Int32>
  let domainOfCell: UnsafePointer<Int32>
  let allowed: UnsafePointer<Bool>
  let choiceStart: UnsafePointer<Int32>
  let choices: UnsafePointer<UInt16>
  let linearCount: Int
  let counterCount: Int

  init(_ model: SearchModel) {
    firstOfRow = model.feeds.firstOfRow.base
    classOfRow = model.feeds.classOfRow.base
    kindOfColumn = model.feeds.kindOfColumn.base
    placeOfChoice = model.feeds.placeOfChoice.base
    start = model.feeds.start.base
    entries = model.feeds.entries.base
    pricedCells = model.cellPrices.pricedCells.base
    lineOfCell = model.cellPrices.lineOfCell.base
    cellPrices = model.cellPrices.prices.base
    domainOfCell = model.domainOfCell.base
    allowed = model.allowed.base
    choiceStart = model.choiceStart.base
    choices = model.choices.base
    linearCount = model.counters.linearCount
    counterCount = model.counters.count
  }

  /// Borders of the list of a kind and choice: begin of the counters, begin of the group counters,
  /// end.
  @inline(__always)
  func list(_ kind: FeedTable.Kind, _ choice: Int) -> UnsafePointer<Int32> {
    start + (Int(kind.lists) &+ Int(placeOfChoice[Int(kind.places) &+ choice])) &* 2
  }
}

/// Finds the kinds of cells and the classes of rows of a feed table.
private struct FeedTableBuilder {
  private let grid: DenseGrid
  private let counters: CounterTable
  private(set) var firstOfRow: [Int32]
  private(set) var kindOfColumn: [Int32] = []
  private(set) var kinds: [FeedTable.Kind] = []
  private(set) var placeOfChoice: [UInt16] = []
  private(set) var listStart: [Int32] = [0]
  private(set) var listEntries: [CounterEntry] = []
  private var knownClasses: [[Int32]: Int32] = [:]
  private var knownKinds: [[Int32]: Int32] = [:]
  /// Which choices some weights tell apart, by the numbers of these.
  private var knownSplits: [Set<Int32>: Split] = [:]
  private let weights: [[Int32]]
  /// What one cell feeds: how many counters, each with the number of its weights, then the group
  /// counters in the same way.
  private var content: [Int32] = []

  init(_ grid: DenseGrid, _ counters: CounterTable, _ weights: [[Int32]]) {
    self.grid = grid
    self.counters = counters
    self.weights = weights
    firstOfRow = Array(repeating: 0, count: grid.rowCount * 2)
    for counter in stride(from: counters.count - 1, through: 0, by: -1)
    where counters.row[counter] >= 0 {
      let isGroup = counter >= counters.linearCount ? 1 : 0
      firstOfRow[Int(counters.row[counter]) * 2 + isGroup] = Int32(counter)
    }
  }

  /// The first kind of a row's columns: for counters of the row alone, and for shared ones.
  mutating func classes(
    ofRow row: Int, _ fed: (start: [Int], feeds: [CounterBuilder.Feed])
  ) -> [Int32] {
    [true, false].map { isOwn in
      rowClass(
        (0..<grid.columnCount).map {
          kind(row, fed.feeds[fed.start[$0]..<fed.start[$0 + 1]], isOwn: isOwn)
        })
    }
  }

  private mutating func rowClass(_ kinds: [Int32]) -> Int32 {
    if let known = knownClasses[kinds] { return known }
    let first = Int32(kindOfColumn.count)
    kindOfColumn += kinds
    knownClasses[kinds] = first
    return first
  }

  private mutating func kind(
    _ row: Int, _ feeds: ArraySlice<CounterBuilder.Feed>, isOwn: Bool
  ) -> Int32 {
    content.removeAll(keepingCapacity: true)
    content.append(0)
    for part in 0..<2 {
      let first = isOwn ? firstOfRow[row * 2 + part] : 0
      for feed in feeds {
        let counter = Int(feed.counter)
        guard (counters.row[counter] >= 0) == isOwn,
          (counter >= counters.linearCount) == (part == 1)
        else { continue }
        content.append(feed.counter - first)
        content.append(feed.weights)
      }
      if part == 0 { content[0] = Int32(content.count) }
    }
    if let known = knownKinds[content] { return known }
    let kind = Int32(knownKinds.count)
    knownKinds[content] = kind
    let split = split()
    kinds.append(FeedTable.Kind(places: split.places, lists: Int32(listStart.count / 2)))
    appendLists(split.examples)
    return kind
  }

  /// Choices that feed alike.
  private struct Split {
    /// Where the places of the choices begin.
    var places: Int32
    /// The first choice of each place.
    var examples: [Int]
  }

  /// The content's choices by what its weights tell apart.
  private mutating func split() -> Split {
    let numbers = Set(stride(from: 2, to: content.count, by: 2).map { content[$0] })
    if let known = knownSplits[numbers] { return known }
    var places = [UInt16](repeating: 0, count: grid.choiceCount)
    var examples = [0]
    for number in numbers.sorted() {
      let weights = weights[Int(number)]
      var known: [Int64: UInt16] = [:]
      examples = []
      for choice in 0..<grid.choiceCount {
        let key = Int64(places[choice]) << 32 | Int64(UInt32(bitPattern: weights[choice]))
        if known[key] == nil {
          known[key] = UInt16(examples.count)
          examples.append(choice)
        }
        places[choice] = known[key] ?? 0
      }
    }
    let split = Split(places: Int32(placeOfChoice.count), examples: examples)
    placeOfChoice += places
    knownSplits[numbers] = split
    return split
  }

  /// Writes out the content's list for each of some choices.
  private mutating func appendLists(_ choices: [Int]) {
    let parts = [1..<Int(content[0]), Int(content[0])..<content.count]
    for choice in choices {
      for part in parts {
        for place in stride(from: part.lowerBound, to: part.upperBound, by: 2) {
          let weight = weights[Int(content[place + 1])][choice]
          guard weight != 0 else { continue }
          listEntries.append(CounterEntry(counter: content[place], weight: weight))
        }
        listStart.append(Int32(listEntries.count))
      }
    }
  }
}
