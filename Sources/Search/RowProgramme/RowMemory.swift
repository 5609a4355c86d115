import Grid

/// What a row must remember of its last cells so that transitions can be priced: for each, only the
/// class of choices that no transition still ahead tells apart.
struct RowMemory: Sendable {
  struct Distance: Sendable {
    /// Index among the model's distances.
    var index: Int
    /// Columns between the two cells.
    var offset: Int
  }

  /// A partition of the choices, with one choice to stand for each class.
  struct Kind: Sendable {
    var classOf: [Int32]
    var representatives: [Int]
  }

  /// Distances at which this row has transitions, rising.
  let distances: [Distance]
  /// Cells remembered: the largest distance, 0 without transitions.
  let depth: Int
  /// For each choice what tells it apart in the row's transitions.
  let signatures: [[Int]]

  private let model: SearchModel
  private let row: Int
  private let kinds: [Kind]
  /// Kind by position and age, −1 when nothing need be remembered: `position * depth + age`.
  private let kindIndex: [Int32]

  init(_ model: SearchModel, row: Int) {
    self.model = model
    self.row = row
    let columnCount = model.columnCount
    let all = model.structure.distances.enumerated().map { Distance(index: $0, offset: $1) }
    let tables = { (distance: Distance) in
      (0..<columnCount).map { column in
        Int(
          model.structure.tableOfCell.base[
            (distance.index * model.rowCount + row) * columnCount + column])
      }
    }
    let distances = all.filter { tables($0).contains { $0 >= 0 } }
    let depth = distances.last?.offset ?? 0
    let tableOf = distances.map(tables)
    var kinds: [Kind] = []
    var known: [[Int]: Int32] = [[]: -1]
    var kindIndex: [Int32] = []
    for position in 0..<columnCount {
      for age in 0..<depth {
        let ahead = distances.indices.filter {
          distances[$0].offset > age && tableOf[$0][position] >= 0
        }.map { tableOf[$0][position] }
        if known[ahead] == nil {
          known[ahead] = Int32(kinds.count)
          kinds.append(Self.kind(of: ahead, model))
        }
        kindIndex.append(known[ahead] ?? -1)
      }
    }
    self.distances = distances
    self.depth = depth
    self.kinds = kinds
    self.kindIndex = kindIndex
    signatures = Self.signatures(Set(tableOf.joined().filter { $0 >= 0 }).sorted(), model)
  }

  func table(_ earlier: Int, _ distance: Distance) -> Int {
    Int(
      model.structure.tableOfCell.base[
        (distance.index * model.rowCount + row) * model.columnCount + earlier])
  }

  func pair(_ table: Int, _ from: Int, _ to: Int) -> (hard: Int, soft: Int) {
    let price = model.structure.pairs.price(table, from, to)
    return (Int(price.hard), Int(price.soft))
  }

  /// The word to keep for a choice `age` columns after the one that follows it; 0 for nothing.
  func word(_ choice: Int, position: Int, age: Int) -> Int32 {
    let kind = kindIndex[position * depth + age]
    return kind < 0 ? 0 : kinds[Int(kind)].classOf[choice]
  }

  /// A choice that no transition ahead tells from the remembered one.
  func choice(_ word: Int32, position: Int, age: Int) -> Int {
    let kind = kindIndex[position * depth + age]
    return kind < 0 ? 0 : kinds[Int(kind)].representatives[Int(word)]
  }

  /// Equal for rows whose words and steps mean the same where their ``signature(_:)`` is equal too.
  var identity: [[Int]] {
    kinds.map { $0.classOf.map(Int.init) + $0.representatives }
      + [distances.flatMap { [$0.index, $0.offset] }]
  }

  /// What a step in a column looks at: tables behind it, and kinds of the words before and after.
  func signature(_ column: Int) -> [Int] {
    var result: [Int] = []
    for distance in distances where column >= distance.offset {
      result.append(table(column - distance.offset, distance))
    }
    for age in 0..<depth {
      let position = column - age
      if position >= 0 { result.append(Int(kindIndex[position * depth + age])) }
      if position > 0 { result.append(Int(kindIndex[(position - 1) * depth + age])) }
    }
    return result
  }

  private static func kind(of tables: [Int], _ model: SearchModel) -> Kind {
    let pairs = model.structure.pairs
    var known: [[Int32]: Int32] = [:]
    var kind = Kind(classOf: [], representatives: [])
    for choice in 0..<model.choiceCount {
      let key = tables.map { pairs.line.base[$0 * model.choiceCount + choice] }
      if known[key] == nil {
        known[key] = Int32(kind.representatives.count)
        kind.representatives.append(choice)
      }
      kind.classOf.append(known[key] ?? 0)
    }
    return kind
  }

  private static func signatures(_ tables: [Int], _ model: SearchModel) -> [[Int]] {
    let size = model.choiceCount
    let pairs = model.structure.pairs
    var result = [[Int]](repeating: [], count: size)
    for table in tables {
      let lines = (0..<size).map { pairs.line.base[table * size + $0] }
      let distinct = Set(lines).sorted()
      var rows: [Int32: Int] = [:]
      var columns: [[PairTables.Price]: Int] = [:]
      for choice in 0..<size {
        let to = distinct.map { pairs.prices.base[Int($0) + choice] }
        let rowClass = rows[lines[choice]] ?? rows.count
        let columnClass = columns[to] ?? columns.count
        rows[lines[choice]] = rowClass
        columns[to] = columnClass
        result[choice] += [rowClass, columnClass]
      }
    }
    return result
  }
}
