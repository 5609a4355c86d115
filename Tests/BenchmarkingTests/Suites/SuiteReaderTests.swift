import Benchmarking
import Testing

@Suite struct SuiteReaderTests {
  private static let portfolio = """
    # Two lanes.
    lanes:
      - strategy: annealing
        parameters: {window_share: 0.3}
      - strategy: construction
    """

  private static func text(_ changes: [(String, String)] = []) -> String {
    var text = """
      suite: small
      about: For a test.
      cluster: {nodes: 2}
      budgets: [60s, 2m, 5000 effort]
      seeds: [1, 2]
      instances:
        - name: one
          format: shift-scheduling
          path: ${ROTA_DATA}/one.txt
          sha256: \(String(repeating: "0a", count: 32))
          best_known: 100
        - {name: two, format: program, path: two, sha256: \(String(repeating: "1b", count: 32))}
      entrants:
        - {name: first, portfolio: p.yaml, leave_one_out: true}
        - name: second
          strategy: annealing
          parameters: {window_share: 0.5}
          options: [--cut, windows]
        - name: third
          command: [solver, "{instance}", "--out={out}", "{seconds}"]
          cluster: {nodes: 1, slots: 2}
        - {name: fourth, default: true}
      reference: second

      """
    for (from, to) in changes { text.replace(from, with: to) }
    return text
  }

  private static func read(_ changes: [(String, String)] = []) throws -> Suite {
    try SuiteReader.read(text(changes), path: "s.yaml") { $0 == "p.yaml" ? portfolio : nil }
  }

  private static func codes(_ changes: [(String, String)]) throws -> [SuiteFault.Code] {
    let thrown = #expect(throws: SuiteFaults.self) { try read(changes) }
    return (thrown?.faults ?? []).map(\.code)
  }

  @Test func aWholeSuiteIsRead() throws {
    let suite = try Self.read()
    #expect(suite.name == "small")
    #expect(suite.budgets == [.seconds(60), .seconds(120), .effort(5_000)])
    #expect(suite.instances.map(\.bestKnown) == [100, nil])
    #expect(suite.instances[1].format == .program)
    #expect(suite.reference == "second")
    #expect(suite.cluster == ClusterShape(nodes: 2, slots: 1))
    #expect(
      suite.entrants.map(\.name) == [
        "first", "first-without-annealing", "first-without-construction", "second", "third",
        "fourth",
      ])
    #expect(suite.entrants[4].cluster?.workers == 2)
  }

  @Test func leavingOneOutLeavesTheOthersAsTheyAre() throws {
    let entrants = try Self.read().entrants
    guard case .search(let text?, _) = entrants[2].work else {
      Issue.record("\(entrants[2])")
      return
    }
    #expect(PortfolioText.strategies(in: text) == ["annealing"])
    #expect(text.contains("window_share: 0.3"))
    #expect(entrants[2].ablationOf == "first")
    #expect(Set(entrants.map(\.definition)).count == entrants.count)
  }

  /// One change each, and the fault that it makes.
  @Test(arguments: [
    ("suite: small", "suite: a/b", SuiteFault.Code.nameUnusable),
    ("about: For a test.", "abut: For a test.", .fieldMissing),
    ("seeds: [1, 2]", "seeds: [1, x]", .valueWrong), ("seeds: [1, 2]", "seeds: []", .fieldMissing),
    ("seeds: [1, 2]", "seeds: [1, 1]", .valueWrong),
    ("[60s, 2m, 5000 effort]", "[60]", .valueWrong),
    ("[60s, 2m, 5000 effort]", "[999999h]", .valueWrong),
    ("cluster: {nodes: 2}\n", "cluster: {nodes: 0}\n", .valueWrong),
    ("cluster: {nodes: 2}\n", "cluster: 2\n", .wrongKind),
    ("name: two", "name: one", .nameUnusable), ("0a0a", "zz0a", .valueWrong),
    ("format: program", "format: other", .valueWrong),
    ("p.yaml", "q.yaml", .namedFileMissing),
    ("leave_one_out: true", "without: [nobody]", .portfolioUnusable),
    ("default: true", "default: false", .entrantUnclear),
    ("default: true", "strategy: annealing, portfolio: p.yaml", .entrantUnclear),
    ("\"{seconds}\"", "\"{second}\"", .commandUnusable),
    ("\"{instance}\", ", "", .commandUnusable),
    ("--cut, windows", "--seed, \"3\"", .optionRefused),
    ("reference: second", "reference: nobody", .referenceUnknown),
    ("suite: small", "suite: [", .yamlSyntax),
  ])
  func aFaultHasItsCode(from: String, to: String, code: SuiteFault.Code) throws {
    #expect(try Self.codes([(from, to)]).contains(code))
  }

  @Test func allFaultsComeAtOnceWithTheirLines() throws {
    let thrown = #expect(throws: SuiteFaults.self) {
      try Self.read([
        ("seeds: [1, 2]", "seeds: [x]"), ("name: two", "name: one"),
        ("reference: second", "reference: nobody"),
      ])
    }
    let faults = thrown?.faults ?? []
    #expect(faults.map(\.code) == [.valueWrong, .nameUnusable, .referenceUnknown])
    #expect(faults.map(\.line) == [5, 12, 23])
    #expect(faults.allSatisfy { !$0.expected.isEmpty && !$0.remedy.isEmpty })
  }

  @Test func trialsTakeEveryInstanceBeforeTheNextSeedAndEntrantsTakeTurns() throws {
    let suite = try Self.read([
      ("[60s, 2m, 5000 effort]", "[60s]"),
      ("{name: first, portfolio: p.yaml, leave_one_out: true}", "{name: first, default: true}"),
      ("- {name: fourth, default: true}", ""),
    ])
    let trials = suite.trials
    #expect(trials.count == 12)
    #expect(trials.map(\.seed) == [Int64](repeating: 1, count: 6) + [Int64](repeating: 2, count: 6))
    let firsts = stride(from: 0, to: 12, by: 3).map { trials[$0].entrant.name }
    #expect(firsts == ["first", "second", "third", "first"])
    #expect(Set(trials.map(\.key)).count == 12)
  }

  @Test func aSampleTakesEveryInstanceOnceBeforeAnyTwiceAndIsTheSameEachTime() throws {
    let suite = try Self.read()
    let sample = suite.trials.sample(4, seed: 1)
    #expect(sample == suite.trials.sample(4, seed: 1))
    #expect(Dictionary(grouping: sample) { $0.instance.name }.values.map(\.count) == [2, 2])
    #expect(suite.trials.sample(4, seed: 2) != sample)
    #expect(suite.trials.sample(1_000, seed: 1) == suite.trials)
  }

  @Test func namesAreNoPartOfAKey() throws {
    let trial = try #require(try Self.read().trials.first)
    var renamed = trial
    renamed.entrant.name = "other"
    renamed.instance.name = "other"
    #expect(renamed.key == trial.key)
    renamed.instance.hash = "other"
    #expect(renamed.key != trial.key)
  }
}

@Suite struct CommandTemplateTests {
  @Test func placesAreFilledOnceAndValuesAreNotLookedThrough() {
    let template = CommandTemplate(words: ["a", "--x={seed}:{out}", "{instance}", "{", "}{"])
    let words = template.filled(with: [.seed: "7", .out: "{instance}", .instance: "b c"])
    #expect(words == ["a", "--x=7:{instance}", "b c", "{", "}{"])
  }

  @Test func claimsAreReadAndOtherLinesAreNot() {
    let claims = PeerClaims(
      output: "hello\nincumbent 1.5 300\nincumbent nan 1\nincumbent -1 1\nbound 7\nbound x\n")
    #expect(claims.trace == [.init(time: 1.5, cost: 300)])
    #expect(claims.bound == 7)
  }
}

@Suite struct InstanceDigestTests {
  @Test func aFilesDigestIsItsSHA256() {
    #expect(
      InstanceDigest.of(file: Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func aProgrammesDigestCoversTheTablesThatItNames() throws {
    let yaml = Array("files: {residents: r.csv}\nlocked: r.csv\n".utf8)
    let one = try InstanceDigest.of(program: yaml) { $0 == "r.csv" ? [1] : nil }.get()
    let other = try InstanceDigest.of(program: yaml) { $0 == "r.csv" ? [2] : nil }.get()
    #expect(one != other)
    guard case .failure(let missing) = InstanceDigest.of(program: yaml, file: { _ in nil }) else {
      Issue.record("A file that is not there was read")
      return
    }
    #expect(missing.path == "r.csv")
  }
}
