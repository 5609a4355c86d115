import Containers
import Domain
import Rules

/// Translates ``CredentialRequired``: a hard rule closes what the person lacks a credential for, a
/// soft one prices each missing credential.
struct CredentialRequiredLowering: DutyCellLowering {
  let rule: CredentialRequired

  func allowances(_ part: DutyRulePart, in context: DutyContext) -> [DutyAllowance] {
    let every = BitSet.below(context.activities.count)
    var result: [DutyAllowance] = []
    visit(part, in: context) { row, column, lacking in
      result.append(
        DutyAllowance(row: row, column: column, choices: every.subtracting(lacking.choices)))
    }
    return result
  }

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    guard !part.severity.isHard else { return }
    let context = builder.context
    var prices: [(row: Int, column: Int, choice: Int, count: Int)] = []
    visit(part, in: context) { row, column, lacking in
      prices += lacking.counts.map { (row, column, $0.choice, $0.count) }
    }
    for item in prices {
      builder.price(
        BitSet([item.choice]), item.row, item.column, item.count * part.price, part)
    }
  }

  /// Activities for which a person lacks credentials, with the number that each lacks.
  private struct Lacking {
    var choices = BitSet()
    var counts: [(choice: Int, count: Int)] = []
  }

  /// Cells in which some activity lacks credentials.
  private func visit(
    _ part: DutyRulePart, in context: DutyContext, _ found: (Int, Int, Lacking) -> Void
  ) {
    let asking = context.activities.indices.filter { !context.activities[$0].requires.isEmpty }
    guard !asking.isEmpty else { return }
    let held = heldByRow(context)
    // What a row lacks changes only where a validity begins or ends.
    var known = Array(repeating: (valid: BitSet?.none, lacking: Lacking()), count: held.count)
    cells(part, in: context) { row, slot, column in
      let valid = BitSet(held[row].indices.filter { held[row][$0].dates.contains(slot.date) })
      if known[row].valid != valid {
        let names = Set(valid.members.map { held[row][$0].credential })
        let counts = asking.compactMap { choice -> (choice: Int, count: Int)? in
          let count = context.activities[choice].requires.count { !names.contains($0) }
          return count > 0 ? (choice, count) : nil
        }
        known[row] = (valid, Lacking(choices: BitSet(counts.map(\.choice)), counts: counts))
      }
      if !known[row].lacking.counts.isEmpty { found(row, column, known[row].lacking) }
    }
  }

  private func heldByRow(_ context: DutyContext) -> [[HeldCredential]] {
    var held = Array(repeating: [HeldCredential](), count: context.people.count)
    for credential in context.people.duty.credentials {
      if let row = context.people.row(of: credential.person) { held[row].append(credential) }
    }
    return held
  }
}
