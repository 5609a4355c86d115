/// A report as one page that needs nothing else: styles and plots are inside, there are no scripts.
package struct ReportPage {
  private let analysis: SuiteAnalysis
  /// Names of the CSV and the JSON that lie beside the page.
  private let beside: (csv: String, json: String)

  package init(_ analysis: SuiteAnalysis, csv: String, json: String) {
    self.analysis = analysis
    beside = (csv, json)
  }

  package var html: String {
    let title = "Benchmark \(analysis.suite)"
    let fields = analysis.fields.map { field in
      ReportSection(field: field, analysis: analysis).html
    }
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(MarkupText.html(title))</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <h1>\(MarkupText.html(title))</h1>
      <p>\(MarkupText.html(analysis.about))</p>
      \(facts)
      \(claims)
      \(fields.isEmpty ? "<p>No rows yet: <code>rota bench run</code> makes them.</p>" : "")
      \(fields.joined(separator: "\n"))
      <h2>How to read this</h2>
      \(Self.reading)
      <p>Every row: <a href="\(MarkupText.html(beside.csv))">\(MarkupText.html(beside.csv))</a>.
      All figures of this page: <a href="\(MarkupText.html(beside.json))">\
      \(MarkupText.html(beside.json))</a>.</p>
      </body>
      </html>

      """
  }

  private var facts: String {
    let counts = { (table: [String: Int]) in
      table.keys.sorted().map { "\($0) (\(table[$0] ?? 0) rows)" }.joined(separator: "; ")
    }
    let better = analysis.improvements.map {
      "\($0.name): \(Figures.cost($0.reference)), before \(Figures.cost($0.knownBefore))"
    }
    let rows: [(String, String)] = [
      ("Trials", "\(analysis.trialsDone) of \(analysis.trialsInAll) have a row"),
      ("From, to", analysis.dates.joined(separator: ", ")),
      ("Commits", counts(analysis.commits)), ("Program", counts(analysis.programs)),
      ("Machine", counts(analysis.machines)),
      ("Compared with", analysis.reference),
      (
        "Better than the value we know of", better.isEmpty ? "none" : better.joined(separator: "; ")
      ),
    ]
    return HTMLTable(
      caption: nil, head: [], rows: rows.map { [.words($0.0), .words($0.1)] }, isPlain: true
    ).html
  }

  private var claims: String {
    var html = "<h2>False claims and failures</h2>\n"
    if analysis.falseClaims.isEmpty {
      html += "<p>None: every answer costs what was claimed, and no bound was refuted.</p>\n"
    } else {
      html +=
        "<p class=\"bad\">\(analysis.falseClaims.count) false claims. Their trials count as "
        + "without an answer, and their entrants win nothing.</p>\n" + list(analysis.falseClaims)
    }
    if !analysis.failures.isEmpty { html += "<p>Failures:</p>\n" + list(analysis.failures) }
    return html
  }

  private func list(_ claims: [SuiteAnalysis.FalseClaim]) -> String {
    // More than a hundred say nothing that the first do not; the CSV has all.
    let shown = claims.prefix(100).map {
      "<li>\(MarkupText.html($0.trial)): \(MarkupText.html($0.what))</li>"
    }
    return "<ul>\n\(shown.joined(separator: "\n"))\n</ul>\n"
  }

  private static let reading = """
    <p>Gap: (cost − best known) ÷ |best known|. Primal gap: (cost − best known) ÷ the larger of the
    two, 1 without a valid answer. Primal integral: the mean of the primal gap over the whole
    budget, 0 to 1; it rewards being good early. Means of gaps are geometric with 1 % added, means
    of times geometric with a sixth of the budget added; a trial that never came so near counts
    with twice the budget. Probabilities are those of Wilcoxon's signed-rank test on the instances'
    median primal gaps, two-sided, corrected by Holm for all pairs of the table; below 0.05 a
    difference is called one. Core-seconds are CPU seconds of all Rota processes or of the
    peer, PostgreSQL apart.
    Every answer was judged again, from its file, by the plain judge of its format.
    docs/benchmarks.md has the rules in full.</p>
    """

  private static let style = """
    body { font: 15px/1.45 system-ui, sans-serif; color: #222; background: #fff;
      max-width: 1120px; margin: 2em auto; padding: 0 1em; }
    h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 2em; border-bottom: 1px solid #ddd; }
    table { border-collapse: collapse; margin: .8em 0; font-variant-numeric: tabular-nums; }
    caption { text-align: left; font-weight: 600; padding: .3em 0; white-space: nowrap; }
    th, td { padding: .22em .7em; border-bottom: 1px solid #e6e6e6; text-align: right;
      vertical-align: top; white-space: nowrap; }
    table.plain td { white-space: normal; }
    th { white-space: normal; background: #f6f6f6; position: sticky; top: 0; font-weight: 600; }
    th:first-child, td:first-child, table.plain td { text-align: left; }
    td.best { font-weight: 650; background: #e9f6ee; } td.bad, p.bad { color: #a40000; }
    td small { color: #666; } .wide { overflow-x: auto; }
    figure { margin: 1.2em 0; } figure.half { display: inline-block; width: 49%; margin: .6em 0; }
    figcaption { font-weight: 600; } figure svg { width: 100%; height: auto; }
    figure svg text { font: 11px system-ui, sans-serif; fill: #444; }
    .keys { font-size: 13px; } .key { white-space: nowrap; margin-right: 1.2em; }
    .key svg { width: 26px; height: 8px; vertical-align: middle; }
    @media print { body { margin: 0; max-width: none; } th { position: static; } }
    @media (max-width: 700px) { figure.half { width: 100%; } }
    """
}

/// A table of a page; whatever is in a cell is escaped here.
struct HTMLTable {
  enum Cell {
    case words(String)
    /// The best of its row or column.
    case best(String)
    /// Something to be seen with alarm.
    case bad(String)
    /// A figure with a smaller remark behind it.
    case remarked(String, String, isBest: Bool)

    fileprivate var html: String {
      switch self {
      case .words(let text): "<td>\(MarkupText.html(text))</td>"
      case .best(let text): "<td class=\"best\">\(MarkupText.html(text))</td>"
      case .bad(let text): "<td class=\"bad\">\(MarkupText.html(text))</td>"
      case .remarked(let text, let remark, let isBest):
        "<td\(isBest ? " class=\"best\"" : "")>\(MarkupText.html(text)) "
          + "<small>\(MarkupText.html(remark))</small></td>"
      }
    }
  }

  var caption: String?
  var head: [String]
  var rows: [[Cell]]
  /// Without lines of heads: names at the left, words at the right.
  var isPlain = false

  var html: String {
    let headRow =
      head.isEmpty
      ? "" : "<tr>" + head.map { "<th>\(MarkupText.html($0))</th>" }.joined() + "</tr>\n"
    let lines = rows.map { "<tr>" + $0.map(\.html).joined() + "</tr>" }
    let title = caption.map { "<caption>\(MarkupText.html($0))</caption>\n" } ?? ""
    return """
      <div class="wide"><table\(isPlain ? " class=\"plain\"" : "")>
      \(title)\(headRow)\(lines.joined(separator: "\n"))
      </table></div>

      """
  }
}
