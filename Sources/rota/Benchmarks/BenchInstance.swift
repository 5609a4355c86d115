import Benchmarking
import Compression
import Coordinator
import Domain
import Formats
import Foundation
import Hashing
import Measures
import Rules
import Store
import Validation

/// An instance of a suite as loaded: what a run is submitted with, and the judge of its answers.
enum BenchInstance {
  case shifts(text: String, ShiftInstance)
  case program(Program)

  /// Loads an instance and sees that its content is what the suite was written for.
  ///
  /// - Throws: ``SuiteFault``.
  static func load(_ named: SuiteInstance, _ project: SuiteProject) throws(SuiteFault)
    -> BenchInstance
  {
    let path = project.path(named.path)
    switch named.format {
    case .shiftScheduling:
      guard let data = FileManager.default.contents(atPath: path) else {
        throw missing(named, project)
      }
      try compare(InstanceDigest.of(file: Array(data)), named, project)
      do {
        let text = String(decoding: data, as: UTF8.self)
        return .shifts(text: text, try ShiftInstanceReader.read(text))
      } catch {
        throw unusable(named, project, error.description)
      }
    case .program:
      guard let yaml = FileManager.default.contents(atPath: path + "/program.yaml") else {
        throw missing(named, project)
      }
      let digest = InstanceDigest.of(program: Array(yaml)) { file in
        let isPublic = file.hasPrefix("${ROTA_DATA}/")
        return FileManager.default.contents(
          atPath: isPublic ? project.path(file) : path + "/" + file
        ).map { Array($0) }
      }
      switch digest {
      case .failure(let file): throw missing(named, project, also: file.path)
      case .success(let hash): try compare(hash, named, project)
      }
      do {
        let data = project.path("${ROTA_DATA}/.")
        let folder = ProgramFolder(path: path, environment: ["ROTA_DATA": data])
        return .program(try ProgramReader.examine(folder).program)
      } catch {
        throw unusable(named, project, error.description)
      }
    }
  }

  /// What the plain judge says of an answer's file.
  struct Judged {
    /// Units of hard rules broken.
    var hard: Int
    var cost: Int
    /// SHA-256 of the file.
    var hash: String
  }

  /// Judges an answer in the layout that `rota verify` reads.
  ///
  /// - Throws: The reader's faults.
  func judged(_ text: String, path: String) throws -> Judged {
    let hash = InstanceDigest.of(file: Array(text.utf8))
    switch self {
    case .shifts(_, let instance):
      let roster = try ShiftRosterFile.read(text, of: instance, layout: .csv)
      let verdict = ShiftRosterJudge(instance: instance).verdict(on: roster)
      return Judged(hard: verdict.violations.count, cost: verdict.cost, hash: hash)
    case .program(let program):
      let plan = try PlanImport.read(text: text, path: path, of: program.facts)
      let verdict = Judge(program: program).verdict(on: plan)
      let isValid = verdict.isValid
      return Judged(
        hard: isValid ? 0 : max(1, verdict.hardUnits), cost: verdict.score.soft, hash: hash)
    }
  }

  /// Stores the input and queues a run of it; the same rows that `generate` and `bench solve` make.
  func submit(
    named name: String, settings: RunSettings, seed: Int64, budget: RunBudget,
    to connection: DatabaseConnection
  ) async throws -> Int64 {
    let kind: RunKind
    let hash: [UInt8]
    switch self {
    case .shifts(let text, _):
      let bytes = Array(text.utf8)
      kind = .benchmark
      hash = ContentHash.of(bytes).bytes
      try await connection.storeInstance(
        StoredInstance(
          contentHash: hash, format: InputReaders.shiftFormat, name: name,
          body: LZ4Frame.compress(bytes), bodyBytes: Int64(bytes.count)))
    case .program(let program):
      let canonical = try CanonicalProgram.encode(program)
      kind = .program
      hash = ContentHash.of(canonical).bytes
      try await connection.storeProgram(
        StoredProgram(
          contentHash: hash, name: program.facts.name,
          canonical: String(decoding: canonical, as: UTF8.self)))
    }
    return try await connection.submitRun(
      RunSubmission(
        kind: kind, inputHash: hash, settings: try settings.json, seed: seed, budget: budget,
        softwareVersion: Rota.softwareVersion)
    ).id
  }

  /// The best stored answer of an ended run as the file that `rota export` writes, with the score
  /// that the coordinator's judge gave it; nil without one.
  func bestAnswer(
    of row: RunRow, _ connection: DatabaseConnection
  ) async throws -> (text: String, claimed: StoredScore)? {
    switch self {
    case .shifts:
      return try await connection.benchmarkAnswers(run: row.id).first.map { ($0.body, $0.score) }
    case .program(let program):
      guard let first = try await connection.alternatives(run: row.id).first else { return nil }
      let stored = try await StoredPlan(row, rank: first.rank, from: connection)
      return (PlanExport.csv(stored.plan, of: program.facts), first.score)
    }
  }

  // MARK: Faults

  private static func compare(
    _ found: String, _ named: SuiteInstance, _ project: SuiteProject
  ) throws(SuiteFault) {
    guard found != named.hash else { return }
    throw SuiteFault(
      .contentDiffers, path: project.suitePath, found: "\(named.name) with sha256 \(found)",
      expected: named.hash,
      remedy: "use the files that the suite was written for; a changed instance is a new one")
  }

  private static func missing(
    _ named: SuiteInstance, _ project: SuiteProject, also file: String? = nil
  ) -> SuiteFault {
    SuiteFault(
      .namedFileMissing, path: project.suitePath,
      found: "\(named.name): \(file ?? named.path), which cannot be read",
      expected: "the instance's files",
      remedy: "set ROTA_DATA to the folder of public data, or mend the path")
  }

  private static func unusable(
    _ named: SuiteInstance, _ project: SuiteProject, _ words: String
  ) -> SuiteFault {
    SuiteFault(
      .instanceUnusable, path: project.suitePath, found: "\(named.name): \(words)",
      expected: "an instance that Rota reads", remedy: "correct its files")
  }
}
