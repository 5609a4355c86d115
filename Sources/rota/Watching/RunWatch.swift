import Foundation
import Store

/// Follows a run to its end and shows how it goes.
struct RunWatch {
  let run: Int64
  let database: DatabaseConnection
  /// Whether to show progress on standard error.
  var isQuiet = false

  /// How often rows are read: a person sees nothing faster, and the row changes once a second.
  private static let interval = Duration.milliseconds(250)
  /// Lines without a terminal come at most this often.
  private static let plainInterval = 2.0

  /// Returns the run's row once it has ended. When the person asks to stop, the run is asked to end
  /// once, and watching goes on until it has.
  func toEnd() async throws -> RunRow {
    var shown = 0
    var lastPlain = 0.0
    var lastState: RunState?
    while true {
      guard let row = try await database.run(run) else {
        throw CommandFailure(.unusableInput, "There is no run \(run); see `rota runs list`.")
      }
      if row.state.isTerminal {
        if !isQuiet && Terminal.isInteractive { _ = Terminal.redraw([], over: shown) }
        return row
      }
      if Interruption.isRequested { try await cancelOnce() }
      if !isQuiet {
        let progress = try await database.progress(run: run)
        let lines = ProgressView.lines(row, progress)
        let now = ProcessInfo.processInfo.systemUptime
        if Terminal.isInteractive {
          shown = Terminal.redraw(lines, over: shown)
        } else if now - lastPlain >= Self.plainInterval || row.state != lastState {
          Terminal.say(lines[0])
          lastPlain = now
        }
        lastState = row.state
      }
      try await Task.sleep(for: Self.interval)
    }
  }

  private func cancelOnce() async throws {
    guard Interruption.take() else { return }
    Terminal.say("Stopping run \(run); its best schedule is kept…")
    _ = try await database.requestCancel(run: run)
  }
}

/// Progress as lines for people.
enum ProgressView {
  /// One lane as the coordinator writes it.
  struct Lane: Codable {
    var node: String
    var subproblem: Int
    var strategy: String
    var hard: Int?
    var soft: Int?
    var effort: Int
  }

  /// The first line says all in short; the others are a lane each.
  static func lines(_ row: RunRow, _ progress: RunProgress?) -> [String] {
    guard let progress else { return ["run \(row.id)  \(row.state.rawValue)"] }
    let best = progress.best.map(word) ?? "no answer yet"
    let left = progress.remainingMilliseconds.map { "  \(($0 + 999) / 1_000) s left" } ?? ""
    let bound = row.scores.bound.map { "  bound \($0.soft)" } ?? ""
    let gap = row.scores.gap.map { ", gap \($0)" } ?? ""
    let first =
      "run \(row.id)  \(row.state.rawValue)  \(progress.phase)  best \(best)\(bound)\(gap)\(left)"
    return [first] + lanes(of: progress).map(line)
  }

  static func lanes(of progress: RunProgress) -> [Lane] {
    do {
      return try JSONDecoder().decode([Lane].self, from: Data(progress.lanes.utf8))
    } catch {
      // Written by another version: lanes are a convenience, the run is not.
      return []
    }
  }

  /// `valid 123`, or how many hard units are broken.
  static func word(_ score: StoredScore) -> String {
    score.accreditation == 0 && score.institution == 0
      ? "valid, \(score.soft) points"
      : "\(score.accreditation + score.institution) hard units broken, \(score.soft) points"
  }

  private static func line(_ lane: Lane) -> String {
    let best =
      lane.soft.map { soft in
        (lane.hard ?? 0) == 0 ? "valid \(soft)" : "\(lane.hard ?? 0) broken, \(soft)"
      } ?? "…"
    let moves = String(format: "%.1f M moves", Double(lane.effort) / 1e6)
    return "  \(lane.node)  part \(lane.subproblem)  \(lane.strategy)  \(best)  \(moves)"
  }
}
