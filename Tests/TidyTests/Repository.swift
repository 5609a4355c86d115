import Foundation

/// The working tree these tests read, found from the place of this very file.
enum Repository {
  /// The folder that holds `Package.swift`.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Build products, local state and what the package manager writes are not ours to police.
  private static let skippedAtRoot: Set<String> = [
    ".git", ".swiftpm", ".DS_Store", "Package.resolved", "state", "tmp",
  ]

  /// Every file of the tree, relative to the root and in order, without build products.
  static let paths: [String] = {
    var found: [String] = []
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    for entry in entries where !skippedAtRoot.contains(entry) {
      guard !entry.hasPrefix(".build") else { continue }
      collect(entry, into: &found)
    }
    return found.sorted()
  }()

  /// Our Swift files under `Sources` and `Tests`, scanned once, without generated ones.
  static let swiftFiles: [SwiftFile] = paths.filter { path in
    path.hasSuffix(".swift") && (path.hasPrefix("Sources/") || path.hasPrefix("Tests/"))
  }.compactMap { path in
    text(of: path).map { SwiftFile(path: path, text: $0) }
  }.filter { !$0.isGenerated }

  /// The text of a file, or nil where there is none or it isn't UTF-8.
  static func text(of path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: root.appendingPathComponent(path).path)
    else { return nil }
    return String(data: data, encoding: .utf8)
  }

  /// The names directly inside a folder, in order; empty where the folder is missing.
  static func names(in folder: String) -> [String] {
    let prefix = folder + "/"
    let below = paths.filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count) }
    return Set(below.compactMap { $0.split(separator: "/").first.map(String.init) }).sorted()
  }

  private static func collect(_ path: String, into found: inout [String]) {
    var isFolder: ObjCBool = false
    let full = root.appendingPathComponent(path).path
    guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder) else { return }
    guard isFolder.boolValue else {
      found.append(path)
      return
    }
    for entry in (try? FileManager.default.contentsOfDirectory(atPath: full)) ?? [] {
      collect(path + "/" + entry, into: &found)
    }
  }
}

/// One place that breaks the guide: shown as `path:line: reason`.
struct Offence: CustomStringConvertible {
  var path: String
  /// First line is 1; 0 where the whole file is meant.
  var line = 0
  /// The word `exceptions.txt` uses for the limit.
  var limit: String
  var reason: String

  var description: String {
    (line > 0 ? "\(path):\(line)" : path) + ": \(reason)"
  }
}

/// The report of a failed test: every offender on a line of its own.
func report(_ offences: [Offence]) -> String {
  "\(offences.count) offenders:\n" + offences.map(\.description).joined(separator: "\n")
}
