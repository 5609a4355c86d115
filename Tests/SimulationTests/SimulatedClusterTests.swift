import Coordination
import Foundation
import Grid
import Simulation
import Testing
import Wire

/// The whole cluster from a seed. Each seed fixes the faults, the order of messages and the search.
struct SimulatedClusterTests {
  /// Seeds of every run; `ROTA_SIM_SEEDS` asks for more.
  static let seeds: Range<UInt64> = {
    let asked = ProcessInfo.processInfo.environment["ROTA_SIM_SEEDS"].flatMap(UInt64.init)
    return 1..<(asked ?? 50) + 1
  }()

  static func spec(_ mode: RunMode, seed: UInt64) -> RunSpec {
    let grid = SmallProblem.grid(seed: seed)
    let whole = FreeRegion.whole(of: grid)
    let hash = GridHash(Array(repeating: UInt8(truncatingIfNeeded: seed), count: 32))!
    var spec = RunSpec(
      run: RunID(7), grid: grid, encoded: (hash, WireCodec.encode(grid: grid).count), seed: seed,
      mode: mode,
      portfolio: [StrategyChoice(name: "climb"), StrategyChoice(name: "climb-again")])
    spec.plan = RoundPlan(rounds: [
      Round(kind: .race(lanes: 3, from: .nothing), weight: 3),
      Round(
        kind: .parts(
          [
            FreeRegion(rows: whole.rows, columns: 0..<2),
            FreeRegion(rows: Array(whole.rows.dropFirst()), columns: 4..<6),
          ], isFresh: true), weight: 1, effortPerCell: 20),
      Round(kind: .windows(columns: 4), weight: 2),
      Round(kind: .rowGroups(count: 2), weight: 2),
      Round(kind: .polish(lanes: 3), weight: 2),
    ])
    return spec
  }

  @Test(arguments: seeds)
  func aRunOnAClockSurvivesEveryFault(seed: UInt64) {
    var cluster = SimulatedCluster(
      spec: Self.spec(.time(budget: 30_000), seed: seed), nodes: 4, slots: 2, faults: .harsh,
      seed: seed)
    cluster.run()
    #expect(cluster.faultsFound.isEmpty, "seed \(seed): \(cluster.faultsFound)")
    #expect(cluster.outcome == .completed, "seed \(seed): \(String(describing: cluster.outcome))")
    #expect(cluster.recorded?.isEmpty == false, "seed \(seed) recorded nothing")
  }

  @Test(arguments: seeds.prefix(20))
  func theAnswerDoesNotDependOnNodesOrFaults(seed: UInt64) {
    let spec = Self.spec(.deterministic(effort: 400, lanes: 3), seed: seed)
    var settings = ClusterSettings()
    // Quarantine after many deaths is the one thing that may change a deterministic answer.
    settings.killsMax = 1_000_000
    var answers: [[RankedAnswer]?] = []
    for nodes in [1, 3, 16] {
      var cluster = SimulatedCluster(spec: spec, nodes: nodes, settings: settings, seed: seed)
      cluster.run()
      #expect(cluster.faultsFound.isEmpty, "seed \(seed): \(cluster.faultsFound)")
      answers.append(cluster.recorded)
    }
    var harsh = SimulatedCluster(
      spec: spec, nodes: 3, faults: .harsh, settings: settings, seed: seed &+ 1_000)
    harsh.run()
    #expect(harsh.faultsFound.isEmpty, "seed \(seed) with faults: \(harsh.faultsFound)")
    answers.append(harsh.recorded)
    #expect(answers[0]?.isEmpty == false)
    #expect(answers.allSatisfy { $0 == answers[0] }, "seed \(seed): answers differ")
  }
}
