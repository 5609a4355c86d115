import Measures
import Rules

extension Verdict {
  /// The verdict for a person to read: whether it is valid, what each instance adds, and the first
  /// violations. Every line ends with a line break.
  ///
  /// - Parameter violations: how many violations to list, at least 0.
  package func report(violations limit: Int = 20) -> String {
    var lines = [headline]
    for share in byInstance where share.units > 0 {
      lines.append(
        "\(share.units) units × \(share.weight) = \(share.points)  \(share.severity.rawValue)  "
          + "\(share.instance) (\(share.rule))")
    }
    let listed = violations.prefix(max(0, limit))
    lines += listed.map { "- \($0.instance): \($0.explanation)" }
    if violationCount > listed.count { lines.append("- and \(violationCount - listed.count) more") }
    if !relaxed.isEmpty { lines.append("\(relaxed.count) findings are spared by relaxations") }
    return lines.map { $0 + "\n" }.joined()
  }

  private var headline: String {
    isValid
      ? "The \(level.rawValue) is valid; \(score)"
      : "The \(level.rawValue) is not valid: \(hardUnits) units of hard rules are broken; \(score)"
  }
}
