/// Coolings of one search after another, each a half longer than the one before, to the end of the
/// budget: what one cooling misses, another from a new start may find.
struct RepeatedCooling {
  /// Effort units of the first cooling, at least 1.
  let effort: Int

  /// How much longer each further cooling is: a cooling that is too short fails whatever its seed.
  private static let growth = 1.5

  /// Searches again and again with seeds of their own; returns the best answer of all.
  ///
  /// - Parameter cool: one search under the control that it is given.
  func search(
    _ task: SearchTask, control: any SearchControl,
    cool: (SearchTask, any SearchControl) -> Candidate?
  ) -> Candidate? {
    var length = effort
    var task = task
    var best: Candidate?
    var spent = 0
    repeat {
      let part = CoolingControl(control, after: spent, length: length, best: best)
      _ = cool(task, part)
      best = part.best
      // Where nothing is open a cooling takes nothing, and so would all that follow.
      guard part.effort > 0 else { break }
      spent += part.effort
      length = Int(Double(length) * Self.growth)
      // Odd, so that seeds of many coolings never meet.
      task.seed &+= 0x9E37_79B9_7F4A_7C15
    } while control.shareUsed(effort: spent) < 1
    return best
  }
}

/// The control of one cooling: it ends when it has had its length, or when the whole search does.
private final class CoolingControl: SearchControl {
  private let whole: any SearchControl
  private let spent: Int
  private let length: Int
  private(set) var best: Candidate?
  private(set) var effort = 0

  init(_ whole: any SearchControl, after spent: Int, length: Int, best: Candidate?) {
    self.whole = whole
    self.spent = spent
    self.length = max(1, length)
    self.best = best
  }

  func shareUsed(effort: Int) -> Double {
    self.effort = effort
    let share = whole.shareUsed(effort: spent + effort)
    return share >= 1 ? share : Double(effort) / Double(length)
  }

  /// Only what is better than every cooling before goes on.
  func improved(_ candidate: Candidate) {
    guard best.map(candidate.isBetter(than:)) ?? true else { return }
    var found = candidate
    found.effort += spent
    best = found
    whole.improved(found)
  }
}
