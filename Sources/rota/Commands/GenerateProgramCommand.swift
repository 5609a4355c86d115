import ArgumentParser
import Domain
import Formats
import Foundation
import Hashing
import Rules
import SampleProgrammes

/// `rota generate-program`: one of the project's own benchmark programmes, as a folder.
struct GenerateProgramCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate-program",
    abstract: "Make a sample programme around a planted schedule.",
    discussion: """
      Sizes are S24, S60, S150, S400 and S1200 (the number is the residents). The
      folder holds the programme and the schedule that was planted first, so one
      surely exists: planted.csv, planted-weeks.csv, planted-duties.csv. Equal
      arguments give equal bytes.

      With --infeasible a contradiction is added and conflict.json says which:
      over-tight-ratio, simultaneous-leave, window-conflict, credential-gap,
      precedence-cycle or locked-cell. rota check finds some of them by counting.

      Examples:
        rota generate-program --size S24 --tightness 0.90 --seed 1 --out s24
        rota generate-program --size S60 --infeasible locked-cell --out broken
      """)

  @Option(help: "S24, S60, S150, S400 or S1200.")
  var size: SampleSize

  @Option(help: "Share of residents' time that minima bind: 0.80, 0.90 or 0.97.")
  var tightness = TightnessRatio(.normal)

  @Option(help: "Seed of everything that chance draws.")
  var seed: UInt64 = 1

  @Option(help: "Kind of contradiction to add.")
  var infeasible: InfeasibleKind?

  @Option(help: ArgumentHelp("Folder to write to; made if missing.", valueName: "folder"))
  var out: String

  func run() async throws {
    let request = SampleRequest(
      size: size, tightness: tightness.tightness, seed: seed, infeasible: infeasible)
    let sample: SampleProgramme
    do {
      sample = try SampleProgramme.make(request)
    } catch let error {
      throw CommandFailure(
        .internalFault, "no rotation plan was found for this seed (\(error)); try another --seed")
    }
    var files = ProgramWriter.files(of: sample.program)
    files.merge(ProgramWriter.files(of: sample.planted, in: sample.program.facts)) { first, _ in
      first
    }
    if let conflict = sample.conflict { files["conflict.json"] = try Terminal.json(conflict) }
    try write(files)
    try summarise(sample)
  }

  private func write(_ files: [String: String]) throws {
    let folder = URL(fileURLWithPath: out, isDirectory: true)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for name in files.keys.sorted() {
        let text = Data((files[name] ?? "").utf8)
        try text.write(to: folder.appendingPathComponent(name), options: .atomic)
      }
    } catch {
      throw CommandFailure(
        .unusableInput, "\(out) cannot be written: \(error.localizedDescription)")
    }
  }

  private func summarise(_ sample: SampleProgramme) throws {
    let facts = sample.program.facts
    let hash = ContentHash.of(try CanonicalProgram.encode(sample.program))
    let tightness = Double(sample.reachedTightness) / 1000
    Terminal.result(
      "\(facts.name): \(facts.residents.count) residents, \(facts.duty?.faculty.count ?? 0) "
        + "faculty, \(facts.rotations.count) rotations, "
        + "\(sample.program.rules.count + sample.program.dutyRules.count) rules, tightness "
        + "\(tightness).\nContent \(hash.hex)\n")
    if let conflict = sample.conflict {
      let names = conflict.instances.map(\.rawValue).joined(separator: ", ")
      Terminal.result("Infeasible: \(conflict.statement) (\(names))\n")
    }
  }
}

extension SampleSize: ExpressibleByArgument {}

extension InfeasibleKind: ExpressibleByArgument {}

/// A tightness as people type it: `0.80`, `0.90` or `0.97`.
struct TightnessRatio: ExpressibleByArgument {
  var tightness: SampleTightness

  init(_ tightness: SampleTightness) { self.tightness = tightness }

  init?(argument: String) {
    guard let ratio = Double(argument), (0...1).contains(ratio),
      let tightness = SampleTightness(rawValue: Int((ratio * 100).rounded()))
    else { return nil }
    self.tightness = tightness
  }

  var defaultValueDescription: String { "0.\(tightness.rawValue)" }
}
