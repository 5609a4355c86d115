/// Which trials of a suite still need a row.
package enum RemainingTrials {
  /// Trials without a row that counts, in their order.
  ///
  /// - Parameter commit: Only rows of this commit count; nil lets any row count.
  package static func of(_ trials: [Trial], rows: [ResultRow], commit: String?) -> [Trial] {
    let done = Set(
      rows.filter { commit == nil || $0.circumstances.commit == commit }.map(\.key))
    return trials.filter { !done.contains($0.key) }
  }

  /// The newest row of each trial, by its key; rows of other trials are left out.
  package static func newest(_ rows: [ResultRow], of trials: [Trial]) -> [TrialKey: ResultRow] {
    let wanted = Set(trials.map(\.key))
    var newest: [TrialKey: ResultRow] = [:]
    for row in rows where wanted.contains(row.key) {
      // Dates in ISO 8601 order as text; of equal ones the line added last counts.
      if let other = newest[row.key], other.circumstances.date > row.circumstances.date { continue }
      newest[row.key] = row
    }
    return newest
  }
}
