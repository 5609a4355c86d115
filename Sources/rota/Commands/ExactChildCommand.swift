import ArgumentParser
import ExactSearch
import Foundation

/// `rota exact-child`: what a node starts to solve models in; of no use to people.
struct ExactChildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exact-child", abstract: "Solve models for a node.", shouldDisplay: false)

  @Option(help: "The library's file.")
  var library: String

  @Option(help: "Limit of the address space in bytes; 0 for none.")
  var memoryBytes = 0

  func run() throws {
    ExactChild.run(library: library, memoryBytes: memoryBytes)
    throw CommandFailure(.internalFault, "The solving child cannot work.")
  }
}
