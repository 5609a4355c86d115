import Benchmarking
import Foundation
import TestSupport

/// The public shift-scheduling files that the tests read in place.
enum PublicData {
  /// Folder of the instances.
  static let folder = (Folders.publicData ?? Folders.project).appending(path: "nrp24")

  /// Said where the data is missing, so that a skipped test is never mistaken for a passed one.
  static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

  static let instanceNames: [String] = names(in: folder, ending: ".txt")
  static let rosterNames: [String] = names(
    in: folder.appendingPathComponent("solutions"), ending: ".tsv"
  ).filter { $0 != "MANIFEST" }

  static func instance(_ name: String) throws -> ShiftInstance {
    let file = folder.appendingPathComponent(name + ".txt")
    return try ShiftInstanceReader.read(String(contentsOf: file, encoding: .utf8))
  }

  static func roster(_ name: String, of instance: ShiftInstance) throws -> ShiftRoster {
    let file = folder.appendingPathComponent("solutions/\(name).tsv")
    return try ShiftRosterFile.read(
      String(contentsOf: file, encoding: .utf8), of: instance, layout: .published)
  }

  /// Total, cover and request cost that the manifest states of each roster.
  static func statedCosts() throws -> [String: [Int]] {
    let file = folder.appendingPathComponent("solutions/MANIFEST.tsv")
    let text = try String(contentsOf: file, encoding: .utf8)
    var result: [String: [Int]] = [:]
    for line in text.split(whereSeparator: \.isNewline).dropFirst() {
      let fields = line.split(separator: "\t")
      result[String(fields[0].dropLast(4))] = fields[1...3].compactMap { Int($0) }
    }
    return result
  }

  /// Names without their ending; none where the folder is missing, which ``isThere`` reports.
  private static func names(in folder: URL, ending: String) -> [String] {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    let urls = (files?.allObjects ?? []).compactMap { $0 as? URL }
    return urls.filter {
      $0.lastPathComponent.hasSuffix(ending)
        && $0.deletingLastPathComponent().lastPathComponent == folder.lastPathComponent
    }.map { String($0.lastPathComponent.dropLast(4)) }.sorted()
  }
}
