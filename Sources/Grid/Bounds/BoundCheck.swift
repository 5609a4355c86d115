import Measures

/// What the checker has proved.
package enum ProvedBound: Sendable, Hashable, Comparable {
  /// No valid answer costs less soft points.
  case points(Int)
  /// There is no valid answer at all.
  case noValidAnswer
}

extension DenseGrid {
  /// What multipliers prove, recomputed exactly; see ``LagrangeMultipliers``.
  ///
  /// Rows are shared out to `workers` tasks; each row is one piece of work without suspension, of
  /// some milliseconds to seconds. The answer does not depend on their number.
  ///
  /// - Complexity: O(rows × work of a row's programme), see ``BoundProgram``.
  package func proved(
    by multipliers: LagrangeMultipliers, workers: Int = 1
  ) async throws(BoundRefusal) -> ProvedBound {
    let program = try BoundProgram(self, multipliers)
    let share = max(1, min(workers, rowCount))
    let rowCount = rowCount
    let results = await withTaskGroup(of: (Int, Result<[Int?], BoundRefusal>).self) { group in
      for worker in 0..<share {
        group.addTask { (worker, await program.leasts(from: worker, by: share)) }
      }
      var collected = [Result<[Int?], BoundRefusal>?](repeating: nil, count: share)
      for await (worker, result) in group { collected[worker] = result }
      return collected
    }
    var rows = [Int?](repeating: nil, count: rowCount)
    for (worker, result) in results.enumerated() {
      guard let result else { continue }
      for (index, value) in try result.get().enumerated() { rows[worker + index * share] = value }
    }
    return program.total(rows).map { .points($0) } ?? .noValidAnswer
  }

  /// Checks an offer: what its multipliers prove, if that is at least what it claims.
  ///
  /// - Throws: why it is not believed.
  package func check(
    _ offer: BoundOffer, workers: Int = 1
  ) async throws(BoundRefusal) -> ProvedBound {
    let bound = try await proved(by: offer.multipliers, workers: workers)
    if case .points(let points) = bound, points < offer.claimed {
      throw .tooHigh(claimed: offer.claimed, proved: points)
    }
    return bound
  }
}

extension DenseGrid {
  /// As ``check(_:workers:)``, on the caller's thread alone; nil when `shouldStop`, asked before
  /// each row, says so.
  ///
  /// - Throws: why the offer is not believed.
  package func checkAlone(
    _ offer: BoundOffer, shouldStop: () -> Bool = { false }
  ) throws(BoundRefusal) -> ProvedBound? {
    let program = try BoundProgram(self, offer.multipliers)
    var rows: [Int?] = []
    for row in 0..<rowCount {
      if shouldStop() { return nil }
      rows.append(try program.least(row: row))
    }
    guard let points = program.total(rows) else { return .noValidAnswer }
    if points < offer.claimed { throw .tooHigh(claimed: offer.claimed, proved: points) }
    return .points(points)
  }
}

extension BoundProgram {
  /// Leasts of every `step`-th row from one on; others may run between two rows.
  fileprivate func leasts(from first: Int, by step: Int) async -> Result<[Int?], BoundRefusal> {
    var result: [Int?] = []
    for row in stride(from: first, to: grid.rowCount, by: step) {
      do {
        result.append(try least(row: row))
      } catch {
        return .failure(error)
      }
      await Task.yield()
    }
    return .success(result)
  }
}
