import Domain
import Rules

/// Checks ``StintLength`` by walking each resident's stints from the first column to the last.
struct StintLengthCheck: RuleCheck {
  let rule: StintLength

  func findings(in judged: JudgedPlan) -> [Finding] {
    let members = judged.rotations(rule.rotations)
    var findings: [Finding] = []
    for resident in judged.residents {
      var stint: [Int] = []
      for column in judged.columns {
        if judged.isOn(members, resident, column) {
          stint.append(column)
        } else {
          findings += faults(of: stint, resident, judged)
          stint = []
        }
      }
      findings += faults(of: stint, resident, judged)
    }
    return findings
  }

  /// What is wrong with a whole stint; an empty one is none.
  private func faults(of stint: [Int], _ resident: Int, _ judged: JudgedPlan) -> [Finding] {
    guard let start = stint.first else { return [] }
    let text =
      "\(judged.name(of: resident)) has \(stint.count) columns in a row of "
      + "\(sentence(rule.rotations)) from \(judged.name(ofColumn: start))"
    var findings: [Finding] = []
    if stint.count < rule.minimum {
      findings.append(
        Finding(
          resident: resident, columns: stint, amount: rule.minimum - stint.count,
          explanation: "\(text), at least \(rule.minimum) required"))
    }
    if let maximum = rule.maximum, stint.count > maximum {
      findings.append(
        Finding(
          resident: resident, columns: stint, amount: stint.count - maximum,
          explanation: "\(text), at most \(maximum) allowed"))
    }
    return findings
  }
}
