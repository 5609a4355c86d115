/// A comparison as lines for people.
package enum ComparisonText {
  package static func lines(_ comparison: Comparison) -> [String] {
    var lines = [comparison.first, comparison.second].enumerated().map { position, side in
      "\(position == 0 ? "first" : "second"): \(side.label), \(side.entrant), \(side.rows) rows of "
        + side.commits.map { String($0.prefix(12)) }.joined(separator: ", ")
    }
    lines += ["", columns(head), columns(head.map { _ in "----" })]
    lines += comparison.instances.map { columns(fields($0)) }
    lines += [""]
    if comparison.unpaired > 0 {
      lines.append("\(comparison.unpaired) rows have no partner and are left out.")
    }
    let test = comparison.test
    lines.append(
      "Over \(comparison.isTestedOverInstances ? "instances" : "pairs"): "
        + "\(test.count) differences, ranks \(Figures.fixed(test.negativeRanks, 1)) for the "
        + "second and \(Figures.fixed(test.positiveRanks, 1)) for the first, probability "
        + Figures.probability(test.probability))
    lines.append("Verdict: " + words(comparison.verdict))
    return lines
  }

  private static let head = [
    "instance", "pairs", "first", "second", "difference", "second better/equal/worse",
    "probability", "verdict",
  ]

  private static func fields(_ instance: Comparison.Instance) -> [String] {
    [
      instance.name, "\(instance.pairs)", Figures.cost(instance.firstMedian),
      Figures.cost(instance.secondMedian), Figures.percent(instance.medianDifference),
      "\(instance.secondWins)/\(instance.draws)/\(instance.firstWins)",
      Figures.probability(instance.correctedProbability), words(instance.verdict),
    ]
  }

  private static func words(_ verdict: Comparison.Verdict) -> String {
    switch verdict {
    case .firstIsBetter: "the first is better"
    case .secondIsBetter: "the second is better"
    case .noDifferenceShown: "no difference shown"
    case .tooFewPairs: "too few differences to tell"
    }
  }

  private static let widths = [14, 6, 12, 12, 12, 26, 12, 28]

  private static func columns(_ fields: [String]) -> String {
    var line = ""
    for (field, width) in zip(fields, widths) {
      line += field + String(repeating: " ", count: max(1, width - field.count))
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
