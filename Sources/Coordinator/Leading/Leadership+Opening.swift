import Coordination
import Grid
import Logging
import Measures
import Store
import Wire

/// A run's next stage, ready for the machine.
struct OpenedRun: Sendable {
  var work: RunInWork
  var checkpoint: Coordination.Checkpoint

  /// Lets what passed while nothing was searched count for the budget.
  mutating func count(used: Milliseconds) {
    work.count(used: used)
    checkpoint.used = work.row.budget.usedMilliseconds
  }
}

/// Making stages ready. A large year's takes up to half a minute and runs beside the loop, so that
/// nodes hear at once that the stage before has ended, and whoever asks is answered meanwhile.
extension Leadership {
  /// Makes a run's next stage ready; what comes of it is an event.
  func open(_ row: RunRow, _ group: inout ThrowingDiscardingTaskGroup<any Error>) {
    opening.insert(RunID(row.id))
    let runDesk = runDesk
    let database = database
    group.addTask {
      do {
        let opened = try await runDesk.open(row, database)
        self.submit(.opened(row, .success(opened)))
      } catch {
        self.submit(.opened(row, .failure(error)))
      }
    }
  }

  /// Tells the machine of a stage that is ready; a run that cannot be loaded fails with its reason.
  func take(
    _ opened: Result<OpenedRun, any Error>, of row: RunRow,
    _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) async throws {
    let run = RunID(row.id)
    opening.remove(run)
    let pause = pauses.removeValue(forKey: run)
    var ready: OpenedRun
    do {
      ready = try opened.get()
    } catch let error as StoreError {
      throw error
    } catch let error as UnusableInput {
      return try await refuse(row, error)
    } catch {
      // Whatever cannot be read here fails its own run; it must not keep the others from leading.
      return try await refuse(
        row,
        UnusableInput(
          reason: "The run's input or checkpoint cannot be read: \(error)",
          remedy: "Submit it again with this version of rota."))
    }
    if let pause { ready.count(used: pause.used(at: now)) }
    let work = ready.work
    if let settled = work.settled {
      try await database.endStage(work.ended(with: settled), epoch: Int64(epoch))
      pauses[run] = pause
      guard let row = try await database.run(row.id) else { return }
      return open(row, &group)
    }
    let state = work.stage.level == .duties ? RunState.detailing : .planning
    if row.state == .checking || (row.state == .planning && state == .detailing) {
      try await database.changeState(
        RunTransition(run: row.id, to: state), epoch: Int64(epoch))
    }
    await recorder.expect(work)
    runs[run] = work
    try await recordTrivialBound(work)
    try await handle(.runClaimed(work.spec, ready.checkpoint), &group)
  }

  /// The bound that needs no search, shown beside what is proved.
  private func recordTrivialBound(_ work: RunInWork) async throws {
    guard work.boundsAreGlobal else { return }
    let soft: Int
    do {
      soft = try work.grid.trivialBound()
    } catch {
      logger.info("no trivial bound", metadata: ["run": "\(work.row.id)", "why": "\(error)"])
      return
    }
    try await database.recordTrivialBound(Int64(soft), run: work.row.id, epoch: Int64(epoch))
  }

  private func refuse(_ row: RunRow, _ fault: UnusableInput) async throws {
    logger.warning("run failed", metadata: ["run": "\(row.id)", "why": "\(fault.reason)"])
    try await database.changeState(
      RunTransition(run: row.id, to: .failed, reason: fault.reason, remedy: fault.remedy),
      epoch: Int64(epoch))
  }
}
