import Coordination
import Store
import Synchronization
import Wire

/// One look through a run's programme, for whoever waits for what comes of it.
final class ProgrammeCheck: Sendable {
  private let abandoned = Atomic(false)

  /// Whether nobody waits any more.
  var isAbandoned: Bool { abandoned.load(ordering: .relaxed) }

  func abandon() { abandoned.store(true, ordering: .relaxed) }
}

/// The first state of a programme's run: is there a schedule at all, as far as counting shows?
///
/// It takes up to seconds and runs beside the loop, so that nodes are answered meanwhile.
extension Leadership {
  /// Looks through a claimed run's programme; what comes of it is an event.
  func check(
    _ row: RunRow, _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) async throws {
    guard row.kind == .program, row.state == .checking,
      let stored = try await database.program(contentHash: row.inputHash),
      let settings = readableSettings(of: row)
    else { return open(row, &group) }
    let base: RunPast.Start?
    do {
      base = try await RunDesk.base(of: settings, database)
    } catch is UnusableInput {
      // Opening the run says what is missing.
      return open(row, &group)
    }
    let check = ProgrammeCheck()
    checking[RunID(row.id)] = check
    pauses[RunID(row.id)] = Pause(used: row.budget.usedMilliseconds, since: now)
    let reader = reader
    // Not of the group: a term that ends does not wait for it.
    Task {
      do {
        try await OwnThread.run("preparing a year") { try reader.prepare(stored, settings) }
      } catch {
        // What is wrong with the programme is said in words where the run is opened.
      }
    }
    group.addTask {
      do {
        let found = try reader.contradiction(stored, settings, base) { check.isAbandoned }
        self.submit(.checked(row, found, check))
      } catch {
        // A programme that cannot be looked through is refused in words where it is opened.
        self.submit(.checked(row, nil, check))
      }
    }
  }

  /// Ends runs that people have cancelled while their programme is looked through. Counting stops
  /// on the way; what is being prepared is made to the end, for whoever submits it again.
  func cancelChecks() async throws {
    for (run, check) in checking {
      guard try await database.run(run.rawValue)?.cancelRequested == true else { continue }
      check.abandon()
      checking[run] = nil
      pauses[run] = nil
      try await database.changeState(.cancelled(run.rawValue), epoch: Int64(epoch))
    }
  }

  /// Goes on with a run that was looked through, or ends it.
  func endChecking(
    _ row: RunRow, _ found: Contradiction?, _ group: inout ThrowingDiscardingTaskGroup<any Error>
  ) async throws {
    checking[RunID(row.id)] = nil
    guard let found else { return open(row, &group) }
    pauses[RunID(row.id)] = nil
    try await database.appendEvents(
      [
        EventRow(
          run: row.id, node: nil, kind: Contradiction.eventKind, detail: found.explanation)
      ], epoch: Int64(epoch))
    try await database.changeState(
      RunTransition(
        run: row.id, to: .infeasible, reason: found.reason, remedy: found.remedy),
      epoch: Int64(epoch))
  }

  /// Nil for settings that cannot be read, which opening the run will say.
  private func readableSettings(of row: RunRow) -> RunSettings? {
    do {
      return try RunSettings(json: row.settings)
    } catch {
      return nil
    }
  }
}
