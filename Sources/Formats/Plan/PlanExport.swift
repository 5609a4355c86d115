package import Domain
package import Measures
package import Rules

import Foundation

/// Writes rotation plans for people and programs outside.
package enum PlanExport {
  /// CSV without a header: resident id, then the rotation of each plan column; lines end in LF.
  ///
  /// - Precondition: the plan belongs to these facts.
  /// - Complexity: O(residents · columns).
  package static func csv(_ plan: RotationPlan, of facts: ProgramFacts) -> String {
    precondition(plan.residentCount == facts.residents.count, "The plan is of another programme")
    let names = facts.rotations.map { FormulaGuard.csvField($0.id.rawValue) }
    var text = ""
    for (index, resident) in facts.residents.enumerated() {
      text += FormulaGuard.csvField(resident.id.rawValue)
      for column in 0..<plan.columnCount { text += "," + names[plan[index, column]] }
      text += "\n"
    }
    return text
  }

  /// JSON with sorted keys: programme, columns with dates, assignments, score and violations.
  ///
  /// - Throws: `EncodingError`, which no plan of these facts causes.
  package static func json(
    _ plan: RotationPlan, of facts: ProgramFacts, score: Score, violations: [Violation]
  ) throws -> [UInt8] {
    let columns = facts.planColumns.map {
      PlanDocument.Column(
        block: $0.block, half: $0.half, start: $0.dates.first.description,
        end: $0.dates.last.description)
    }
    let assignments = facts.residents.enumerated().map { index, resident in
      PlanDocument.Assignment(
        resident: resident.id.rawValue, level: resident.level.rawValue,
        rotations: (0..<plan.columnCount).map { facts.rotations[plan[index, $0]].id.rawValue })
    }
    let document = PlanDocument(
      program: facts.name, academicYear: facts.calendar.year, columns: columns,
      assignments: assignments,
      verdict: PlanDocument.Verdict(
        isValid: score.isValid, accreditation: score.accreditation,
        institution: score.institution, soft: score.soft,
        violations: violations.map(PlanDocument.Breach.init)))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return [UInt8](try encoder.encode(document)) + [UInt8(ascii: "\n")]
  }
}

/// The JSON form of a judged plan.
private struct PlanDocument: Encodable {
  struct Column: Encodable {
    var block: Int
    var half: Int?
    var start: String
    var end: String
  }

  struct Assignment: Encodable {
    var resident: String
    var level: String
    var rotations: [String]
  }

  struct Breach: Encodable {
    var rule: String
    var severity: String
    var resident: String?
    /// Zero-based plan columns.
    var columns: [Int]
    var amount: Int
    var explanation: String

    init(_ violation: Violation) {
      rule = violation.instance.rawValue
      severity = violation.severity.rawValue
      resident = violation.person?.rawValue
      columns = violation.columns
      amount = violation.amount
      explanation = violation.explanation
    }
  }

  struct Verdict: Encodable {
    var isValid: Bool
    var accreditation: Int
    var institution: Int
    var soft: Int
    var violations: [Breach]
  }

  var program: String
  var academicYear: Int
  var columns: [Column]
  var assignments: [Assignment]
  var verdict: Verdict
}
