/// The recipe's rules of the plan in the form in which a planted plan is searched: counters for
/// heads, bit masks for rows.
struct PlanTerms {
  /// Heads on some services of some classes in each column.
  struct Cover {
    var minimum: Int
    var maximum: Int
    var columns: Range<Int>
  }

  let columnCount: Int
  private(set) var covers: [Cover] = []
  /// Covers that a class on a service counts in, by class, then service.
  private(set) var coversOf: [[[Int]]]
  /// Columns in which a class may be on a service, as bits.
  private(set) var allowed: [[UInt64]]
  /// Services that may not follow one, hard and soft.
  private(set) var forbiddenNext: [Set<Int>]
  private(set) var unwantedNext: [Set<Int>]
  private(set) var orders: [[PlanRecipe.Order]]
  private(set) var deadlines: [[PlanRecipe.Deadline]]
  let isHalf: [Bool]

  init(_ recipe: ProgrammeRecipe, blockCount: Int) {
    columnCount = 2 * blockCount
    let services = recipe.services.count
    coversOf = recipe.classes.map { _ in Array(repeating: [], count: services) }
    allowed = recipe.classes.map { _ in Array(repeating: UInt64.max, count: services) }
    forbiddenNext = Array(repeating: [], count: services)
    unwantedNext = Array(repeating: [], count: services)
    orders = recipe.classes.map { kind in recipe.plan.orders.filter { $0.level == kind.level } }
    deadlines = recipe.classes.map { kind in
      recipe.plan.deadlines.filter { $0.level == kind.level }
    }
    isHalf = recipe.services.map(\.isHalf)
    addCovers(recipe)
    addRows(recipe)
  }

  private mutating func addCovers(_ recipe: ProgrammeRecipe) {
    let everybody = Array(recipe.classes.indices)
    for (index, service) in recipe.services.enumerated() {
      add(
        Cover(
          minimum: service.heads.lowerBound, maximum: service.heads.upperBound,
          columns: 0..<columnCount), services: [index], classes: everybody)
    }
    for cover in recipe.plan.covers {
      let classes = everybody.filter {
        cover.levels.isEmpty || cover.levels.contains(recipe.classes[$0].level)
      }
      add(
        Cover(
          minimum: cover.minimum, maximum: cover.maximum ?? Int.max,
          columns: 2 * (cover.firstBlock - 1)..<columnCount),
        services: cover.services, classes: classes)
    }
  }

  private mutating func add(_ cover: Cover, services: [Int], classes: [Int]) {
    for kind in classes {
      for service in services { coversOf[kind][service].append(covers.count) }
    }
    covers.append(cover)
  }

  private mutating func addRows(_ recipe: ProgrammeRecipe) {
    for window in recipe.plan.windows {
      guard let kind = recipe.classIndex(window.level) else { continue }
      var mask: UInt64 = 0
      for block in window.blocks { mask |= 3 << UInt64(2 * (block - 1)) }
      for service in window.services { allowed[kind][service] &= mask }
    }
    for succession in recipe.plan.successions {
      for first in succession.first {
        if succession.penalty == nil {
          forbiddenNext[first].formUnion(succession.next)
        } else {
          unwantedNext[first].formUnion(succession.next)
        }
      }
    }
  }

  /// Units of hard rules that a row breaks by itself, and of soft ones.
  ///
  /// - Complexity: O(columns + orders + deadlines).
  func rowUnits(_ row: ArraySlice<Int>, kind: Int) -> (hard: Int, soft: Int) {
    let start = row.startIndex
    var hard = 0
    var soft = 0
    for column in 0..<columnCount {
      let service = row[start + column]
      if allowed[kind][service] >> UInt64(column) & 1 == 0 { hard += 1 }
      guard column > 0 else { continue }
      let before = row[start + column - 1]
      if forbiddenNext[before].contains(service) { hard += 1 }
      if unwantedNext[before].contains(service) { soft += 1 }
    }
    for order in orders[kind] {
      var seen = false
      for column in 0..<columnCount {
        if row[start + column] == order.before { seen = true }
        if row[start + column] == order.after, !seen { hard += 1 }
      }
    }
    for deadline in deadlines[kind] {
      var found = 0
      for column in 2 * (deadline.blocks.lowerBound - 1)..<2 * deadline.blocks.upperBound
      where deadline.services.contains(row[start + column]) { found += 1 }
      hard += max(0, deadline.halves - found)
    }
    return (hard, soft)
  }
}
