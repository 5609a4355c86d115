import Grid

/// A plan that keeps every hard rule, or a smallest part of the rules that has none, by the
/// constraint solver.
///
/// The whole is asked first. When it has no plan, instances are taken away by halves as long as the
/// rest has none, then people, then columns. Each question may take seconds: what time cuts off
/// counts as necessary, and the core then is not called smallest.
struct ExactCore {
  enum Outcome {
    /// Positions of rotations, row by row.
    case plan([Int])
    case core(Selection, isMinimal: Bool)
    case unknown(String)
  }

  let grid: HardGrid
  let search: PlanSearch
  let deadline: ContinuousClock.Instant

  /// People and columns are reduced up to so many; more would take more questions than a person
  /// waits for.
  private static let membersMax = 60

  func decide() -> Outcome {
    guard let whole = grid.dense(grid.whole) else {
      return .unknown("a cell has nothing left")
    }
    switch search.answer(to: whole, within: max(.milliseconds(1), deadline - .now)) {
    case .found(let answer): return .plan(answer.cells.map(Int.init))
    case .unknown(let reason): return .unknown(reason)
    case .none: return core()
    }
  }

  private func core() -> Outcome {
    var selection = grid.whole
    var isMinimal = reduce(&selection, \.instances)
    isMinimal = reduce(&selection, \.rows) && isMinimal
    isMinimal = reduce(&selection, \.columns) && isMinimal
    return .core(selection, isMinimal: isMinimal)
  }

  private func reduce(
    _ selection: inout Selection, _ part: WritableKeyPath<Selection, Set<Int>>
  ) -> Bool {
    let start = selection
    let members = start[keyPath: part].sorted()
    guard part == \Selection.instances || members.count <= Self.membersMax else { return false }
    let minimising = Minimising(
      isRefuted: { kept in
        var tried = start
        tried[keyPath: part] = Set(kept)
        return isRefuted(tried, in: grid)
      }, isOutOfTime: { ContinuousClock.now > deadline })
    guard let kept = minimising.necessary(among: members) else { return false }
    selection[keyPath: part] = Set(kept)
    return true
  }

  /// Whether a part of a grid's rules is proved to have no plan.
  func isRefuted(_ selection: Selection, in grid: HardGrid) -> Bool {
    guard let part = grid.dense(selection) else { return true }
    // Seconds are enough for what is quickly seen; a doubtful member stays.
    return search.isRefuted(part, within: .seconds(5))
  }
}
