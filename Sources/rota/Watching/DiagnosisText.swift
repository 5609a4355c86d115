import Coordinator
import Diagnosis
import Domain
import Rules

/// A diagnosis as lines for people, and as what ends a run.
extension DiagnosisResult {
  /// The verdict, each conflict with its rules and what could give way, and what was tried.
  var lines: [String] {
    var lines = [verdict]
    for (index, conflict) in conflicts.enumerated() {
      lines.append("Conflict \(index + 1) of \(conflicts.count): \(conflict.statement)")
      lines += conflict.lines.map { "  " + $0 }
    }
    let tried = steps.map { step in
      "\(step.argument) \(step.places)" + (step.remark.map { " (\($0))" } ?? "")
    }
    let milliseconds = steps.reduce(0) { $0 + $1.milliseconds }
    lines.append("Looked at: \(tried.joined(separator: ", ")); \(milliseconds) ms.")
    return lines
  }

  private var verdict: String {
    switch outcome {
    case .infeasible: "Infeasible: there is no schedule."
    case .planFeasible:
      "A rotation plan without hard violations was found and judged; nothing speaks against duties."
    case .yearFeasible: "Feasible: a whole year without hard violations was found and judged."
    case .undecided: "Nothing found speaks against a schedule; whether there is one is not decided."
    }
  }

  /// What ends a run; nil when nothing was found.
  var contradiction: Contradiction? {
    get throws {
      guard let first = conflicts.first else { return nil }
      let more = conflicts.count > 1 ? " (and \(conflicts.count - 1) more)" : ""
      let rules = first.rules.map(\.instance.rawValue).joined(separator: ", ")
      return Contradiction(
        reason: "\(first.statement) Rules: \(rules).\(more)",
        remedy: "Let one of these rules give way; rota check PROGRAM --deep shows by how much.",
        explanation: try Terminal.json(self))
    }
  }
}

extension Conflict {
  fileprivate var lines: [String] {
    var lines = rules.map { "\($0.instance): \($0.words)" }
    if hasLock { lines.append("A locked cell is part of it: nothing was searched.") }
    if !people.isEmpty {
      lines.append("people: " + people.map(\.rawValue).joined(separator: ", "))
    }
    if !dates.isEmpty {
      let ranges = dates.map { $0.dayCount == 1 ? "\($0.first)" : "\($0.first) to \($0.last)" }
      lines.append("dates: " + ranges.joined(separator: ", "))
    }
    if !alsoHolds.isEmpty {
      lines.append("the same for: " + alsoHolds.joined(separator: ", "))
    }
    if !isMinimal { lines.append("time ran out before each member was seen to be necessary") }
    lines += relaxations.map(\.line)
    return lines
  }
}

extension RelaxationOffer {
  fileprivate var line: String {
    let cost = "\(units) unit\(units == 1 ? "" : "s") of \(level.rawValue)"
    return switch evidence {
    case .resolvedFeasible:
      "could give way: \(instance), \(change); \(cost), re-solved: a plan was found and judged"
    case .yearResolved:
      "could give way: \(instance), \(change); "
        + "re-solved: a year was found and judged, with \(cost)"
    case .argumentVanishes:
      "could give way: \(instance), \(change); \(cost) at least, "
        + "the argument vanishes (not re-solved)"
    case .notEnough: "not enough: without \(instance) there is still no schedule"
    }
  }
}
