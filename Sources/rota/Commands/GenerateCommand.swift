import ArgumentParser
import Coordinator
import Domain
import Formats
import Foundation
import Rules
import Store

extension RunSettings.Level: ExpressibleByArgument {}
extension RunSettings.YearPart: ExpressibleByArgument {}

/// `rota generate`: a programme's year, from its folder to judged alternatives in PostgreSQL.
struct GenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Generate a programme's year on a cluster.",
    discussion: """
      Alone on a machine it starts an embedded PostgreSQL, a coordinator and
      nodes, and takes them down again. With --database and --nodes 0 it submits
      to a cluster that runs already.

      --from starts from a version (see `rota schedules`). --block, --dates,
      --levels and --people say what may change; everything else stays, and the
      whole year is judged. Without them everything may change.

      Examples:
        rota generate bench/programs/s24
        rota generate bench/programs/s24 --level plan
        rota generate bench/programs/s24 --budget 60s --nodes 2 --seed 7 --json
        rota generate FOLDER --plan planted.csv --weeks planted-weeks.csv --block 3
        rota generate bench/programs/s24 --deterministic 2000000 --lanes 2
        rota generate bench/programs/s24 --from 1 --block 3
        rota generate FOLDER --from 2 --dates 2025-09-01...2025-09-14 --keep-plan
        rota generate FOLDER --from last --people R07,R11 --budget 30s
      """)

  @Argument(help: "The programme's folder, with program.yaml in it.")
  var program: String

  @OptionGroup var search: SearchOptions

  @Option(help: "Nodes of one thread to start on this machine; 0 uses a running cluster.")
  var nodes = 2

  @Option(help: "How far down to go: duties (all that the programme states) or plan.")
  var level = RunSettings.Level.duties

  @Option(
    help: "With --from: a block that may change (repeatable). With --plan: the one to detail.")
  var block: [Int] = []

  @OptionGroup var scope: ScopeOptions

  @Option(help: "A rotation plan as CSV that stays as it is; with --block, or for the whole year.")
  var plan: String?

  @Option(help: "Service weeks of faculty as CSV that stay as they are, with --plan.")
  var weeks: String?

  @Option(
    help: ArgumentHelp(
      "Leave a part of a year's search out, to measure what it is worth (repeatable).",
      valueName: "part"))
  var without: [RunSettings.YearPart] = []

  @Option(help: "Repeating a request with the same key answers with the same run.")
  var idempotencyKey: String?

  @Flag(help: "Print the result as JSON.")
  var json = false

  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    let program = try ProgramFiles.read(self.program)
    var settings = try search.settings()
    settings.level = level == .plan ? .plan : nil
    let left = RunSettings.YearPart.allCases.filter(without.contains)
    guard left.isEmpty || (plan == nil && level != .plan) else {
      throw CommandFailure(
        .unusableInput,
        "--without speaks of a whole year's search: leave out --plan and --level plan.")
    }
    settings.without = left.isEmpty ? nil : left
    if scope.version == nil { settings.duties = try stage(of: program) }
    let asked = settings
    let row = try await RunSession.run(
      at: RunSession.Place(database: database, nodes: nodes, isQuiet: json),
      submit: { connection in
        var settings = asked
        settings.origin = try await origin(program, settings, connection)
        return try await ProgramSubmission(
          program: program, settings: settings, seed: search.seed, budget: search.runBudget,
          idempotencyKey: idempotencyKey
        ).submit(to: connection)
      },
      report: { row, connection in
        var report = try await RunReport(row, connection)
        report.course = try await RunCourse.points(of: row, connection)
        Terminal.result(
          json ? try Terminal.json(report) : report.lines.joined(separator: "\n") + "\n")
        return row
      })
    if let failure = RunSession.failure(of: row) { throw failure }
    if !json {
      Terminal.result(
        """

        Look at it:    rota export \(row.id) --alternative 1 --format csv
        Judge it anew: rota verify \(row.id)
        Accept it:     rota schedules accept \(row.id) --alternative 1
        All runs:      rota runs list

        """)
    }
  }

  /// The version and scope that --from and its companions ask for; nil for a year from nothing.
  private func origin(
    _ program: Program, _ settings: RunSettings, _ connection: DatabaseConnection
  ) async throws -> RunOrigin? {
    guard let version = scope.version else { return nil }
    guard plan == nil, weeks == nil else {
      throw CommandFailure(
        .unusableInput, "--from brings its own plan and weeks: leave out --plan and --weeks.")
    }
    let row = try await version.row(of: program.facts.name, from: connection)
    let origin = RunOrigin(
      version: row.id, number: row.number,
      scope: try scope.scope(blocks: block, of: program.facts), keepsPlan: scope.keepPlan)
    var settings = settings
    settings.origin = origin
    try ScopeOptions.check(
      program, settings, from: try await StoredPlan(row, from: connection).named)
    return origin
  }

  /// The stage that --plan, --weeks and --block ask for; nil for everything.
  private func stage(of program: Program) throws -> YearDocument? {
    guard let plan else {
      if block.isEmpty && weeks == nil { return nil }
      throw CommandFailure(
        .unusableInput,
        "--block and --weeks need the plan that they go with: "
          + "name it with --plan, or a version with --from.")
    }
    guard let people = DutyPeople(program.facts) else {
      throw CommandFailure(
        .unusableInput, "The programme has no duty level, so that a plan is all.")
    }
    var dates = program.facts.calendar.dates
    if let block = block.first {
      let blocks = program.facts.calendar.blocks
      guard block == self.block.last, blocks.indices.contains(block - 1) else {
        throw CommandFailure(
          .unusableInput, "With --plan, --block takes one number, 1 to \(blocks.count).")
      }
      dates = blocks[block - 1]
    }
    let count = people.serviceWeeks.count
    do {
      return YearDocument(
        plan: try PlanImport.read(file: plan, of: program.facts),
        serviceWeeks: try weeks.map {
          try DutyTables.serviceWeeks(text: try InputFile.text($0), path: $0, of: people)
        }
          ?? ServiceWeekPlan(
            cells: Array(repeating: 0, count: people.duty.faculty.count * count),
            weekCount: count), dates: dates)
    } catch let error as InputError {
      throw CommandFailure(.unusableInput, error.description)
    }
  }
}
