import ArgumentParser
import Formats
import Foundation
import Rules
import SampleProgrammes

/// `rota bench diagnose`: planted contradictions and changed numbers through the diagnosis.
struct BenchDiagnoseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose", abstract: "Measure how contradictions are explained.",
    discussion: """
      Makes programmes with a known contradiction, of every kind for each seed, and
      programmes with one number of their hard rules changed (sizes S24 and S60,
      and im183 of the public data where it is at hand). Each adds a row to a CSV:
      what was found, whether it is the planted conflict, smaller or another,
      whether every member is necessary, and seconds. Where nothing speaks against a
      changed programme its year is generated on two nodes, 60 s at most. Rows that
      are there are not made again.

      Examples:
        rota bench diagnose --seeds 20 --changes 50
        rota bench diagnose --seeds 5 --size S60 --out s60.csv
      """)

  @Option(help: "Programmes of each kind of contradiction.")
  var seeds = 20

  @Option(help: "Programmes with one number changed.")
  var changes = 50

  @Option(help: "Size of the programmes with a contradiction.")
  var size = SampleSize.s24

  @Option(help: "Time for single rows and exact search where counting finds nothing.")
  var exactBudget = TimeSpan(seconds: 20)

  @Option(help: "The file that rows are added to.")
  var out = "bench/results/diagnosis.csv"

  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    var text = FileManager.default.fileExists(atPath: out) ? try InputFile.text(out) : ""
    if text.isEmpty { text = DiagnosisTrial.header + "\n" }
    let im183 = publicProgramme()
    let place = RunSession.Place(database: database, nodes: 2, isQuiet: true)
    for trial in trials(hasPublic: im183 != nil) {
      if text.split(separator: "\n").contains(where: { $0.hasPrefix(trial.key + ",") }) {
        continue
      }
      let row = try await trial.row(im183: im183, budget: .seconds(exactBudget.seconds), at: place)
      text += "\(trial.key),\(row)\n"
      Terminal.say("\(trial.key),\(row)")
      try Data(text.utf8).write(to: URL(fileURLWithPath: out), options: .atomic)
    }
  }

  private func trials(hasPublic: Bool) -> [DiagnosisTrial] {
    let planted = InfeasibleKind.allCases.flatMap { kind in
      (1...max(1, seeds)).map { seed in
        DiagnosisTrial(subject: .planted(kind, size), seed: UInt64(seed))
      }
    }
    let bases: [SampleSize?] = hasPublic ? [.s24, .s60, nil] : [.s24, .s60]
    let changed = (0..<max(0, changes)).map { number in
      DiagnosisTrial(
        subject: .changed(bases[number % bases.count]), seed: UInt64(number / bases.count + 1))
    }
    return planted + changed
  }

  /// The public programme of 183 residents; nil where its data is not at hand.
  private func publicProgramme() -> Program? {
    do {
      return try ProgramReader.read(folder: "bench/programs/im183")
    } catch {
      Terminal.say("without im183: \(error.faults.first.map { "\($0)" } ?? "its data is not here")")
      return nil
    }
  }
}
