import Benchmarking
import Foundation

/// A suite's file with the folders that its paths count from.
struct SuiteProject {
  /// As it was opened.
  let suitePath: String
  /// The folder above `bench/` for a suite in `bench/suites/`, else the suite's own folder.
  let root: String
  let suite: Suite
  /// Of public data: `ROTA_DATA`, else `../shared/data` beside the project.
  private let data: String

  /// Opens a suite by its path, or by its name in `bench/suites/` of the current folder.
  ///
  /// - Throws: ``CommandFailure`` with every fault of the suite.
  init(_ name: String) throws {
    let path =
      name.hasSuffix(".yaml") || name.contains("/") ? name : "bench/suites/\(name).yaml"
    let file = URL(fileURLWithPath: path).standardizedFileURL
    let folder = file.deletingLastPathComponent()
    let isInProject =
      folder.lastPathComponent == "suites"
      && folder.deletingLastPathComponent().lastPathComponent == "bench"
    let root =
      (isInProject ? folder.deletingLastPathComponent().deletingLastPathComponent() : folder).path
    let data =
      ProcessInfo.processInfo.environment["ROTA_DATA"].flatMap { $0.isEmpty ? nil : $0 }
      ?? root + "/../shared/data"
    suitePath = path
    self.root = root
    self.data = data
    guard let text = Self.text(at: file.path, limit: SuiteReader.largestFile) else {
      throw CommandFailure(
        .unusableInput,
        SuiteFault(
          .fileUnreadable, path: path, found: "no text file of at most 1 MiB",
          expected: "a suite", remedy: "name a file, or one of: \(Self.names(in: folder.path))"
        ).description)
    }
    do {
      suite = try SuiteReader.read(text, path: path) { written in
        Self.text(at: Self.resolved(written, root, data), limit: SuiteReader.largestFile)
      }
    } catch {
      throw CommandFailure(
        .unusableInput,
        error.description + "\n\(error.faults.count) faults; docs/errors.md explains each code.")
    }
  }

  /// Where a path of the suite lies: under `${ROTA_DATA}/`, absolute, or under the project.
  func path(_ written: String) -> String { Self.resolved(written, root, data) }

  /// Where rows are kept unless somebody says otherwise.
  var resultsPath: String { "\(root)/bench/results/\(suite.name).jsonl" }

  /// The table of values that the judge accepted; empty where the project has none.
  var accepted: BestKnownValues {
    BestKnownValues(Self.text(at: acceptedPath, limit: SuiteReader.largestFile) ?? "")
  }

  var acceptedPath: String { root + "/bench/best-known.csv" }

  private static func resolved(_ written: String, _ root: String, _ data: String) -> String {
    let variable = "${ROTA_DATA}/"
    if written.hasPrefix(variable) { return data + "/" + written.dropFirst(variable.count) }
    return written.hasPrefix("/") ? written : root + "/" + written
  }

  private static func text(at path: String, limit: Int) -> String? {
    guard let data = FileManager.default.contents(atPath: path), data.count <= limit else {
      return nil
    }
    return String(data: data, encoding: .utf8)
  }

  private static func names(in folder: String) -> String {
    do {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
      return names.isEmpty ? "(there is none in \(folder))" : names.joined(separator: ", ")
    } catch {
      return "(\(folder) cannot be listed)"
    }
  }
}
