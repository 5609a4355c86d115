/// Rows of results as a table for other programs: everything but the course on the way.
package enum ResultsCSV {
  private static let columns = [
    "suite", "instance", "format", "entrant", "definition", "seed", "budget", "nodes", "slots",
    "outcome", "cost", "bound", "bound_checked", "first_valid_seconds", "wall_seconds",
    "core_seconds", "coordinator_seconds", "coordinator_mib", "node_mib", "offers", "effort",
    "answer_sha256", "run", "commit", "program", "date", "machine", "load", "fault",
  ]

  /// A header and a line for each row.
  package static func text(_ rows: [ResultRow]) -> String {
    ([columns] + rows.map(fields)).map { line in
      line.map(MarkupText.csv).joined(separator: ",")
    }.joined(separator: "\n") + "\n"
  }

  private static func fields(_ row: ResultRow) -> [String] {
    [
      row.subject.suite, row.subject.instance, row.subject.format.rawValue, row.subject.entrant,
      row.key.definition, "\(row.key.seed)", row.key.budget, "\(row.key.cluster.nodes)",
      "\(row.key.cluster.slots)", row.outcome.rawValue, row.cost.map(String.init) ?? "",
      row.bound.map { "\($0.value)" } ?? "", row.bound.map { "\($0.isChecked)" } ?? "",
      row.trace.first.map { Figures.fixed($0.time, 3) } ?? "",
      Figures.fixed(row.spending.wallSeconds, 3),
      row.spending.coreSeconds.map { Figures.fixed($0, 2) } ?? "",
      row.spending.cluster.map { Figures.fixed($0.coordinatorSeconds, 2) } ?? "",
      row.spending.cluster.map { "\($0.coordinatorMiB)" } ?? "",
      row.spending.cluster.map { "\($0.nodeMiB)" } ?? "",
      row.spending.cluster.map { "\($0.offers)" } ?? "",
      row.spending.cluster.map { "\($0.effort)" } ?? "", row.answer ?? "",
      row.run.map(String.init) ?? "", row.circumstances.commit, row.circumstances.program,
      row.circumstances.date, row.circumstances.machine,
      Figures.fixed(row.circumstances.load, 2), row.fault ?? "",
    ]
  }
}

/// A report's main figures as Markdown, for a page of the documentation.
package enum MarkdownTable {
  /// One table for each field: an entrant has its median, least and greatest cost and its gap;
  /// an instance the greatest bound of all rows that the checker accepted.
  package static func text(_ analysis: SuiteAnalysis) -> String {
    guard !analysis.fields.isEmpty else {
      return "No rows yet: `rota bench run \(analysis.suite)` makes them.\n"
    }
    let fields = analysis.fields.map { table($0, analysis) }.joined(separator: "\n")
    return fields + "\n" + footnote(analysis)
  }

  private static func table(_ field: FieldAnalysis, _ analysis: SuiteAnalysis) -> String {
    let names = field.entrants.map { MarkupText.markdown($0.name) }
    var lines = [
      "**\(MarkupText.markdown(analysis.suite)), \(MarkupText.markdown(field.title))**", "",
      "| Instance | Best known | Checked bound | Target | " + names.joined(separator: " | ")
        + " |", "|---|---|---|---|" + names.map { _ in "---|" }.joined(),
    ]
    for instance in analysis.instances {
      let cells = field.entrants.map { figure(field.cell($0.name, instance.name)) }
      let head = [
        MarkupText.markdown(instance.name), Figures.cost(instance.reference),
        Figures.cost(instance.checkedBound), Figures.cost(instance.target),
      ]
      lines.append("| " + (head + cells).joined(separator: " | ") + " |")
    }
    lines += [
      total("mean gap", field) { Figures.percent($0.gapMean) },
      total("primal integral", field) { Figures.fixed($0.primalIntegral, 4) },
      total("instances won", field) { "\($0.wins)" },
      total("false claims", field) { "\($0.falseClaims)" },
      total("core-seconds", field) { $0.coreSeconds.map { Figures.grouped(Int($0)) } ?? "–" },
      total("memory of a node, MiB", field) { $0.nodeMiB.map(Figures.grouped) ?? "–" },
      total("coordinator, ms an offer", field) {
        $0.millisecondsAnOffer.map { Figures.fixed($0, 1) } ?? "–"
      },
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func figure(_ cell: FieldAnalysis.Cell?) -> String {
    guard let cell, !cell.costs.isEmpty else { return "–" }
    guard cell.medianCost != nil else { return "no valid answer" }
    return "\(Figures.cost(cell.medianCost)) (\(Figures.cost(cell.leastCost))…"
      + "\(Figures.cost(cell.greatestCost))) \(Figures.percent(cell.gap))"
  }

  private static func total(
    _ name: String, _ field: FieldAnalysis, _ figure: (EntrantSummary) -> String
  ) -> String {
    "| *\(name)* | | | | " + field.entrants.map(figure).joined(separator: " | ") + " |"
  }

  private static func footnote(_ analysis: SuiteAnalysis) -> String {
    let commits = analysis.commits.keys.sorted().map {
      "`\($0.prefix(12))` (\(analysis.commits[$0] ?? 0))"
    }
    return "Median over seeds (least…greatest) and gap of the median. "
      + "\(analysis.trialsDone) of \(analysis.trialsInAll) trials; commits (rows): "
      + commits.joined(separator: ", ") + "; "
      + analysis.machines.keys.sorted().map(MarkupText.markdown).joined(separator: "; ") + ".\n"
  }

  /// The text with the lines between `<!-- bench SUITE begins -->` and `<!-- bench SUITE ends -->`
  /// replaced by the table; nil where the text has no such lines.
  package static func replaced(in page: String, with analysis: SuiteAnalysis) -> String? {
    var lines = page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let begin = lines.firstIndex(of: "<!-- bench \(analysis.suite) begins -->"),
      let end = lines.firstIndex(of: "<!-- bench \(analysis.suite) ends -->"), begin < end
    else { return nil }
    lines.replaceSubrange(begin + 1..<end, with: ["", text(analysis)])
    return lines.joined(separator: "\n")
  }
}
