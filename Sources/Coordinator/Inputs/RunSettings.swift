package import Coordination
package import Domain
import Foundation
package import Grid
package import Wire

/// The version that a run starts from.
package struct RunOrigin: Sendable, Hashable, Codable {
  /// The version's row: versions are never changed nor removed, so that the run can always read it.
  package var version: Int64
  /// Its number in its programme, for people.
  package var number: Int64
  /// What may change; everything else stays.
  package var scope: ScheduleScope
  /// Whether rotation plan and service weeks stay even inside the scope.
  package var keepsPlan: Bool

  package init(version: Int64, number: Int64, scope: ScheduleScope, keepsPlan: Bool) {
    self.version = version
    self.number = number
    self.scope = scope
    self.keepsPlan = keepsPlan
  }
}

/// What an operator chose for one run, as the `settings` column holds it in JSON.
package struct RunSettings: Sendable, Hashable, Codable {
  /// How the whole grid is cut between races.
  package enum Cut: String, Sendable, Hashable, Codable, CaseIterable {
    /// Raced whole from start to end.
    case none
    /// Windows of columns between two races of the whole.
    case windows
  }

  /// How far down a programme's run goes.
  package enum Level: String, Sendable, Hashable, Codable, CaseIterable {
    /// The rotation plan only.
    case plan
    /// Everything that the programme states: duties too where it has them.
    case duties
  }

  /// A part of the search for a year that can be left out, to measure what it is worth.
  package enum YearPart: String, Sendable, Hashable, Codable, CaseIterable {
    /// Duties block by block; without it the whole year is raced at once.
    case decomposition
    /// Searching again what a detail left broken, before another plan is sought.
    case mending
    /// Seeking a plan that denies fewer wishes for a valid year.
    case betterPlan = "better-plan"
    /// Improving what stands to the end of the budget.
    case polish
  }

  /// A strategy with the numbers that tune it.
  package struct Lane: Sendable, Hashable, Codable {
    package var strategy: String
    package var parameters: [String: Double]

    package init(strategy: String, parameters: [String: Double] = [:]) {
      self.strategy = strategy
      self.parameters = parameters
    }

    /// A lane without parameters may leave them out.
    package init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      strategy = try fields.decode(String.self, forKey: .strategy)
      parameters = try fields.decodeIfPresent([String: Double].self, forKey: .parameters) ?? [:]
    }
  }

  /// Alternatives to record, 1...20.
  package var alternatives: Int
  package var cut: Cut
  /// Columns of one window when ``cut`` is windows, at least 2.
  package var windowColumns: Int
  /// Searches that race side by side in deterministic mode, 1...64; nil in time mode.
  package var deterministicLanes: Int?
  /// Least share of cells in which two alternatives differ, in thousandths.
  package var differencePerMille: Int
  /// What lanes run, in turn, on problems that no entry of ``shapes`` fits.
  package var portfolio: [Lane]
  /// Lanes by shape of problem; the first entry that fits counts.
  package var shapes: [ShapedLanes]?
  /// How far down the run goes; duties by default.
  package var level: Level?
  /// Plan, service weeks and dates under which duties are to be found; nil for the plan itself.
  package var duties: YearDocument?
  /// Who asked for it, in words of the asker; nil where nobody said.
  package var label: String?
  /// The version that the run starts from, and what of it may change; nil for a year from nothing.
  package var origin: RunOrigin?
  /// Whether lanes meet: false races each lane alone to the end of the budget, for measuring what
  /// sharing is worth. Nil stands for true.
  package var isSharing: Bool?
  /// Parts of a year's search that are left out, each once and in order; nil stands for none.
  package var without: [YearPart]?

  package init(portfolio: [Lane]) {
    alternatives = 3
    cut = .none
    windowColumns = 42
    deterministicLanes = nil
    differencePerMille = 50
    self.portfolio = portfolio
  }

  /// Cells up to which CP-SAT on one thread finds whole plans; larger ones leave annealing room.
  package static let exactCells = 1_200
  /// CP-SAT with all its strategies on the slot's one thread.
  package static let exactLane = Lane(strategy: "cp-sat", parameters: ["turns": 1])

  /// What a run takes without a portfolio of its own; `cluster/portfolios/default.yaml` says the
  /// same, and why.
  package static var usual: RunSettings {
    func annealing(_ parameters: [String: Double] = [:]) -> Lane {
      Lane(strategy: "annealing", parameters: parameters)
    }
    var settings = RunSettings(portfolio: [annealing()])
    let lines = 0.5
    let manyPeople = ["start-temperature": 5, "hard-scale": 60, "exact-window-share": 0.3]
    settings.shapes = [
      ShapedLanes(
        when: ShapedLanes.Condition(columnsAtLeast: 100, lineRowsAtLeast: lines),
        lanes: [
          Lane(
            strategy: "dual-dive", parameters: ["polish-start": 0.7, "warm-temperature": 0.5]),
          annealing(["exact-window-share": 0.3, "warm-temperature": 0.5]),
        ]),
      ShapedLanes(
        when: ShapedLanes.Condition(
          columnsAtLeast: 28, cellsAtMost: 2_000, lineRowsAtLeast: lines),
        lanes: [
          Lane(strategy: "master-dive"),
          annealing(["start-temperature": 20, "hard-scale": 60]),
        ]),
      ShapedLanes(
        when: ShapedLanes.Condition(
          columnsAtLeast: 28, columnsAtMost: 56, cellsAtMost: 4_000, lineRowsAtLeast: lines),
        lanes: [
          Lane(strategy: "master-dive"),
          annealing(manyPeople),
        ]),
      ShapedLanes(
        when: ShapedLanes.Condition(columnsAtLeast: 28, lineRowsAtLeast: lines),
        lanes: [
          Lane(strategy: "exact-dual-dive"),
          annealing(manyPeople),
        ]),
      ShapedLanes(
        when: ShapedLanes.Condition(cellsAtMost: exactCells),
        lanes: [annealing(), exactLane]),
    ]
    return settings
  }

  /// Whether nobody chose a portfolio.
  package var hasUsualPortfolio: Bool {
    let usual = Self.usual
    return portfolio == usual.portfolio && shapes == usual.shapes
  }

  /// JSON with sorted keys, so that equal settings are equal bytes.
  package var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }

  package init(json: String) throws {
    self = try JSONDecoder().decode(RunSettings.self, from: Data(json.utf8))
  }

  /// The rounds of a run: one race of the whole, or a race, windows and a polish over the seams.
  ///
  /// Annealing wants its whole budget in one piece, so a race that is not cut gets most of it and
  /// the polish only what settles small things.
  package var plan: RoundPlan {
    // What a version already has is where a search from it starts.
    let start = origin == nil ? Round.Start.nothing : .incumbent
    return switch cut {
    case .none where isSharing == false:
      RoundPlan(rounds: [Round(kind: .race(lanes: 2, from: start), weight: 1)])
    case .none:
      RoundPlan(rounds: [
        Round(kind: .race(lanes: 2, from: start), weight: 80),
        Round(kind: .polish(lanes: 2), weight: 20),
      ])
    case .windows:
      RoundPlan(
        rounds: [Round(kind: .race(lanes: 2, from: start), weight: 45)]
          + (0..<3).map { _ in Round(kind: .windows(columns: windowColumns), weight: 10) }
          + [Round(kind: .polish(lanes: 2), weight: 25)])
    }
  }

  /// What lanes run on a problem, in turn: the first list of ``shapes`` that fits, else
  /// ``portfolio``, else any list that there is.
  package func lanes(for grid: DenseGrid) -> [Lane] {
    let shapes = (self.shapes ?? []).filter { !$0.lanes.isEmpty }
    if !shapes.isEmpty {
      let shape = ProblemShape(of: grid)
      if let fitting = shapes.first(where: { $0.when.holds(for: shape) }) { return fitting.lanes }
    }
    return portfolio.isEmpty ? shapes.first?.lanes ?? [] : portfolio
  }

  /// Lanes as the brain of the cluster wants them.
  package static func strategies(of lanes: [Lane]) -> [StrategyChoice] {
    lanes.map { lane in
      StrategyChoice(
        name: lane.strategy,
        parameters: lane.parameters.keys.sorted().map {
          StrategyParameter(name: $0, value: lane.parameters[$0] ?? 0)
        })
    }
  }
}
