import Domain
import Rules

/// Checks ``RotationWishes`` wish by wish and block by block.
struct RotationWishesCheck: RuleCheck {
  let rule: RotationWishes

  func findings(in judged: JudgedPlan) -> [Finding] {
    let byResident = Dictionary(grouping: judged.facts.facts.wishes, by: \.resident)
    var findings: [Finding] = []
    for resident in judged.residents {
      let wishes = byResident[judged.facts.facts.residents[resident].id] ?? []
      for (index, dates) in judged.facts.blocks.enumerated() {
        let asked = wishes.filter { $0.dates.overlap(with: dates) >= rule.minimumOverlap }
        findings += denied(asked, to: resident, inBlock: index + 1, judged)
      }
    }
    return findings
  }

  /// The wishes for a block that none of its columns grants, each rotation once.
  private func denied(
    _ asked: [Wish], to resident: Int, inBlock block: Int, _ judged: JudgedPlan
  ) -> [Finding] {
    let columns = Array(judged.facts.columns(ofBlock: block))
    let held = columns.map { judged.rotation(of: resident, in: $0).id }
    var findings: [Finding] = []
    var seen: [RotationID] = []
    for wish in asked where !seen.contains(wish.rotation) {
      seen.append(wish.rotation)
      // Said twice, a wish counts once, by its strongest priority.
      let weights = asked.filter { $0.rotation == wish.rotation }.map { weight(of: $0.priority) }
      guard let weight = weights.max(), weight > 0, !held.contains(wish.rotation) else { continue }
      findings.append(
        Finding(
          resident: resident, columns: columns, amount: weight,
          explanation: "\(judged.name(of: resident)) wished for \(wish.rotation) in block "
            + "\(block) and is on \(sentence(held))"))
    }
    return findings
  }

  private func weight(of priority: Wish.Priority) -> Int {
    switch priority {
    case .high: rule.highWeight
    case .medium: rule.mediumWeight
    case .low: rule.lowWeight
    }
  }
}
