import Foundation
import Testing

/// The help of every command is what `Snapshots/` holds, so that it changes only on purpose.
///
/// To record it anew: `ROTA_RECORD_SNAPSHOTS=1 swift test -c release --skip-build --filter Golden`,
/// and read the difference.
@Suite struct HelpTextTests {
  private static let commands = [
    "", "check", "generate", "generate-program", "up", "coordinator", "node", "migrate", "runs",
    "runs list", "runs show", "runs compare", "runs watch", "runs cancel", "runs resume", "nodes",
    "nodes list",
    "export", "audit", "report", "profiles", "profiles list", "profiles show", "profiles compare",
    "verify", "bounds", "bounds export", "bounds verify", "bench", "bench solve", "bench run",
    "bench report", "bench compare", "bench diagnose", "strategies", "schedules",
    "schedules accept",
    "schedules list", "schedules show", "schedules diff", "schedules export", "schedules history",
  ]

  private static let snapshots = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Snapshots")

  @Test(arguments: commands)
  func theHelpOfACommandIsTheSnapshot(command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let found = try Self.output(of: words + ["--help"])
    let name = (["rota"] + words).joined(separator: "-") + ".txt"
    let file = Self.snapshots.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["ROTA_RECORD_SNAPSHOTS"] == "1" {
      try found.write(to: file, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(found == expected, "Snapshots/\(name): see this suite's comment to record it anew")
  }

  /// Every command that the help of its parent names has a snapshot.
  @Test func noCommandIsForgotten() throws {
    for parent in ["", "runs", "nodes", "bounds", "bench", "profiles", "schedules"] {
      let words = parent.split(separator: " ").map(String.init)
      for name in try subcommands(inHelp: Self.output(of: words + ["--help"])) {
        #expect(Self.commands.contains((words + [name]).joined(separator: " ")))
      }
    }
  }

  private func subcommands(inHelp text: String) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let header = lines.firstIndex(of: "SUBCOMMANDS:") else { return [] }
    return lines[(header + 1)...].prefix { !$0.isEmpty }
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
  }

  /// What the built command, which lies beside the test bundle, prints to standard output.
  private static func output(of arguments: [String]) throws -> String {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let process = Process()
    process.executableURL = bundle.deletingLastPathComponent().appendingPathComponent("rota")
    process.arguments = arguments
    // The width of a terminal would change where lines break.
    process.environment = ["COLUMNS": "80", "PATH": "/usr/bin:/bin"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
