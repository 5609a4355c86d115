import Determinism

/// The heads that each service must have in each plan column: those of the planted plan less a
/// slack drawn so that minima and available residents stand in the ratio asked for.
struct PlanMinima {
  /// Minimum of each service in each column.
  private(set) var minima: [[Int]]
  /// Heads that the planted plan has above each minimum.
  private(set) var slack: [[Int]] = []
  /// Σ minima ÷ Σ available, in tenths of a percent.
  private(set) var reached = 0

  init(
    _ recipe: ProgrammeRecipe, plan: [Int], columnCount: Int, tightness: SampleTightness,
    _ generator: inout SeededGenerator
  ) {
    var heads = recipe.services.map { _ in Array(repeating: 0, count: columnCount) }
    for (index, service) in plan.enumerated() where !recipe.services[service].isAway {
      heads[service][index % columnCount] += 1
    }
    minima = heads
    let available = heads.reduce(0) { $0 + $1.reduce(0, +) }
    // Fixed blocks bind by a rule of their own; their services need no minimum.
    let settled = Set(recipe.plan.fixed.map(\.service))
    for service in settled { minima[service] = minima[service].map { _ in 0 } }
    var bound = minima.reduce(0) { $0 + $1.reduce(0, +) } + settledHeads(heads, settled)
    let wanted = available * tightness.rawValue / 100
    for unit in units(recipe, heads, settled, &generator) where bound - unit.columns.count >= wanted
    {
      for column in unit.columns { minima[unit.service][column] -= 1 }
      bound -= unit.columns.count
    }
    slack = zip(heads, minima).map { pair in zip(pair.0, pair.1).map { $0 - $1 } }
    reached = available == 0 ? 0 : (bound * 1000 + available / 2) / available
  }

  private func settledHeads(_ heads: [[Int]], _ settled: Set<Int>) -> Int {
    settled.sorted().reduce(0) { $0 + heads[$1].reduce(0, +) }
  }

  /// A resident's place that may be given up: a half-block, or both of a service's whole blocks.
  private struct Unit {
    var service: Int
    var columns: [Int]
  }

  private func units(
    _ recipe: ProgrammeRecipe, _ heads: [[Int]], _ settled: Set<Int>,
    _ generator: inout SeededGenerator
  ) -> [Unit] {
    var units: [Unit] = []
    for (index, service) in recipe.services.enumerated()
    where !service.isAway && !settled.contains(index) {
      // A shared service has a column in which nothing may be given up: there it binds.
      let tight = service.isShared ? generator.below(heads[index].count) : -1
      let width = service.isHalf ? 1 : 2
      for first in stride(from: 0, to: heads[index].count, by: width) {
        let columns = Array(first..<first + width)
        guard !columns.contains(tight) else { continue }
        let spare = heads[index][first] - service.heads.lowerBound
        for _ in 0..<max(0, spare) { units.append(Unit(service: index, columns: columns)) }
      }
    }
    units.shuffle(using: &generator)
    return units
  }
}
