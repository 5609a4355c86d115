import Coordinator
import Domain
import Foundation
import Store
import Validation

/// A version as JSON for machines and as lines for people.
struct VersionReport: Codable {
  var version: Int64
  var program: String
  var run: Int64
  var alternative: Int64
  /// `plan` or `duties`.
  var level: String
  var softPoints: Int64
  var quality: Double?
  var seed: Int64
  var foundBy: String
  var softwareVersion: String
  /// SHA-256 of the programme, in hexadecimal.
  var inputHash: String
  /// SHA-256 of the schedule.
  var contentHash: String
  /// The version that its run started from; nil for a year from nothing.
  var startedFrom: Int64?
  var note: String?
  var acceptedAt: String
  /// Points of each rule instance that costs or rewards anything.
  var scoreByInstance: [String: Int]

  init(_ row: VersionRow) {
    version = row.number
    program = row.program
    run = row.run
    alternative = row.result.rank
    level = row.result.level
    softPoints = row.result.score.soft
    quality = row.result.quality
    seed = row.seed
    foundBy = row.result.foundBy
    softwareVersion = row.softwareVersion
    inputHash = Self.hex(row.programHash)
    contentHash = Self.hex(row.result.contentHash)
    startedFrom = Self.origin(row.settings)?.number
    note = row.note
    acceptedAt = "\(row.acceptedAt)"
    scoreByInstance = Self.points(row.result.scoreByInstance).filter { $0.value != 0 }
  }

  /// Rule instance → points, as the store keeps it.
  static func points(_ json: String) -> [String: Int] {
    do {
      return try JSONDecoder().decode([String: Int].self, from: Data(json.utf8))
    } catch {
      // Another version may word it otherwise; the verdict itself is kept whole.
      return [:]
    }
  }

  /// Where a run with these settings started from; nil for a year from nothing.
  static func origin(_ settings: String) -> RunOrigin? {
    do {
      return try RunSettings(json: settings).origin
    } catch {
      // Settings of another version of rota; where the run started from is then not known.
      return nil
    }
  }

  /// What may change in a run from a version: `2025-08-28 to 2025-09-24, PGY1, duties only`.
  static func words(_ origin: RunOrigin) -> String {
    let scope = origin.scope
    let dates = scope.dates.map {
      $0.dayCount == 1 ? "\($0.first)" : "\($0.first) to \($0.last)"
    }
    let names = scope.groups + scope.people.map(\.rawValue)
    let parts =
      (scope.isEverything ? ["everything"] : []) + dates + names
      + (origin.keepsPlan ? ["duties only"] : [])
    return parts.joined(separator: ", ")
  }

  /// One line of a list.
  var line: String {
    "version \(version) of \(program)\trun \(run), alternative \(alternative)\t\(level)"
      + "\t\(softPoints) points\(qualityWords)\t\(acceptedAt)" + (note.map { "\t\($0)" } ?? "")
  }

  /// What a person reads of one version.
  var lines: [String] {
    var lines = [
      "Version \(version) of \(program): \(level), valid, \(softPoints) points\(qualityWords)",
      "  accepted \(acceptedAt)" + (note.map { ": \($0)" } ?? ""),
      "  from run \(run), alternative \(alternative), seed \(seed), found by \(foundBy),"
        + " rota \(softwareVersion)" + (startedFrom.map { ", started from version \($0)" } ?? ""),
      "  programme \(inputHash.prefix(16))…, schedule \(contentHash.prefix(16))…",
    ]
    for (instance, points) in scoreByInstance.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }
    ) {
      lines.append("  \(points) points  \(instance)")
    }
    return lines
  }

  private var qualityWords: String {
    quality.map { String(format: ", quality %.4f", $0) } ?? ""
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String(format: "%02x", $0) }.joined()
  }
}
