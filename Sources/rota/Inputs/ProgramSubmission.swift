import Coordinator
import Domain
import Formats
import Hashing
import Rules
import Store

/// A programme's run as it is asked for.
struct ProgramSubmission {
  var program: Program
  var settings: RunSettings
  var seed: Int64
  var budget: RunBudget
  /// Repeating a request with the same key answers with the same run.
  var idempotencyKey: String?

  /// Stores the programme and queues the run; its number.
  func submit(to connection: DatabaseConnection) async throws -> Int64 {
    let canonical = try CanonicalProgram.encode(program)
    let hash = ContentHash.of(canonical).bytes
    try await connection.storeProgram(
      StoredProgram(
        contentHash: hash, name: program.facts.name,
        canonical: String(decoding: canonical, as: UTF8.self)))
    var submission = RunSubmission(
      kind: .program, inputHash: hash, settings: try settings.json, seed: seed, budget: budget,
      softwareVersion: Rota.softwareVersion)
    if let key = idempotencyKey {
      let request = hash + Array((try settings.json + "\(seed)").utf8)
      submission.idempotency = RunSubmission.Idempotency(
        key: key, requestHash: ContentHash.of(request).bytes)
    }
    return try await connection.submitRun(submission).id
  }
}
