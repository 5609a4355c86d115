import Benchmarking
import Foundation

/// One trial of a peer: another program, run without a shell, given its budget and not much more.
struct PeerProcess {
  /// How it ended, and what it left.
  struct End {
    /// The answer's file as the peer wrote it; nil when there is none.
    var answer: String?
    var claims: PeerClaims
    var wallSeconds: Double
    var coreSeconds: Double
    /// Nil unless it could not be started, or ended by itself with something else than 0.
    var fault: String?
    var wasInterrupted: Bool
  }

  /// Seconds beyond the budget after which it is asked to end: starting and writing take some.
  private static let grace = 2.0
  /// Seconds after which it, and what it started, is ended by force.
  private static let patience = 5.0
  /// Of standard output and of an answer, each: the largest public roster has 200 kB.
  private static let bytesMax = 16 << 20

  let words: [String]
  let answerPath: String
  let outputPath: String
  let seconds: Double

  /// A peer's command line filled in for a trial; its files lie in `folder`.
  init(_ template: CommandTemplate, _ trial: Trial, instance: String, folder: String) {
    answerPath = folder + "/answer.csv"
    outputPath = folder + "/output.txt"
    seconds = trial.budget.amount
    words = template.filled(with: [
      .instance: instance, .out: answerPath, .seconds: "\(Int(trial.budget.amount))",
      .seed: "\(trial.seed)", .workers: "\(trial.cluster.workers)",
    ])
  }

  /// Runs it to its end, or to the end of its time.
  func run(in folder: String) async throws -> End {
    unlink(answerPath)
    guard FileManager.default.createFile(atPath: outputPath, contents: nil) else {
      throw CommandFailure(.internalFault, "\(outputPath) cannot be written.")
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["--"] + words
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: outputPath))
    process.standardError = FileHandle.nullDevice
    let coresBefore = ProcessTimes.ofEndedChildren()
    let started = ProcessInfo.processInfo.systemUptime
    try process.run()
    let wasInterrupted = try await wait(for: process, from: started)
    let wall = ProcessInfo.processInfo.systemUptime - started
    let cores = ProcessTimes.ofEndedChildren() - coresBefore
    let wasEnded = process.terminationReason == .uncaughtSignal && wall >= seconds
    return End(
      answer: Self.text(at: answerPath),
      claims: PeerClaims(output: Self.text(at: outputPath) ?? ""), wallSeconds: wall,
      coreSeconds: cores,
      fault: process.terminationStatus == 0 || wasEnded
        ? nil : "\(words[0]) ended with \(process.terminationStatus)",
      wasInterrupted: wasInterrupted)
  }

  /// Whether the person asked to stop meanwhile.
  private func wait(for process: Process, from started: Double) async throws -> Bool {
    var askedAt: Double?
    while process.isRunning {
      let now = ProcessInfo.processInfo.systemUptime
      if let asked = askedAt, now - asked > Self.patience {
        for id in ProcessTimes.tree(of: process.processIdentifier) { kill(id, SIGKILL) }
      } else if askedAt == nil, Interruption.happened || now - started > seconds + Self.grace {
        process.terminate()
        askedAt = now
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    return Interruption.happened
  }

  private static func text(at path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path), data.count <= bytesMax else {
      return nil
    }
    return String(data: data, encoding: .utf8)
  }
}
