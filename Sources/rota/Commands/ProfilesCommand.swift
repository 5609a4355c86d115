import ArgumentParser
import Formats
import Foundation

/// `rota profiles`: shared sets of duty rules.
struct ProfilesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profiles", abstract: "List, show and compare shared sets of duty rules.",
    subcommands: [List.self, Show.self, Compare.self])

  /// Where profiles lie.
  struct Place: ParsableArguments {
    @Option(help: "Folder of profiles; default: ROTA_PROFILES, else cluster/profiles.")
    var folder: String?

    var path: String {
      folder ?? ProcessInfo.processInfo.environment["ROTA_PROFILES"] ?? "cluster/profiles"
    }

    /// A profile by its name in the folder, or by its path.
    func read(_ name: String) throws -> RuleProfile {
      let file = name.hasSuffix(".yaml") ? name : "\(path)/\(name).yaml"
      do {
        return try RuleProfile.read(text: try InputFile.text(file), path: file)
      } catch let error as InputError {
        throw CommandFailure(.unusableInput, error.description)
      }
    }

    /// Names of the profiles in the folder, rising.
    func names() throws -> [String] {
      do {
        return try FileManager.default.contentsOfDirectory(atPath: path)
          .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(".yaml".count)) }.sorted()
      } catch {
        throw CommandFailure(
          .unusableInput, "\(path) cannot be listed; name the folder with --folder.")
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the profiles of a folder.",
      discussion: """
        Examples:
          rota profiles list
        """)

    @OptionGroup var place: Place

    func run() async throws {
      for name in try place.names() {
        let profile = try place.read(name)
        Terminal.result(
          "\(profile.name) version \(profile.version): \(profile.entries.count) rules. "
            + "\(profile.about)\n")
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the rules of a profile.",
      discussion: """
        Examples:
          rota profiles show acgme-2017
        """)

    @Argument(help: "A profile's name, or the path of its file.")
    var profile: String

    @OptionGroup var place: Place

    func run() async throws {
      let profile = try place.read(self.profile)
      Terminal.result("\(profile.name) version \(profile.version): \(profile.about)\n")
      for entry in profile.entries {
        let fields = entry.fields.keys.sorted().map { "\($0): \(entry.fields[$0] ?? "")" }
        Terminal.result("  \(entry.id): \(fields.joined(separator: ", "))\n")
      }
    }
  }

  struct Compare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what differs between two profiles.",
      discussion: """
        Lines begin with + for a rule that only the second has, - for one that only
        the first has, ~ for a field that differs. Exit code 1 when anything does.

        Examples:
          rota profiles compare acgme-2017 ours.yaml
        """)

    @Argument(help: "The first profile's name or file.")
    var first: String

    @Argument(help: "The second profile's name or file.")
    var second: String

    @OptionGroup var place: Place

    func run() async throws {
      let lines = try place.read(second).differences(from: try place.read(first))
      for line in lines { Terminal.result(line + "\n") }
      if !lines.isEmpty {
        throw CommandFailure(.violationsFound, "\(lines.count) differences")
      }
    }
  }
}
