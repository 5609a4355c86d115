import Benchmarking
import Foundation
import Testing

/// A real browser that is started without a window.
enum Browser {
  static let path: String? = ["chromium", "chromium-browser", "google-chrome"].lazy
    .flatMap { name in ["/usr/bin/\(name)", "/usr/local/bin/\(name)"] }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Standard output of the browser with these arguments.
  static func output(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path ?? "/nowhere")
    // As root, in containers, there is no sandbox to be had; the page is our own.
    process.arguments = ["--headless", "--no-sandbox", "--disable-gpu"] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}

@Suite(
  .enabled(
    if: Browser.path != nil,
    "no Chromium (apt-get install chromium): the report is NOT looked at in a browser"))
struct BrowserTests {
  /// The browser's own reading of the page holds every plot and table, and draws something.
  @Test func aBrowserShowsThePage() throws {
    let rows = SampleRows.rows { ($0.entrant.name == "base" ? 101 : 115) + Int($0.seed) * 3 }
    let analysis = SuiteAnalysis(
      suite: SampleRows.suite, rows: rows, accepted: BestKnownValues(""))
    let stem = FileManager.default.temporaryDirectory
      .appendingPathComponent("rota-page-\(UUID().uuidString)").path
    defer {
      unlink(stem + ".html")
      unlink(stem + ".png")
    }
    let html = ReportPage(analysis, csv: "a.csv", json: "b.json").html
    try html.write(toFile: stem + ".html", atomically: true, encoding: .utf8)
    let shown = try Browser.output(["--dump-dom", "file://\(stem).html"])
    for element in ["<figure", "<table", "<path", "<circle", "</h2>"] {
      let count = html.ranges(of: element).count
      #expect(count > 0 && shown.ranges(of: element).count == count, "\(element)")
    }
    _ = try Browser.output([
      "--window-size=1180,2600", "--screenshot=\(stem).png", "file://\(stem).html",
    ])
    let picture = FileManager.default.contents(atPath: stem + ".png") ?? Data()
    // A blank page of this size has some 10 kB.
    #expect(picture.count > 40_000)
  }
}
