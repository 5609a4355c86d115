import Determinism

/// One thing to do of a suite: an entrant on an instance with a seed and a budget.
package struct Trial: Sendable, Hashable {
  package var instance: SuiteInstance
  package var entrant: Entrant
  package var seed: Int64
  package var budget: TrialBudget
  package var cluster: ClusterShape

  package init(
    instance: SuiteInstance, entrant: Entrant, seed: Int64, budget: TrialBudget,
    cluster: ClusterShape
  ) {
    self.instance = instance
    self.entrant = entrant
    self.seed = seed
    self.budget = budget
    self.cluster = cluster
  }

  /// What makes a row of results the answer to this trial, the build apart.
  package var key: TrialKey {
    TrialKey(
      instance: instance.hash, definition: entrant.definition, seed: seed,
      budget: budget.description, cluster: cluster)
  }

  package var description: String {
    "\(instance.name) \(entrant.name) seed \(seed) \(budget)"
  }
}

/// What a row of results is found by: contents, never names.
package struct TrialKey: Sendable, Hashable, Codable {
  package var instance: String
  package var definition: String
  package var seed: Int64
  package var budget: String
  package var cluster: ClusterShape
}

extension Suite {
  /// Every trial, in the order of work: seeds outermost, so that a table that is stopped early has
  /// a little of everything; entrants innermost and taking turns to be first, so that peers meet
  /// under the same conditions.
  package var trials: [Trial] {
    var result: [Trial] = []
    for budget in budgets {
      for seed in seeds {
        for instance in instances {
          let turn = result.count / max(1, entrants.count) % max(1, entrants.count)
          for entrant in entrants[turn...] + entrants[..<turn] {
            result.append(
              Trial(
                instance: instance, entrant: entrant, seed: seed, budget: budget,
                cluster: entrant.cluster ?? cluster))
          }
        }
      }
    }
    return result
  }
}

extension [Trial] {
  /// A sample of the trials in their order, the same for the same seed: no instance comes a second
  /// time before all came once.
  package func sample(_ count: Int, seed: UInt64) -> [Trial] {
    var generator = SeededGenerator(seed: seed)
    var order = Array<Int>(indices)
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, generator.below(last + 1))
    }
    var turns: [String: Int] = [:]
    let ranked = order.enumerated().map { position, index -> (Int, Int, Int) in
      let turn = turns[self[index].instance.name, default: 0]
      turns[self[index].instance.name] = turn + 1
      return (turn, position, index)
    }
    return ranked.sorted(by: <).prefix(count).map(\.2).sorted().map { self[$0] }
  }
}
