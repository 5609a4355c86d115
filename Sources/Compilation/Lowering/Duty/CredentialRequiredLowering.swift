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
    visit(part, in: context) { row, column, missing in
      result.append(
        DutyAllowance(
          row: row, column: column,
          choices: every.subtracting(BitSet(missing.map { $0.choice }))))
    }
    return result
  }

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    guard !part.severity.isHard else { return }
    let context = builder.context
    var prices: [(row: Int, column: Int, choice: Int, count: Int)] = []
    visit(part, in: context) { row, column, missing in
      prices += missing.map { (row, column, $0.choice, $0.count) }
    }
    for item in prices {
      builder.price(
        BitSet([item.choice]), item.row, item.column, item.count * part.price, part)
    }
  }

  /// Cells in which some activity lacks credentials, with the number that each lacks.
  private func visit(
    _ part: DutyRulePart, in context: DutyContext,
    _ found: (Int, Int, [(choice: Int, count: Int)]) -> Void
  ) {
    let asking = context.activities.indices.filter { !context.activities[$0].requires.isEmpty }
    guard !asking.isEmpty else { return }
    var held: [PersonID: [HeldCredential]] = [:]
    for credential in context.people.duty.credentials {
      held[credential.person, default: []].append(credential)
    }
    cells(part, in: context) { row, slot, column in
      let valid = Set(
        (held[context.people.ids[row]] ?? []).filter { $0.dates.contains(slot.date) }
          .map(\.credential))
      let missing = asking.compactMap { choice -> (choice: Int, count: Int)? in
        let count = context.activities[choice].requires.count { !valid.contains($0) }
        return count > 0 ? (choice, count) : nil
      }
      if !missing.isEmpty { found(row, column, missing) }
    }
  }
}
