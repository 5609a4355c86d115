import ExactSearch
import Foundation
import Grid
import Measures
import Search
import Synchronization
import Testing

/// What becomes of a search when its child dies, is not there, or is told to stop.
///
/// One after another: they count the children of this process.
@Suite(
  .serialized,
  .enabled(if: SolvingChild.isAvailable, "OR-Tools is not installed: run make setup"))
struct ChildTests {
  private let task: SearchTask

  init() {
    // A first answer within a second, the best one not within a minute.
    let grid = SolvingTests.largeGrid(people: 12, days: 28)
    task = SearchTask(
      model: SearchModel(grid), subproblem: Subproblem(free: .whole(of: grid), border: nil),
      seed: 3)
  }

  private func model() throws -> [UInt8] {
    try GridModel(of: task.model.grid, task.subproblem, hardRules: .forbidden).bytes()
  }

  @Test func aKilledChildCostsOneSearchAndTheNextHasItsOwn() throws {
    let solver = ExactSolver(SolvingChild.settings())
    let bytes = try model()
    let outcome = solver.solve(bytes, SolverLimits()) { progress in
      if progress.best != nil, let child = solver.childIdentifier { kill(child, SIGKILL) }
      return true
    }
    guard case .crashed(let reason) = outcome else {
      Issue.record("not a crash: \(outcome)")
      return
    }
    #expect(reason.contains("signal 9"))
    #expect(solver.crashes == 1)
    let second = solver.solve(bytes, SolverLimits()) { $0.best == nil }
    guard case .answered(let response) = second else {
      Issue.record("no answer after a crash: \(second)")
      return
    }
    #expect(!response.values.isEmpty)
  }

  @Test func aDeadChildIsNoticedThoughSomebodyHoldsItsSocketOpen() throws {
    var settings = SolvingChild.settings()
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("rota-holder-\(ProcessInfo.processInfo.globallyUniqueString)")
    // A shell that leaves a sleeper with its output behind before it becomes the child.
    settings.arguments =
      ["-c", "sleep 600 & echo $! > '\(file.path)'; exec \"$0\" \"$@\"", settings.program]
      + settings.arguments
    settings.program = "/bin/sh"
    let solver = ExactSolver(settings)
    var isKilled = false
    var looksAfter = 0
    let outcome = solver.solve(try model(), SolverLimits()) { progress in
      if isKilled { looksAfter += 1 }
      if progress.best != nil, !isKilled, let child = solver.childIdentifier {
        isKilled = kill(child, SIGKILL) == 0
      }
      return looksAfter < 200
    }
    let holder = try String(contentsOf: file, encoding: .utf8)
    let sleeper = try #require(Int32(holder.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(kill(sleeper, SIGKILL) == 0, "nobody held the socket")
    try FileManager.default.removeItem(at: file)
    guard case .crashed(let reason) = outcome else {
      Issue.record("not a crash: \(outcome)")
      return
    }
    #expect(reason.contains("signal 9") && looksAfter < 200)
  }

  @Test func aStopIsHeardWithinASecond() throws {
    let control = TestControl()
    let strategy = CPSATStrategy(
      StrategyParameters(["uninterrupted": 1]), SolvingChild.settings())
    // Stopped at once, in the middle of presolving: the worst moment.
    var looks = 0
    control.isOver = { _ in
      looks += 1
      return looks > 20
    }
    _ = strategy.search(task, control: control)
    let ended = try #require(control.ended)
    // The promise itself is a time; a machine under load gets some more.
    #expect(ContinuousClock.now - ended < .seconds(3))
  }

  @Test func aSearchThatIsStoppedKeepsWhatItsChildHad() throws {
    let solver = ExactSolver(SolvingChild.settings())
    let lowered = try GridModel(of: task.model.grid, task.subproblem, hardRules: .forbidden)
    let outcome = solver.solve(try lowered.bytes(), SolverLimits()) { $0.best == nil }
    guard case .answered(let response) = outcome else {
      Issue.record("no answer: \(outcome)")
      return
    }
    let answer = try lowered.answer(from: response.values)
    let score = task.model.grid.recount(answer).score
    #expect(score.isValid)
    #expect(Int64(score.soft) == lowered.objective(of: response.values))
    let bound = try #require(lowered.bound(of: response.innerBound))
    #expect(bound <= score.soft)
  }

  @Test func tooLittleMemoryCostsTheAttemptAndNotTheNode() throws {
    var settings = SolvingChild.settings()
    // Enough to open the library, too little for the model and its search.
    settings.memoryBytes = 300 << 20
    let solver = ExactSolver(settings)
    var limits = SolverLimits()
    limits.workers = 8
    // A child that hangs for want of memory is ended like one that is told to stop.
    let start = ContinuousClock.now
    var hangs = false
    let outcome = solver.solve(try model(), limits) { progress in
      hangs = ContinuousClock.now - start > .seconds(30)
      return progress.best == nil && !hangs
    }
    if case .answered = outcome { #expect(hangs, "300 MiB were enough") }
  }

  @Test func childrenEndWithTheSearchTheyServe() throws {
    let control = TestControl()
    control.isOver = { !$0.candidates.isEmpty }
    _ = CPSATRepairStrategy(StrategyParameters(), SolvingChild.settings())
      .search(task, control: control)
    #expect(SolvingChild.running().isEmpty)
  }

  @Test func aChildEndsWithItsParent() throws {
    // A shell between us and the child: killing it must end the child.
    let settings = SolvingChild.settings()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: settings.program)
    process.arguments = ["exact-child", "--library", try settings.library.get()]
    let input = Pipe()
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}

/// What is said where OR-Tools is not.
@Suite struct AbsenceTests {
  @Test func withoutTheLibraryTheStrategiesSayWhyAndFindNothing() {
    var settings = SolvingChild.settings()
    settings.library = .failure(ORToolsLibrary.Absent(description: "not on this machine"))
    let grid = SolvingTests.largeGrid()
    let task = SearchTask(
      model: SearchModel(grid), subproblem: Subproblem(free: .whole(of: grid), border: nil),
      seed: 3)
    let strategies: [any Strategy] = [
      CPSATStrategy(StrategyParameters(), settings),
      CPSATRepairStrategy(StrategyParameters(), settings),
    ]
    for strategy in strategies {
      #expect(strategy.refusal(of: task) == "not on this machine")
      #expect(strategy.search(task, control: TestControl()) == nil)
    }
    let outcome = ExactSolver(settings).solve([], SolverLimits()) { _ in true }
    guard case .unavailable(let reason) = outcome else {
      Issue.record("not unavailable: \(outcome)")
      return
    }
    #expect(reason == "not on this machine")
  }

  @Test func aLibraryThatCannotBeOpenedIsUnavailable() {
    var settings = SolvingChild.settings()
    settings.library = .success("/dev/null")
    let outcome = ExactSolver(settings).solve([], SolverLimits()) { _ in true }
    guard case .unavailable(let reason) = outcome else {
      Issue.record("not unavailable: \(outcome)")
      return
    }
    #expect(reason.contains("/dev/null"))
  }
}

/// The library's log as it writes it.
@Suite struct ProgressTests {
  /// What is known after these lines, and which of them said something new.
  private func progress(after lines: [Substring]) -> (ExactProgress, [Bool]) {
    var progress = ExactProgress()
    let isNews = lines.map { progress.read(line: $0) }
    return (progress, isNews)
  }

  @Test func scoresAndBoundsAreReadFromTheLog() {
    let (progress, isNews) = progress(after: [
      "Starting CP-SAT solver v9.15.6755",
      "#Bound   0.42s best:inf   next:[12,inf]     initial_propagation",
      "#1       1.05s best:9221  next:[12,9220]    no_lp",
      "#Model   1.10s var:100/200 constraints:10/20",
    ])
    #expect(isNews == [false, true, true, false])
    #expect(progress.best == 9221)
    #expect(progress.bound == 12)
  }

  @Test func aRoundedBoundIsTakenLower() throws {
    let (progress, _) = progress(after: [
      "#Bound 3s best:1.23457e+06 next:[1.23457e+06,1.2346e+06] lb"
    ])
    #expect(try #require(progress.bound) <= 1_234_565)
  }

  @Test func progressSurvivesItsEncoding() {
    let nothing = ExactProgress()
    #expect(ExactProgress(bytes: nothing.bytes) == nothing)
    let (some, _) = progress(after: ["#1 1.05s best:-9.5 next:[-12,-10] x"])
    #expect(ExactProgress(bytes: some.bytes) == some)
    #expect(ExactProgress(bytes: [1, 2]) == nil)
  }
}
