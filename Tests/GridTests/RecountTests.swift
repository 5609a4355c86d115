import Containers
import Grid
import Measures
import Testing

/// Each family's recount against a second definition over every row of a tiny grid.
///
/// The second definitions are written over sets of positions rather than by walking, so that the
/// two share neither loops nor boundaries.
struct RecountTests {
  static let columnCount = 6
  static let choiceCount = 3

  /// Every row of six columns over three choices: 729.
  static let everyRow: [[Int]] = (0..<729).map { number in
    (0..<columnCount).map { column in
      var rest = number
      for _ in 0..<column { rest /= choiceCount }
      return rest % choiceCount
    }
  }

  /// What the grid says of a row under one family.
  static func penalty(_ family: GridFamily, _ row: [Int]) -> Int {
    var grid = DenseGrid(
      rowCount: 1, columnCount: columnCount, choiceCount: choiceCount,
      domains: [.below(choiceCount)],
      domainOfCell: Array(repeating: 0, count: columnCount))
    grid.rules = [GridRule(instance: 0, level: .soft, family: family)]
    let answer = GridAnswer(cells: row.map { UInt16($0) }, columnCount: columnCount)
    return grid.recount(answer).score.soft
  }

  @Test(arguments: [1, 2, 5])
  func transitionsCountPairs(offset: Int) {
    let columns = (0..<Self.columnCount - offset).filter { $0 != 1 }
    let family = GridFamily.transition(
      TransitionFamily(
        rows: [0], columns: columns.map { Int32($0) }, offset: offset, from: BitSet([0, 2]),
        to: BitSet([1]), price: -7))
    for row in Self.everyRow {
      let pairs = columns.filter { row[$0] != 1 && row[$0 + offset] == 1 }
      #expect(Self.penalty(family, row) == -7 * pairs.count, "\(row)")
    }
  }

  /// Intervals that are maximal: every member inside, no member right before or after.
  static func runs(_ row: [Int], _ members: Set<Int>) -> [ClosedRange<Int>] {
    (0..<columnCount).flatMap { first in
      (first..<columnCount).compactMap { last -> ClosedRange<Int>? in
        let isWhole = row[first...last].allSatisfy(members.contains)
        let before = first > 0 && members.contains(row[first - 1])
        let after = last + 1 < columnCount && members.contains(row[last + 1])
        return isWhole && !before && !after ? first...last : nil
      }
    }
  }

  struct RunCase: Sendable {
    var startIsOpen: Bool
    var endIsOpen: Bool
    var history: Int32
  }

  static let runCases = [true, false].flatMap { start in
    [true, false].flatMap { end in
      [Int32(0), 1, 4].map { RunCase(startIsOpen: start, endIsOpen: end, history: $0) }
    }
  }

  @Test(arguments: runCases)
  func runsCountMissingAndSurplusCells(given: RunCase) {
    var family = RunFamily(
      rows: [0], members: BitSet([1, 2]), min: 2, max: 3, priceShort: 5, priceLong: 11)
    family.startIsOpen = given.startIsOpen
    family.endIsOpen = given.endIsOpen
    family.history = given.history == 0 ? [] : [given.history]
    for row in Self.everyRow {
      let expected = Self.runs(row, [1, 2]).reduce(0) { total, run in
        let length = run.count + (run.lowerBound == 0 ? Int(given.history) : 0)
        let mayHaveBegun = run.lowerBound == 0 && given.startIsOpen && given.history == 0
        let mayGoOn = run.upperBound == Self.columnCount - 1 && given.endIsOpen
        let short = mayHaveBegun || mayGoOn ? 0 : max(0, 2 - length)
        return total + 5 * short + 11 * max(0, length - 3)
      }
      #expect(Self.penalty(.run(family), row) == expected, "\(row) \(given)")
    }
  }

  @Test func weightedSumsCountUnitsOutsideTheBounds() {
    let windows = [
      SumWindow(positions: [0, 1, 2, 3], min: 3, max: 5), SumWindow(positions: [1, 5], max: 2),
      SumWindow(positions: [4], min: 4),
    ]
    let family = GridFamily.sum(
      SumFamily(
        rows: [0], measure: .weights([0, 1, 4]), windows: windows, priceUnder: 3, priceOver: 10))
    let weights = [0, 1, 4]
    for row in Self.everyRow {
      let first = weights[row[0]] + weights[row[1]] + weights[row[2]] + weights[row[3]]
      let second = weights[row[1]] + weights[row[5]]
      let expected =
        3 * max(0, 3 - first) + 10 * max(0, first - 5) + 10 * max(0, second - 2)
        + 3 * max(0, 4 - weights[row[4]])
      #expect(Self.penalty(family, row) == expected, "\(row)")
    }
  }

  @Test func groupSumsCountEachGroupOnce() {
    let family = GridFamily.sum(
      SumFamily(
        rows: [0], measure: .anyInGroups([[0, 1], [2], [4, 5]], BitSet([2])),
        windows: [SumWindow(positions: [0, 1, 2], min: 1, max: 2)], priceUnder: 4, priceOver: 9))
    for row in Self.everyRow {
      let hits = [[row[0], row[1]], [row[2]], [row[4], row[5]]].count { $0.contains(2) }
      #expect(Self.penalty(family, row) == (hits == 0 ? 4 : hits == 3 ? 9 : 0), "\(row)")
    }
  }

  @Test(arguments: [1, 2])
  func orderCountsWhatComesTooEarly(required: Int) {
    let family = GridFamily.order(
      OrderFamily(
        rows: [0], before: BitSet([1]), after: BitSet([2, 1]), required: required, price: 6))
    for row in Self.everyRow {
      let early = row.indices.filter { column in
        row[column] != 0 && row.prefix(column).count { $0 == 1 } < required
      }
      #expect(Self.penalty(family, row) == 6 * early.count, "\(row)")
    }
  }

  /// Three rows of two columns over three choices: 729 answers.
  @Test func coverCountsWeightedHeadsOfItsColumns() {
    var family = CoverFamily(
      groups: [[0], [1]], tables: [[0, 2, 0], [1, 1, 0]], tableOfRow: [0, 0, -1], min: [2, .min],
      max: [3, 1], priceUnder: 100, priceOver: 1)
    family.exceptions = [
      HeadException(row: 0, column: 1, table: 1), HeadException(row: 1, column: 0, table: -1),
      HeadException(row: 2, column: 0, table: 1),
    ]
    var grid = DenseGrid(
      rowCount: 3, columnCount: 2, choiceCount: 3, domains: [.below(3)],
      domainOfCell: Array(repeating: 0, count: 6))
    grid.rules = [GridRule(instance: 0, level: .institution, family: .cover(family))]
    for cells in Self.everyRow {
      // Column 0: row 0 by table 0, row 2 by table 1. Column 1: row 0 by table 1, row 1 by 0.
      let first = [0, 2, 0][cells[0]] + [1, 1, 0][cells[4]]
      let second = [1, 1, 0][cells[1]] + [0, 2, 0][cells[3]]
      let expected = 100 * max(0, 2 - first) + max(0, first - 3) + max(0, second - 1)
      let answer = GridAnswer(cells: cells.map { UInt16($0) }, columnCount: 2)
      #expect(grid.recount(answer).score == Score(institution: expected), "\(cells)")
    }
  }

  @Test func coverOfAColumnGroupAddsItsColumns() {
    let family = GridFamily.cover(
      CoverFamily(
        groups: [[1, 3, 4]], tables: [[0, 1, 5]], tableOfRow: [0], min: [6], max: [10],
        priceUnder: 2, priceOver: 3))
    for row in Self.everyRow {
      let amount = [row[1], row[3], row[4]].reduce(0) { $0 + [0, 1, 5][$1] }
      let expected = 2 * max(0, 6 - amount) + 3 * max(0, amount - 10)
      #expect(Self.penalty(family, row) == expected, "\(row)")
    }
  }

  @Test func pricesLevelsInstancesAndDomainsAreAddedApart() {
    var grid = DenseGrid(
      rowCount: 1, columnCount: 2, choiceCount: 3, domains: [BitSet([0, 1]), .below(3)],
      domainOfCell: [0, 1])
    grid.cellPrices = [
      CellPrice(row: 0, column: 0, choice: 2, level: .soft, amount: 5, instance: 0),
      CellPrice(row: 0, column: 1, choice: 1, level: .soft, amount: -3, instance: 2),
      CellPrice(row: 0, column: 1, choice: 1, level: .accreditation, amount: 1, instance: 1),
    ]
    let outside = grid.recount(GridAnswer(cells: [2, 1], columnCount: 2), byInstance: true)
    #expect(outside.cellsOutsideDomain == 1 && !outside.isValid)
    #expect(outside.score == Score(accreditation: 1, soft: 2))
    #expect(outside.pointsByInstance == [5, 1, -3])
    let inside = grid.recount(GridAnswer(cells: [0, 0], columnCount: 2))
    #expect(inside.isValid && inside.score == .zero && inside.pointsByInstance.isEmpty)
  }
}
