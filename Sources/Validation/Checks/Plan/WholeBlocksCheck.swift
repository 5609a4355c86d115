import Domain
import Rules

/// Checks ``WholeBlocks``: compares the two halves of each block.
struct WholeBlocksCheck: RuleCheck {
  let rule: WholeBlocks

  func findings(in judged: JudgedPlan) -> [Finding] {
    guard judged.facts.facts.planUnit == .halfBlock else { return [] }
    var findings: [Finding] = []
    for resident in judged.residents {
      for block in 1...max(1, judged.facts.blocks.count) {
        let halves = Array(judged.facts.columns(ofBlock: block))
        let rotations = halves.map { judged.rotation(of: resident, in: $0) }
        guard let first = rotations.first, let second = rotations.last, first.id != second.id
        else { continue }
        let broken = rotations.filter { !$0.mayBeHalf }
        guard !broken.isEmpty else { continue }
        findings.append(
          Finding(
            resident: resident, columns: halves, amount: broken.count,
            explanation: "\(judged.name(of: resident)) has \(first.id) and \(second.id) in block "
              + "\(block), and \(broken.map(\.id.rawValue).joined(separator: " and ")) may not be "
              + "halved"))
      }
    }
    return findings
  }
}
