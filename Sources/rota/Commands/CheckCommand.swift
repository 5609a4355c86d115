import ArgumentParser
import Compilation
import Coordinator
import Diagnosis
import Domain
import Formats
import Measures
import Rules

/// `rota check`: whether a programme's files can be used, with every fault at once.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check a programme's files and report every fault.",
    discussion: """
      Exit code 2 when the files cannot be used, 3 when there is no schedule.

      With --deep it finds out why: locked cells that break a rule by themselves,
      then counting and flows (does the curriculum ask more places of a service
      than its cover allows, by level and block, after leave? does a rotation leave
      the work that is asked on it?), then sequences of single rows and exact
      search. A conflict is a smallest set of rules, people and dates, with what
      could give way; each relaxation says whether it was solved again.
      docs/diagnosis.md explains the order. Plans are solved again at once; with
      --resolve a whole year is generated for each rule that could give way, on a
      cluster of two nodes, and one for a programme against which nothing speaks.

      Examples:
        rota check bench/programs/s24
        rota check bench/programs/im183 --json
        rota generate-program --size S24 --infeasible over-tight-ratio --out broken
        rota check broken --deep
        rota check broken --deep --json --exact-budget 20s
        rota check broken --deep --resolve
      """)

  @Argument(help: "The programme's folder, with program.yaml in it.")
  var program: String

  @Flag(help: "Print the findings as JSON.")
  var json = false

  @Flag(help: "Look for contradictions between rules, and explain them.")
  var deep = false

  @Option(help: "With --deep: time for single rows and exact search, after counting.")
  var exactBudget = TimeSpan(seconds: 60)

  @Flag(
    help: """
      With --deep: generate a year for each rule that could give way, or to show that \
      there is one.
      """)
  var resolve = false

  @Option(help: "With --resolve: time for each year; it ends as soon as one is valid.")
  var resolveBudget = TimeSpan(seconds: 60)

  @OptionGroup var database: DatabaseOptions

  private struct Findings: Codable {
    var faults: [Fault]
    var warnings: [Fault]
    var residents: Int
    var columns: Int
    var rotations: Int
    var rules: Int
    /// What --deep found; nil without it.
    var diagnosis: DiagnosisResult?
  }

  func validate() throws {
    if resolve && !deep { throw ValidationError("--resolve goes with --deep.") }
  }

  func run() async throws {
    if json { return try await printFindings() }
    let program = try ProgramFiles.read(self.program, toleratesContradictions: deep)
    if deep {
      let result = try await diagnosis(of: program)
      Terminal.result(result.lines.joined(separator: "\n") + "\n")
      return try end(with: result)
    }
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

  private func diagnosis(of program: Program) async throws -> DiagnosisResult {
    let result: DiagnosisResult
    do {
      let limits = DiagnosisLimits(exact: .seconds(exactBudget.seconds))
      result = try DiagnosisCourse(program, limits: limits).deep()
    } catch let fault {
      throw CommandFailure(.unusableInput, fault.description)
    }
    guard resolve else { return result }
    return try await YearTrials(program: program, seconds: resolveBudget.seconds).carried(
      out: result, at: RunSession.Place(database: database, nodes: 2, isQuiet: true))
  }

  private func end(with result: DiagnosisResult) throws {
    guard result.outcome == .infeasible else { return }
    throw CommandFailure(.infeasible, "There is no schedule: \(result.conflicts.count) conflicts.")
  }

  private func printFindings() async throws {
    var findings = Findings(
      faults: [], warnings: [], residents: 0, columns: 0, rotations: 0, rules: 0)
    do {
      let reading = try ProgramReader.examine(
        ProgramFolder(path: program), toleratesContradictions: deep)
      findings.faults = reading.contradictions
      let facts = reading.program.facts
      findings.warnings = reading.warnings
      findings.residents = facts.residents.count
      findings.columns = facts.planColumns.count
      findings.rotations = facts.rotations.count
      findings.rules = reading.program.rules.count
      if deep { findings.diagnosis = try await diagnosis(of: reading.program) }
    } catch let error as InputError {
      findings.faults = error.faults
      findings.warnings = error.warnings
    }
    Terminal.result(try Terminal.json(findings))
    if findings.diagnosis == nil, !findings.faults.isEmpty {
      throw CommandFailure(.unusableInput, "\(findings.faults.count) faults")
    }
    if let diagnosis = findings.diagnosis { try end(with: diagnosis) }
  }
}
