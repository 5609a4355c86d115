import Domain
import Rules

/// A plan of the right shape beside the facts it is judged by, as one rule instance sees it.
struct JudgedPlan {
  let facts: PlanFacts
  let plan: RotationPlan
  /// Positions of the residents in the instance's scope, rising.
  let residents: [Int]

  var columns: Range<Int> { facts.columns.indices }

  /// The rotation that a resident is on in a plan column.
  func rotation(of resident: Int, in column: Int) -> Rotation {
    facts.facts.rotations[plan[resident, column]]
  }

  /// Whether a resident is on one of the rotations in a plan column.
  func isOn(_ rotations: RotationSet, _ resident: Int, _ column: Int) -> Bool {
    rotations.contains(plan[resident, column])
  }

  /// The given columns that the plan has; all when none are given.
  func columns(in chosen: [Int]?) -> [Int] {
    chosen.map { $0.filter(columns.contains) } ?? Array(columns)
  }

  /// The named rotations, for asking of many cells.
  func rotations(_ names: [RotationID]) -> RotationSet { RotationSet(names, in: facts) }

  func name(of resident: Int) -> String { facts.facts.residents[resident].id.rawValue }

  func name(ofColumn column: Int) -> String { facts.columns[column].description }
}

/// Rotations by their positions in the programme. Names that are no rotation of it are in no cell.
struct RotationSet {
  private let holds: [Bool]

  init(_ names: [RotationID], in facts: PlanFacts) {
    var holds = Array(repeating: false, count: facts.facts.rotations.count)
    for name in names {
      if let index = facts.rotationIndex(name) { holds[index] = true }
    }
    self.holds = holds
  }

  func contains(_ rotation: Int) -> Bool { holds[rotation] }
}

/// Rotations as a sentence names them: `MICU or CCU`.
func sentence(_ rotations: [RotationID]) -> String {
  guard let last = rotations.last else { return "no rotation" }
  let others = rotations.dropLast().map(\.rawValue).joined(separator: ", ")
  return others.isEmpty ? last.rawValue : "\(others) or \(last)"
}
