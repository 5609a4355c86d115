import Domain
import Foundation
import Rules
import Store
import Validation

/// Plans, verdicts and violations in the words of the store.
enum ResultText {
  static func assignments(
    of plan: RotationPlan, _ facts: ProgramFacts
  ) -> [StoredAssignment] {
    let columns = facts.planColumns
    return facts.residents.enumerated().flatMap { index, resident in
      columns.enumerated().map { position, column in
        StoredAssignment(
          resident: resident.id.rawValue, block: Int16(column.block),
          half: column.half.map { Int16($0) },
          rotation: facts.rotations[plan[index, position]].id.rawValue)
      }
    }
  }

  /// A violation with its place: plan columns from 1, or dates.
  static func stored(_ violation: Violation) -> StoredViolation {
    var place = violation.columns.map { "\($0 + 1)" }.joined(separator: " ")
    if let dates = violation.duty?.dates {
      place = dates.dayCount == 1 ? "\(dates.first)" : "\(dates.first) to \(dates.last)"
    }
    return StoredViolation(
      ruleInstance: violation.instance.rawValue, person: violation.person?.rawValue,
      place: place, amount: Int64(max(1, violation.amount)), level: violation.severity.rawValue,
      explanation: violation.explanation)
  }

  /// Rule instance → points, as a JSON object.
  static func scoreByInstance(_ verdict: Verdict) throws -> String {
    try json(
      Dictionary(
        verdict.byInstance.map { ($0.instance.rawValue, $0.points) },
        uniquingKeysWith: { first, _ in first }))
  }

  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
