import Compilation
import Grid
import Rules
import Synchronization

/// Prospects of the programme that was asked about last.
///
/// They compile every rotation's year, some seconds for large programmes, and a run asks for them
/// at each stage above its duties. One programme's are kept: runs seldom take turns.
final class ProspectShelf: Sendable {
  static let shared = ProspectShelf()

  private let last = Mutex<(program: Program, lessons: [DutyLesson])?>(nil)

  func lessons(of program: Program, for grid: DenseGrid) -> [DutyLesson] {
    if let found = last.withLock({ $0?.program == program ? $0?.lessons : nil }) { return found }
    let lessons = PlanProspects(program)?.lessons(for: grid) ?? []
    last.withLock { $0 = (program, lessons) }
    return lessons
  }
}
