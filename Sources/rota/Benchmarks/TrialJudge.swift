import Benchmarking
import Foundation

/// The last word on a trial: its answer's file goes before the plain judge of its format again, in
/// this process, and whatever was claimed is held against that.
struct TrialJudge {
  let instance: BenchInstance

  /// Judges an answer and fills in what came of it.
  ///
  /// - Parameter claimed: The cost that the run or the peer states; nil when it states none.
  func judge(_ answer: String?, claimed: Int?, _ row: inout ResultRow) {
    guard let answer else {
      row.outcome = claimed == nil ? .nothing : .falseClaim
      row.fault = claimed.map { "an answer of \($0) was claimed, and there is none" }
      return
    }
    let judged: BenchInstance.Judged
    do {
      judged = try instance.judged(answer, path: "answer")
    } catch {
      row.outcome = .falseClaim
      let first = "\(error)".split(whereSeparator: \.isNewline).first ?? ""
      row.fault = "the answer cannot be read: \(first.prefix(300))"
      return
    }
    row.answer = judged.hash
    let reported = [claimed, row.trace.map(\.cost).min()].compactMap { $0 }.min()
    if judged.hard > 0 {
      row.outcome = .falseClaim
      row.fault = "the answer breaks \(judged.hard) units of hard rules"
    } else if let reported, reported < judged.cost {
      row.outcome = .falseClaim
      row.fault = "\(reported) was claimed, and the judge counts \(judged.cost)"
    } else if let bound = row.bound, bound.value > judged.cost {
      row.outcome = .falseClaim
      row.fault = "the bound \(bound.value) is above its own answer of \(judged.cost)"
    } else {
      row.outcome = .valid
      row.cost = judged.cost
    }
  }
}

/// Answers better than any that the judge accepted before: kept with the project, and their values
/// in `bench/best-known.csv`.
struct AcceptedAnswers {
  private let project: SuiteProject

  init(_ project: SuiteProject) { self.project = project }

  /// Keeps an accepted answer of an instance for which the suite states a best known value, where
  /// it is better than the table's. Suites outside a project keep nothing.
  func keep(_ answer: String, _ row: ResultRow, _ trial: Trial) throws {
    guard let cost = row.cost, row.isValid, trial.instance.bestKnown != nil,
      FileManager.default.fileExists(atPath: project.acceptedPath)
    else { return }
    var table = project.accepted
    let source = "rosters/\(trial.instance.name).csv"
    guard table.improve(trial.instance.name, to: cost, source: source) else { return }
    let folder = project.root + "/bench/rosters"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // The answer first: a table never names what is not there.
    try Data(answer.utf8).write(
      to: URL(fileURLWithPath: project.root + "/bench/" + source), options: .atomic)
    try Data(table.text.utf8).write(
      to: URL(fileURLWithPath: project.acceptedPath), options: .atomic)
    if let known = trial.instance.bestKnown, cost < known {
      Terminal.say("\(trial.instance.name): \(cost) is better than the value we know of, \(known).")
    }
  }
}
