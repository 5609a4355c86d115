import Grid
import Store
import Validation

/// Which of a run's judged answers become alternatives: best first, each far enough from those
/// before it, and every two of them each better than the other in something that people care about.
struct AlternativeChoice {
  /// An alternative with what it was chosen by.
  struct Chosen {
    var record: AlternativeRecord
    var components: ScheduleComponents
    var answer: GridAnswer
  }

  /// Alternatives at most.
  let limit: Int
  /// Rows that may stand for one another.
  let rows: [[Int]]
  /// Cells in which two of them differ at least.
  let least: Int
  /// In the order they were considered.
  private(set) var chosen: [Chosen] = []

  init(limit: Int, rows: [[Int]], least: Int) {
    self.limit = limit
    self.rows = rows
    self.least = least
  }

  var isFull: Bool { chosen.count >= limit }

  /// Takes a valid answer that is no better in score than those before it, if it offers a choice.
  mutating func consider(
    _ record: AlternativeRecord, _ components: ScheduleComponents, _ answer: GridAnswer
  ) {
    let offersAChoice = chosen.allSatisfy { other in
      !components.strengths(over: other.components).isEmpty
        && !other.components.strengths(over: components).isEmpty
        && answer.distance(to: other.answer, matching: rows) >= least
    }
    guard !isFull, offersAChoice else { return }
    chosen.append(Chosen(record: record, components: components, answer: answer))
  }
}
