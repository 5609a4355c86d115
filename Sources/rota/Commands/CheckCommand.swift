import ArgumentParser
import Domain
import Measures
import Rules
import Coordinator
import Formats

/// `rota check`: whether a programme's files can be used, with every fault at once.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check a programme's files and report every fault.",
    discussion: """
      Exit code 2 when the files cannot be used, 3 when their hard rules leave a
      cell empty.

      Examples:
        rota check bench/programs/s24
        rota check bench/programs/im183 --json
      """)

  @Argument(help: "The programme's folder, with program.yaml in it.")
  var program: String

  @Flag(help: "Print the findings as JSON.")
  var json = false

  private struct Findings: Codable {
    var faults: [Fault]
    var warnings: [Fault]
    var residents: Int
    var columns: Int
    var rotations: Int
    var rules: Int
  }

  func run() async throws {
    if json { return try printFindings() }
    let program = try ProgramFiles.read(self.program)
    do {
      _ = try ProgramInput(program)
    } catch let error as UnusableInput {
      throw CommandFailure(.infeasible, error.reason)
    }
    let facts = program.facts
    Terminal.result(
      "\(facts.name): \(facts.residents.count) residents, \(facts.planColumns.count) columns, "
        + "\(facts.rotations.count) rotations, \(program.rules.count) rules. No faults.\n")
  }

  private func printFindings() throws {
    var findings = Findings(
      faults: [], warnings: [], residents: 0, columns: 0, rotations: 0, rules: 0)
    do {
      let reading = try ProgramReader.examine(ProgramFolder(path: program))
      let facts = reading.program.facts
      findings.warnings = reading.warnings
      findings.residents = facts.residents.count
      findings.columns = facts.planColumns.count
      findings.rotations = facts.rotations.count
      findings.rules = reading.program.rules.count
    } catch let error {
      findings.faults = error.faults
      findings.warnings = error.warnings
    }
    Terminal.result(try Terminal.json(findings))
    if !findings.faults.isEmpty {
      throw CommandFailure(.unusableInput, "\(findings.faults.count) faults")
    }
  }
}
