import Benchmarking
import Coordinator
import Store

/// When a run's valid answers became better, from its events.
enum RunCourse {
  /// Improvements in the order of their time, each below the one before.
  ///
  /// - Throws: `StoreError` when events cannot be read.
  static func points(
    of row: RunRow, _ connection: DatabaseConnection
  ) async throws -> [ResultRow.TracePoint] {
    guard let started = row.moments.startedAt else { return [] }
    var points: [ResultRow.TracePoint] = []
    var after: Int64 = 0
    while true {
      let events = try await connection.events(run: row.id, after: after, limit: 1_000)
      guard let last = events.last else { return points }
      after = last.id
      for event in events where event.kind == ImprovementDetail.kind {
        guard let detail = ImprovementDetail(json: event.detail), let at = event.at,
          detail.soft < points.last?.cost ?? .max
        else { continue }
        let time = Double(at.microseconds - started.microseconds) / 1e6
        points.append(
          ResultRow.TracePoint(time: time, cost: detail.soft, strategy: detail.strategy))
      }
    }
  }

  /// A few moments of a course, evenly spread over its time: `447 after 7 s, 61 after 30 s`.
  static func words(_ points: [ResultRow.TracePoint]) -> String? {
    guard let first = points.first, let last = points.last, points.count > 1 else { return nil }
    func second(_ point: ResultRow.TracePoint) -> Int { Int(point.time.rounded()) }
    var shown = [first]
    for step in 1...moments {
      let time = first.time + (last.time - first.time) * Double(step) / Double(moments)
      let reached = points.last { $0.time <= time } ?? first
      if let before = shown.last, second(reached) > second(before) { shown.append(reached) }
    }
    return shown.map { "\($0.cost) after \(second($0)) s" }.joined(separator: ", ")
  }

  /// Moments after the first that fit a line.
  private static let moments = 5
}
