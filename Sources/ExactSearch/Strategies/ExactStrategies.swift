package import Search

/// The strategies that need OR-Tools, by name.
package enum ExactStrategies {
  package static let all: [any Strategy.Type] = [
    CPSATStrategy.self, CPSATRepairStrategy.self, MasterDiveStrategy.self,
  ]

  /// Nil when no strategy has the name.
  package static func strategy(
    named name: String, _ parameters: StrategyParameters
  ) -> (any Strategy)? {
    all.first { $0.name == name }?.init(parameters)
  }

  /// Nil when they can run on this machine, else why not.
  package static var unavailability: String? { ExactSettings.ofThisMachine().unavailability }
}

/// What both strategies read from their parameters.
struct ExactParameters: Sendable {
  /// Threads of the solver, 1...64.
  let workers: Int
  let settings: ExactSettings
  /// Whether the library's strategies take turns, so that one thread has them all.
  let takesTurns: Bool

  /// Effort units of one second of the library's own measure: about what annealing proposes in a
  /// second of one core.
  static let effortOfSecond = 5_000_000.0

  init(_ parameters: StrategyParameters, _ settings: ExactSettings = .ofThisMachine()) {
    // A cluster of many-core machines has tens of cores a node; more threads than that only wait.
    workers = max(1, min(64, Int(parameters.value("workers", default: 1))))
    takesTurns = parameters.value("turns", default: 0) != 0
    var own = settings
    let mebibytes = parameters.value(
      "memory-mebibytes", default: Double(settings.memoryBytes >> 20))
    // Under 256 MiB the library cannot even be opened; above 1 TiB is no limit.
    own.memoryBytes = Int(max(256, min(1_048_576, mebibytes))) << 20
    self.settings = own
  }

  func refusal(of task: SearchTask) -> String? {
    settings.unavailability ?? GridModelBuilder.refusal(of: task.model.grid)
  }

  static func effort(_ deterministicTime: Double) -> Int {
    Int((max(0, deterministicTime) * effortOfSecond).rounded())
  }
}
