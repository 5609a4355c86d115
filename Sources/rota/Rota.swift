import ArgumentParser

@main
struct Rota: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rota", abstract: "Generate a residency programme's academic year on a cluster.")
}
