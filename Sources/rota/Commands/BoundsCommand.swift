import ArgumentParser
import Foundation
import Grid
import Store
import Wire

/// `rota bounds`: what is proved, taken elsewhere and proved again.
struct BoundsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bounds", abstract: "Export proved bounds and prove them again.",
    discussion: """
      A bound says that no valid schedule has fewer soft points. Its file holds the
      multipliers that prove it; proving it again needs nothing but the problem.

      Examples:
        rota bounds export last --out bound.json
        rota bounds verify bound.json bench/programs/im183
        rota bounds verify bound.json Instance21.txt --workers 2
      """,
    subcommands: [BoundsExportCommand.self, BoundsVerifyCommand.self])
}

struct BoundsExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a run's best bound with its multipliers.",
    discussion: "Example: rota bounds export 3 --out bound.json")

  @Argument(help: "The run's number, or last.")
  var run: RunReference

  @Option(help: "The file to write; without it the bound goes to standard output.")
  var out: String?

  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    try await LocalDatabase.with(database) { connection in
      let row = try await run.row(from: connection)
      guard let stored = try await connection.bestBound(run: row.id) else {
        throw CommandFailure(
          .unusableInput, "Nothing is proved about run \(row.id); a strategy must offer bounds.")
      }
      let bound: CheckedBound
      do {
        bound = try WireCodec.decodeBound(stored.proof)
      } catch {
        throw CommandFailure(.internalFault, "The bound of run \(row.id): \(error)")
      }
      let text = try BoundFile(bound).text
      if let out {
        try OutputFile.write(text, to: out)
        Terminal.say("Bound \(bound.offer.claimed) of run \(row.id) written to \(out)")
      } else {
        Terminal.result(text)
      }
    }
  }
}

struct BoundsVerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Recompute a bound from its multipliers alone.",
    discussion: """
      The checker shares no code with the search. Exit code 1 when the multipliers
      prove less than the file claims.

      Example: rota bounds verify bound.json Instance21.txt
      """)

  @Argument(help: "The bound's file.")
  var file: String

  @Argument(help: "The programme's folder or the instance file.")
  var problem: String

  @Option(help: "Threads to check with.")
  var workers = 1

  func run() async throws {
    let file = try BoundFile.read(file)
    let input = try GridInput(path: problem)
    do {
      guard file.grid == input.hash else {
        throw BoundRefusal.otherGrid(found: file.grid, expected: input.hash)
      }
      switch try await input.grid.check(file.offer, workers: max(1, workers)) {
      case .points(let points):
        Terminal.result("Proved: no valid schedule has fewer than \(points) soft points.\n")
        Terminal.result("Trivial bound: \(try input.grid.trivialBound())\n")
      case .noValidAnswer: Terminal.result("Proved: there is no valid schedule.\n")
      }
    } catch let refusal as BoundRefusal {
      throw CommandFailure(.violationsFound, "Not proved: \(refusal).")
    }
  }
}
