import Containers
import Grid

/// Asks a plan's rules every question of counting, the plainest kind first, and stops after the
/// first kind that finds a contradiction: what follows would say the same in more words.
struct PlanCounting {
  /// What one kind of question came to.
  struct Stage {
    var argument: Conflict.Argument
    var places: Int
    var cores: [PlanCore]
    /// For each core, other rows or columns at which the same rules contradict each other.
    var alsoAt: [[Int]]
  }

  let grid: HardGrid
  let isOutOfTime: () -> Bool

  /// Conflicts reported at most: people mend one and look again.
  static let conflictsMax = 5

  func stages() -> [Stage] {
    let reasoning = PlanReasoning(grid, grid.whole)
    var stages: [Stage] = []
    let kinds: [(Conflict.Argument, () -> [PlanQuestion])] = [
      (.row, { (0..<grid.rowCount).map(PlanQuestion.row) }),
      (.cover, coverQuestions),
      (.counts, { (0..<grid.rowCount).map(PlanQuestion.counts) }),
      (.column, { (0..<grid.columnCount).map(PlanQuestion.column) }),
      (.places, { PlaceFlow.candidates(grid).map(PlanQuestion.places) }),
    ]
    for (argument, questions) in kinds {
      let stage = stage(argument, questions(), reasoning)
      stages.append(stage)
      if !stage.cores.isEmpty || isOutOfTime() { break }
    }
    return stages
  }

  private func coverQuestions() -> [PlanQuestion] {
    grid.covers.flatMap { rule -> [PlanQuestion] in
      guard case .cover(let family) = grid.rules[rule].family else { return [] }
      return family.groups.indices.map { .cover(rule: rule, group: $0) }
    }
  }

  private func stage(
    _ argument: Conflict.Argument, _ questions: [PlanQuestion], _ reasoning: PlanReasoning
  ) -> Stage {
    var stage = Stage(argument: argument, places: questions.count, cores: [], alsoAt: [])
    for question in questions where question.isRefuted(reasoning) {
      let place = question.place(in: grid)
      if let known = stage.cores.firstIndex(where: { repeats($0, at: question) }) {
        stage.alsoAt[known].append(place)
        continue
      }
      guard stage.cores.count < Self.conflictsMax else { continue }
      let core = PlanCore(at: question, of: grid, isOutOfTime: isOutOfTime)
      if let known = stage.cores.firstIndex(where: {
        $0.selection.instances == core.selection.instances
      }) {
        stage.alsoAt[known].append(place)
      } else {
        stage.cores.append(core)
        stage.alsoAt.append([])
      }
      if isOutOfTime() { break }
    }
    return stage
  }

  /// Whether the rules of a known contradiction contradict each other at another place as well.
  private func repeats(_ core: PlanCore, at question: PlanQuestion) -> Bool {
    var moved = core.selection
    switch (core.question, question) {
    case (.row, .row(let row)), (.counts, .counts(let row)): moved.rows = [row]
    case (.cover(let rule, _), .cover(let other, let group)) where rule == other:
      guard case .cover(let family) = grid.rules[rule].family else { return false }
      moved.columns = Set(family.groups[group].map(Int.init))
      moved.rows = Set(0..<grid.rowCount)
    case (.column, .column(let column)):
      moved.columns = [column]
      moved.rows = Set(0..<grid.rowCount)
    default: return false
    }
    return question.isRefuted(grid, moved)
  }
}

extension PlanQuestion {
  /// The row or column that it asks about; −1 for the whole year.
  func place(in grid: HardGrid) -> Int {
    switch self {
    case .row(let row), .counts(let row): return row
    case .cover(let rule, let group):
      guard case .cover(let family) = grid.rules[rule].family else { return -1 }
      return family.groups[group].first.map(Int.init) ?? -1
    case .column(let column): return column
    case .places: return -1
    }
  }

  /// Whether ``place(in:)`` is a row.
  var isOfRow: Bool {
    switch self {
    case .row, .counts: true
    case .cover, .column, .places: false
    }
  }
}
