import Containers
import Determinism
import Grid
import Measures
import Testing
import TestSupport

/// The bound checker against plain enumeration, on grids drawn from seeds.
@Suite struct BoundPropertyTests {
  @Test(arguments: UInt64(0)..<400)
  func noBoundExceedsTheBestValidAnswer(seed: UInt64) async throws {
    let small = SmallGrid(seed: seed)
    var random = SeededGenerator(seed: seed, label: 91)
    for call in 0..<4 {
      let multipliers = small.multipliers(&random, relaxing: call)
      let bound = try await small.grid.proved(by: multipliers, workers: 1 + call % 3)
      guard let best = small.best else { continue }
      switch bound {
      case .points(let points):
        #expect(points <= best, "seed \(seed) call \(call): \(points) above \(best)")
      case .noValidAnswer: Issue.record("seed \(seed) call \(call): an answer of \(best) is valid")
      }
    }
  }

  @Test(arguments: UInt64(0)..<400)
  func aGridWithoutCoversIsBoundedByItsOptimumItself(seed: UInt64) async throws {
    let small = SmallGrid(seed: seed, withCovers: false)
    let bound = try await small.grid.proved(by: .zero(for: small.grid))
    #expect(bound == (small.best.map { .points($0) } ?? .noValidAnswer), "seed \(seed)")
  }

  @Test(arguments: UInt64(0)..<150)
  func longWindowsAreExactToo(seed: UInt64) async throws {
    // Twelve columns: windows over more than eight are dimensions of the box.
    let small = SmallGrid(seed: seed, withCovers: false, columns: 12)
    let bound = try await small.grid.proved(by: .zero(for: small.grid))
    #expect(bound == (small.best.map { .points($0) } ?? .noValidAnswer), "seed \(seed)")
  }

  @Test func bothOutcomesOccurOftenEnoughToMeanSomething() async throws {
    var valid = 0
    var invalid = 0
    for seed in UInt64(0)..<200 {
      if SmallGrid(seed: seed).best == nil { invalid += 1 } else { valid += 1 }
    }
    #expect(valid > 60 && invalid > 20, "\(valid) valid, \(invalid) without an answer")
  }

  @Test(arguments: UInt64(0)..<200)
  func theTrivialBoundIsOneToo(seed: UInt64) async throws {
    let small = SmallGrid(seed: seed)
    guard let best = small.best else { return }
    let trivial = try small.grid.trivialBound()
    #expect(trivial <= best, "seed \(seed): \(trivial) above \(best)")
  }
}

/// A grid small enough to enumerate: random rules of every family over few cells.
struct SmallGrid {
  let grid: DenseGrid
  /// Soft points of the best valid answer; nil when none is valid.
  let best: Int?

  /// Answers one enumeration may look at.
  private static let answerMax = 1_500

  init(seed: UInt64, withCovers: Bool = true, columns: Int? = nil) {
    var random = SeededGenerator(seed: seed, label: 90)
    var grid = RandomGrid.grid(seed: seed, columns: columns)
    if !withCovers { grid.rules.removeAll { $0.family.isCover } }
    // With every rule as hard as drawn, hardly any grid would have a valid answer.
    for index in grid.rules.indices where random.below(3) > 0 { grid.rules[index].level = .soft }
    for index in grid.cellPrices.indices where random.below(3) > 0 {
      grid.cellPrices[index].level = .soft
    }
    // Cells are pinned until what is left can be enumerated.
    var answers = 1
    let order = grid.domainOfCell.indices.map { (key: random.next(), cell: $0) }
    for (_, cell) in order.sorted(by: { ($0.key, $0.cell) < ($1.key, $1.cell) }) {
      let members = grid.domains[Int(grid.domainOfCell[cell])].members
      if answers * members.count <= Self.answerMax {
        answers *= members.count
      } else {
        grid.domains.append(BitSet([members[random.below(members.count)]]))
        grid.domainOfCell[cell] = Int32(grid.domains.count - 1)
      }
    }
    self.grid = grid
    best = Self.best(of: grid)
  }

  private static func best(of grid: DenseGrid) -> Int? {
    let choices = grid.domainOfCell.map { grid.domains[Int($0)].members.map(UInt16.init) }
    var digits = [Int](repeating: 0, count: choices.count)
    var answer = GridAnswer(cells: choices.map { $0[0] }, columnCount: grid.columnCount)
    var best: Int?
    while true {
      let recount = grid.recount(answer)
      if recount.isValid, recount.score.soft < best ?? .max { best = recount.score.soft }
      guard let place = digits.indices.first(where: { digits[$0] + 1 < choices[$0].count })
      else { return best }
      for earlier in 0..<place { digits[earlier] = 0 }
      digits[place] += 1
      for cell in 0...place { answer.cells[cell] = choices[cell][digits[cell]] }
    }
  }

  /// Multipliers inside their boxes; windows are relaxed for each `relaxing`-th of them, 0 for
  /// none.
  func multipliers(_ random: inout SeededGenerator, relaxing: Int) -> LagrangeMultipliers {
    let denominator = 1 + random.below(64)
    func draw(_ price: AmountPrice) -> Int {
      let low = max(-20, price.multiplierBox.lowerBound) * denominator
      let high = min(20, price.multiplierBox.upperBound) * denominator
      return low + random.below(high - low + 1)
    }
    var result = LagrangeMultipliers(
      denominator: Int32(denominator), covers: grid.coverAmounts().map { Int32(draw($0)) })
    guard relaxing > 0 else { return result }
    let levels = ConstraintLevels(of: grid)
    for (index, rule) in grid.rules.enumerated() {
      guard case .sum(let family) = rule.family else { continue }
      for row in family.rows {
        for window in family.windows.indices where random.below(relaxing) == 0 {
          let price = grid.windowAmount(rule, family, window: window, row: Int(row), levels)
          result.windows.append(
            WindowMultiplier(rule: index, row: Int(row), window: window, numerator: draw(price)))
        }
      }
    }
    return result
  }
}

extension GridFamily {
  fileprivate var isCover: Bool { if case .cover = self { true } else { false } }
}
