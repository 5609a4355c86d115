import Benchmarking
import Testing

@Suite struct ReportPageTests {
  private static let hostile = "<script>alert(\"1\")</script>&'\u{0}"

  /// Every text of a report that a file can set, with markup in it.
  private static func analysis() -> SuiteAnalysis {
    var suite = SampleRows.suite
    suite.about = hostile
    for index in suite.entrants.indices { suite.entrants[index].name += hostile }
    for index in suite.instances.indices { suite.instances[index].name += hostile }
    suite.reference += hostile
    var rows = suite.trials.map { SampleRows.row($0, cost: 120 + Int($0.seed), commit: hostile) }
    rows[0].circumstances.machine = hostile
    rows[1].outcome = .falseClaim
    rows[1].fault = hostile
    rows[2].trace[0].strategy = hostile
    return SuiteAnalysis(suite: suite, rows: rows, accepted: BestKnownValues(""))
  }

  @Test func whateverStandsInTheRowsIsEscaped() {
    let html = ReportPage(Self.analysis(), csv: Self.hostile, json: "b").html
    #expect(!html.contains("<script"))
    #expect(html.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;\u{FFFD}"))
    #expect(html.hasPrefix("<!doctype html>"))
  }

  /// Every element that is opened is closed, in order.
  @Test func thePageIsWellFormed() {
    let html = ReportPage(Self.analysis(), csv: "a", json: "b").html
    let withoutEnd: Set<Substring> = ["!doctype", "meta"]
    var open: [Substring] = []
    for piece in html.split(separator: "<").dropFirst() {
      guard let end = piece.firstIndex(of: ">") else {
        Issue.record("an element without end: \(piece.prefix(80))")
        continue
      }
      let tag = piece[..<end]
      if tag.hasPrefix("/") {
        #expect(open.popLast() == tag.dropFirst(), "\(piece.prefix(80))")
      } else if !tag.hasSuffix("/") {
        let name = tag.prefix { !$0.isWhitespace }
        if !withoutEnd.contains(name) { open.append(name) }
      }
    }
    #expect(open.isEmpty)
  }

  @Test func thePageNeedsNothingElse() {
    let html = ReportPage(Self.analysis(), csv: "a.csv", json: "b.json").html
    #expect(!html.contains("http://") && !html.contains("https://"))
    #expect(!html.contains("src=") && !html.contains("@import") && !html.contains("url("))
    #expect(html.contains("<svg") && html.contains("href=\"a.csv\""))
  }

  @Test func fieldsOfACSVNeverBecomeFormulas() {
    var row = SampleRows.rows { _ in -294 }[0]
    row.subject.entrant = "=cmd,\"x\""
    row.fault = "-1+1"
    let lines = ResultsCSV.text([row]).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[1].contains("\"'=cmd,\"\"x\"\"\""))
    #expect(lines[1].contains(",-294,"))
    #expect(lines[1].hasSuffix("'-1+1"))
  }

  @Test func theTableReplacesWhatStandsBetweenItsMarks() throws {
    let page = "a\n<!-- bench sample begins -->\nold\n<!-- bench sample ends -->\nb\n"
    let analysis = SuiteAnalysis(
      suite: SampleRows.suite, rows: SampleRows.rows { _ in 101 }, accepted: BestKnownValues(""))
    let once = try #require(MarkdownTable.replaced(in: page, with: analysis))
    #expect(!once.contains("old"))
    #expect(once.contains("| I1 | 100 | – | – | 101 (101…101) 1.00 % | 101 (101…101) 1.00 % |"))
    #expect(once.hasPrefix("a\n") && once.hasSuffix("\nb\n"))
    #expect(MarkdownTable.replaced(in: once, with: analysis) == once)
    #expect(MarkdownTable.replaced(in: "no marks", with: analysis) == nil)
  }
}
