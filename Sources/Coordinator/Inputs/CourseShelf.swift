import Compilation
import Domain
import Grid
import Rules
import Synchronization

/// The course of the year that a coordinator worked on last.
///
/// Everything in a course follows from its programme and the stages that have ended, so that any
/// coordinator can make it anew; one that has made it goes on from there instead of reading every
/// ended stage again. Courses of one programme share what is dear to make. One is kept: runs seldom
/// take turns.
final class CourseShelf: Sendable {
  static let shared = CourseShelf()

  private struct Kept {
    var program: Program
    var origin: RunOrigin?
    var without: Set<RunSettings.YearPart>
    var ended: [EndedStage]
    var course: YearCourse
  }

  private let last = Mutex<Kept?>(nil)

  /// The course after these stages.
  ///
  /// - Parameters:
  ///   - start: the version to start from; nil for a year from nothing.
  ///   - without: parts of the search that are left out.
  /// - Throws: ``UnusableInput`` when the programme cannot be searched.
  func course(
    of program: Program, from start: RunStart?, without: Set<RunSettings.YearPart>,
    after ended: [EndedStage]
  ) throws -> YearCourse {
    let kept = last.withLock { kept in
      // Versions never change, so that their row stands for them.
      kept?.program == program && kept?.origin == start?.origin && kept?.without == without
        ? kept : nil
    }
    var course: YearCourse
    var taken = 0
    if let kept, ended.starts(with: kept.ended) {
      course = kept.course
      taken = kept.ended.count
    } else {
      let memory = kept?.course.memory ?? YearMemory()
      course = try YearCourse(program, memory, from: start, without: without)
    }
    for stage in ended[taken...] { try course.take(stage) }
    let latest = course
    last.withLock {
      $0 = Kept(
        program: program, origin: start?.origin, without: without, ended: ended, course: latest)
    }
    return course
  }

  /// Forgets a year that has come to its last stage.
  func forget() { last.withLock { $0 = nil } }
}

/// What the stages of a year share and is dear to make: some seconds each for large programmes.
final class YearMemory: Sendable {
  private struct Compiled {
    var plan: RotationPlan
    var weeks: ServiceWeekPlan
    var input: DutyInput
  }

  private let residents = Mutex<PlanProspects.Outlook?>(nil)
  private let weeks = Mutex<[DutyLesson]?>(nil)
  private let compiled = Mutex<Compiled?>(nil)

  /// Prospects of the residents of the course's programme. Whoever asks while they are being made
  /// waits for them.
  func residentOutlook(of program: Program, for grid: DenseGrid) -> PlanProspects.Outlook {
    residents.withLock { known in
      if let known { return known }
      let outlook = PlanProspects(program)?.residentOutlook(for: grid) ?? PlanProspects.Outlook()
      known = outlook
      return outlook
    }
  }

  /// Prospects of the faculty's service weeks, in the same way.
  func weekLessons(of program: Program) -> [DutyLesson] {
    weeks.withLock { known in
      if let known { return known }
      let lessons = PlanProspects(program)?.weekLessons() ?? []
      known = lessons
      return lessons
    }
  }

  /// The duties of a year under a plan and service weeks; those asked for last are kept.
  ///
  /// - Throws: what making them throws.
  func duties(
    under plan: RotationPlan, _ weeks: ServiceWeekPlan, make: () throws -> DutyInput
  ) throws -> DutyInput {
    try compiled.withLock { known in
      if let known, known.plan == plan, known.weeks == weeks { return known.input }
      // The old one goes first: two compiled years at a time are not needed.
      known = nil
      let input = try make()
      known = Compiled(plan: plan, weeks: weeks, input: input)
      return input
    }
  }
}
