/// The part of a page that shows one field: its tables and plots.
struct ReportSection {
  let field: FieldAnalysis
  let analysis: SuiteAnalysis

  var html: String {
    let plots = FieldPlots(field: field, reference: analysis.reference)
    return """
      <h2>Budget: \(MarkupText.html(field.isEffort ? "effort, in lock-step" : field.title))</h2>
      \(summary)
      \(plots.gapOverTime)
      \(perInstance)
      \(plots.strips)
      \(moments)
      \(pairings)
      \(plots.profiles)
      \(virtualBest)
      \(ablations)
      \(strategies)
      """
  }

  private var summary: String {
    let best = (
      gap: field.entrants.compactMap(\.gapMean).min(),
      integral: field.entrants.map(\.primalIntegral).min(),
      wins: field.entrants.map(\.wins).max()
    )
    return HTMLTable(
      caption: "Entrants over all instances and seeds",
      head: [
        "Entrant", "Trials", "Valid", "False claims", "Wins", "Gap", "Primal integral",
        "First valid", "To 1 %", "Came to 1 %", "Core-seconds", "Seconds", "Node, MiB",
        "Coordinator, ms an offer",
      ],
      rows: field.entrants.map { entrant in
        [
          .remarked(entrant.name, entrant.definition, isBest: false),
          .words("\(entrant.trials)"), .words("\(entrant.valid)"),
          entrant.falseClaims > 0 ? .bad("\(entrant.falseClaims)") : .words("0"),
          entrant.wins == best.wins ? .best("\(entrant.wins)") : .words("\(entrant.wins)"),
          mark(Figures.percent(entrant.gapMean), entrant.gapMean == best.gap),
          mark(
            Figures.fixed(entrant.primalIntegral, 4), entrant.primalIntegral == best.integral),
          .words(Figures.time(entrant.medianFirstTime, isEffort: field.isEffort)),
          .words(
            Figures.time(entrant.timesToGap.last.flatMap { $0 }, isEffort: field.isEffort)),
          .words("\(entrant.reached.last ?? 0) of \(entrant.trials)"),
          .words(entrant.coreSeconds.map { Figures.grouped(Int($0)) } ?? "–"),
          .words(Figures.grouped(Int(entrant.wallSeconds))),
          .words(entrant.nodeMiB.map(Figures.grouped) ?? "–"),
          .words(entrant.millisecondsAnOffer.map { Figures.fixed($0, 1) } ?? "–"),
        ]
      }
    ).html
  }

  private func mark(_ text: String, _ isBest: Bool) -> HTMLTable.Cell {
    isBest ? .best(text) : .words(text)
  }

  private var perInstance: String {
    HTMLTable(
      caption: "Median cost over seeds, least and greatest behind it, and gap of the median",
      head: ["Instance", "Best known", "Checked bound", "Target"] + field.entrants.map(\.name),
      rows: analysis.instances.map { instance in
        let cells = field.entrants.map { field.cell($0.name, instance.name) }
        let best = cells.compactMap { $0?.medianCost }.min()
        return [
          .words(instance.name), .words(Figures.cost(instance.reference)),
          .words(Figures.cost(instance.checkedBound)), .words(Figures.cost(instance.target)),
        ]
          + cells.map { cell in
            guard let cell, !cell.costs.isEmpty else { return .words("not run") }
            guard let median = cell.medianCost else {
              return .bad("no valid answer in \(cell.costs.count { $0 == nil })")
            }
            let range =
              "\(Figures.cost(cell.leastCost))…\(Figures.cost(cell.greatestCost)), "
              + Figures.percent(cell.gap)
            return .remarked(Figures.cost(median), range, isBest: median == best)
          }
      }
    ).html
  }

  private var moments: String {
    let shares = EntrantSummary.gapShares.map { "to \(Figures.fixed($0 * 100, 0)) %" }
    return HTMLTable(
      caption: "Median primal gap at moments, and mean times to gaps (trials that came so near)",
      head: ["Entrant"]
        + field.moments.map { Figures.time($0, isEffort: field.isEffort) } + shares,
      rows: field.entrants.map { entrant in
        [.words(entrant.name)] + entrant.gapsAtMoments.map { .words(Figures.percent($0)) }
          + zip(entrant.timesToGap, entrant.reached).map { time, reached in
            .remarked(
              Figures.time(time, isEffort: field.isEffort), "(\(reached))", isBest: false)
          }
      }
    ).html + speedUp
  }

  /// How much sooner each entrant comes to a gap than the reference, where both came there in
  /// more than half of their trials.
  private var speedUp: String {
    guard field.isEffort,
      let base = field.entrants.first(where: { $0.name == analysis.reference })
    else { return "" }
    let shares = EntrantSummary.gapShares
    return HTMLTable(
      caption: "Speed-up in effort a lane to a gap, against \(base.name)",
      head: ["Entrant"] + shares.map { "to \(Figures.fixed($0 * 100, 0)) %" },
      rows: field.entrants.map { entrant in
        [.words(entrant.name)]
          + shares.indices.map { index -> HTMLTable.Cell in
            guard 2 * entrant.reached[index] > entrant.trials,
              2 * base.reached[index] > base.trials,
              let own = entrant.timesToGap[index], let other = base.timesToGap[index], own > 0
            else { return .words("–") }
            return .words(Figures.fixed(other / own, 2) + " ×")
          }
      }
    ).html
  }

  private var pairings: String {
    guard !field.pairings.isEmpty else { return "" }
    return HTMLTable(
      caption: "Against \(analysis.reference), by instance",
      head: ["Entrant", "Better", "Equal", "Worse", "Probability", "Corrected", "Verdict"],
      rows: field.pairings.map { pair in
        [
          .words(pair.entrant), .words("\(pair.wins)"), .words("\(pair.draws)"),
          .words("\(pair.losses)"), .words(Figures.probability(pair.test.probability)),
          .words(Figures.probability(pair.correctedProbability)), .words(verdict(pair)),
        ]
      }
    ).html
  }

  private func verdict(_ pair: FieldAnalysis.Pairing) -> String {
    if pair.correctedProbability < Comparison.level {
      return pair.test.positiveRanks < pair.test.negativeRanks ? "better" : "worse"
    }
    return pair.test.count < Comparison.differencesMin
      ? "too few differences to tell" : "no difference shown"
  }

  private var virtualBest: String {
    guard let best = field.virtualBest, best.entrants.count > 1 else { return "" }
    return HTMLTable(
      caption: "Virtual best of these entrants: mean primal gap \(Figures.percent(best.gap))",
      head: ["Entrant", "Marginal contribution", "Shapley share"],
      rows: best.entrants.indices.map { index in
        [
          .words(best.entrants[index]), .words(Figures.percent(best.marginal[index])),
          .words(best.shapley.isEmpty ? "–" : Figures.percent(best.shapley[index])),
        ]
      }
    ).html
  }

  /// What leaving something out costs, by instance and in the mean.
  private var ablations: String {
    let rows = field.entrants.compactMap { entrant -> [HTMLTable.Cell]? in
      guard let name = entrant.ablationOf,
        let whole = field.entrants.first(where: { $0.name == name }),
        let own = entrant.gapMean, let other = whole.gapMean
      else { return nil }
      let pairs = field.cells.filter { $0.entrant == entrant.name && !$0.costs.isEmpty }
        .compactMap { cell in
          field.cell(name, cell.instance).map { ($0.costs.isEmpty ? nil : $0, cell) }
        }.compactMap { pair in pair.0.map { ($0, pair.1) } }
      let test = SignedRankTest(pairs.map { $0.1.primalGap - $0.0.primalGap })
      return [
        .words(entrant.name), .words(name), .words(Figures.percent(own - other)),
        .words("\(pairs.count { $0.1.primalGap > $0.0.primalGap })"),
        .words("\(pairs.count { $0.1.primalGap < $0.0.primalGap })"),
        .words(Figures.probability(test.probability)),
      ]
    }
    guard !rows.isEmpty else { return "" }
    return HTMLTable(
      caption: "Ablations: what the part left out contributes",
      head: [
        "Entrant", "Is, less something", "Gap it costs", "Worse without", "Better without",
        "Probability",
      ],
      rows: rows
    ).html
  }

  private var strategies: String {
    let rows = field.entrants.flatMap { entrant in
      entrant.strategies.map { credit -> [HTMLTable.Cell] in
        [
          .words(entrant.name), .words(credit.strategy), .words("\(credit.improvements)"),
          .words("\(credit.finals) of \(entrant.valid)"),
        ]
      }
    }
    guard !rows.isEmpty else { return "" }
    return HTMLTable(
      caption: "Who found what: better answers on the way, and the last ones",
      head: ["Entrant", "Strategy", "Improvements", "Last answer"], rows: rows
    ).html
  }
}
