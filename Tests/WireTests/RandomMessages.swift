import Containers
import Determinism
import Grid
import Measures
import Wire

/// Messages and grids drawn from a seed, of every kind and every optional part.
struct RandomMessages {
  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func message(_ kind: MessageKind) -> Message {
    switch kind {
    case .join:
      .join(
        Join(
          name: "node-\(below(100))", token: bytes(below(33)), slots: 1 + below(8),
          memoryBytes: below(1 << 30), resumedNode: flip() ? NodeID(Int64(1 + below(99))) : nil))
    case .askWork: .askWork(AskWork(node: node(), slot: below(8)))
    case .fetchGrid: .fetchGrid(FetchGrid(node: node(), hash: hash(), offset: below(1 << 20)))
    case .heartbeat: .heartbeat(heartbeat())
    case .offer:
      .offer(
        Offer(
          node: node(), lease: lease(), sequence: below(99), borderRevision: below(9),
          claimed: score(), answer: RegionAnswer(cells: cells(below(50))), effort: below(1 << 30)))
    case .finish: .finish(finish())
    case .leave: .leave(Leave(node: node()))
    case .offerBound:
      .offerBound(OfferBound(node: node(), lease: lease(), gridHash: hash(), offer: bound()))
    case .fetchBound: .fetchBound(FetchBound(node: node(), run: RunID(Int64(below(99)))))
    case .checkedBound:
      .checkedBound(

        CheckedBound(
          run: RunID(Int64(below(99))), revision: below(99), gridHash: hash(), offer: bound()))
    case .joined:
      .joined(
        Joined(node: node(), heartbeatMilliseconds: below(9_999), suspicionMilliseconds: below(99)))
    case .assignment: .assignment(assignment())
    case .noWork: .noWork(NoWork(retryMilliseconds: below(9_999)))
    case .gridChunk:
      .gridChunk(GridChunk(hash: hash(), offset: 5, totalBytes: 500, content: bytes(below(400))))
    case .acknowledged:
      .acknowledged(
        Acknowledged(best: scores(), cancelled: leases(), drain: flip(), bounds: bounds()))
    case .refused:
      .refused(Refused(Refused.Code.allCases[below(Refused.Code.allCases.count)], "words"))
    case .bulletin:
      .bulletin(
        Bulletin(sequence: below(99), best: scores(), cancelled: leases(), bounds: bounds()))
    }
  }

  mutating func heartbeat() -> Heartbeat {
    var progress: [LeaseProgress] = []
    for _ in 0..<below(4) {
      progress.append(
        LeaseProgress(
          lease: lease(), effort: below(9_999), best: flip() ? score() : nil,
          elapsedMilliseconds: below(9_999)))
    }
    return Heartbeat(node: node(), progress: progress)
  }

  mutating func finish() -> Finish {
    let outcome: FinishOutcome = [.budgetSpent, .stopped, .failed("no memory")][below(3)]
    let last = ClaimedAnswer(claimed: score(), answer: RegionAnswer(cells: cells(below(50))))
    return Finish(
      node: node(), lease: lease(), sequence: below(99), outcome: outcome,
      last: flip() ? last : nil, effort: below(9_999), cpuMilliseconds: below(9_999))
  }

  mutating func assignment() -> Assignment {
    let (rows, columns) = (1 + below(5), 1 + below(9))
    let border = GridAnswer(cells: cells(rows * columns), columnCount: columns)
    let first = Int32(below(columns))
    var subproblem = Subproblem(
      free: FreeRegion(rows: (0..<Int32(rows)).map { $0 }, columns: first..<Int32(columns)),
      border: flip() ? border : nil)
    for _ in 0..<below(4) {
      subproblem.quotas.append(Quota(rule: 1, row: 2, window: 3, min: -4, max: .max))
    }
    var assignment = Assignment(
      lease: lease(), run: RunID(Int64(below(99))), subproblemID: SubproblemID(round: 3, index: 4),
      grid: (hash(), below(1 << 20)), subproblem: subproblem,
      search: (
        StrategyChoice(
          name: "annealing", parameters: [StrategyParameter(name: "heat", value: 0.5)]),
        generator.next(), flip() ? .effort(below(9_999)) : .milliseconds(below(9_999))
      ))
    assignment.borderRevision = below(9)
    return assignment
  }

  /// A small grid with a rule of every family.
  mutating func grid() -> DenseGrid {
    let (rows, columns, choices) = (2 + below(4), 4 + below(6), 2 + below(70))
    let domains = [BitSet.below(choices), BitSet([below(choices)])]
    var grid = DenseGrid(
      rowCount: rows, columnCount: columns, choiceCount: choices, domains: domains,
      domainOfCell: (0..<rows * columns).map { _ in Int32(below(2)) },
      cutColumns: [1, Int32(columns - 1)])
    let all = (0..<Int32(rows)).map { $0 }
    let set = BitSet([0, choices - 1])
    let weights = (0..<choices).map { _ in Int32(below(9) - 4) }
    let groups: [[Int32]] = [[0, 1], [2]]
    grid.cellPrices = all.map {
      CellPrice(
        row: Int($0), column: below(columns), choice: below(choices), level: .soft,
        amount: below(99) - 50, instance: below(5))
    }
    var run = RunFamily(rows: all, members: set, min: 2, priceShort: 3, priceLong: -1)
    run.history = all.map { _ in Int32(below(5)) }
    run.endIsOpen = flip()
    var cover = CoverFamily(
      groups: groups, tables: [weights], tableOfRow: all.map { _ in Int32(below(2) - 1) },
      min: [.min, 1], max: [4, .max], priceUnder: 1, priceOver: 2)
    cover.exceptions = [HeadException(row: 1, column: 0, table: -1)]
    let windows = [SumWindow(positions: [0, 1], min: -3), SumWindow(positions: [1], max: 9)]
    let families: [GridFamily] = [
      .transition(
        TransitionFamily(rows: all, columns: [0, 1], offset: 2, from: set, to: set, price: -7)),
      .run(run),
      .sum(
        SumFamily(
          rows: all, measure: .weights(weights), windows: windows, priceUnder: 1, priceOver: 2)),
      .sum(
        SumFamily(
          rows: [0], measure: .anyInGroups(groups, set), windows: windows, priceUnder: 1,
          priceOver: 2)),
      .order(OrderFamily(rows: all, before: set, after: set, required: 2, price: 5)),
      .cover(cover),
    ]
    grid.rules = families.enumerated().map {
      GridRule(instance: $0 - 1, level: ScoreLevel.allCases[$0 % 3], family: $1)
    }
    return grid
  }

  mutating func below(_ bound: Int) -> Int { generator.below(bound) }
  private mutating func flip() -> Bool { below(2) == 0 }
  private mutating func node() -> NodeID { NodeID(Int64(below(1 << 30))) }
  private mutating func lease() -> LeaseID { LeaseID(Int64(1) << 40 | Int64(below(1 << 30))) }
  private mutating func leases() -> [LeaseID] { (0..<below(4)).map { _ in lease() } }
  private mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(below(256)) }
  }
  private mutating func hash() -> GridHash { GridHash(bytes(GridHash.byteCount))! }
  private mutating func cells(_ count: Int) -> [UInt16] {
    (0..<count).map { _ in UInt16(below(WireLimits.choices)) }
  }
  private mutating func score() -> Score {
    Score(accreditation: below(9), institution: below(99), soft: below(1 << 20) - (1 << 19))
  }
  private mutating func bounds() -> [RunBound] {
    (0..<below(4)).map { _ in
      RunBound(run: RunID(Int64(below(99))), revision: below(99), soft: below(999) - 500)
    }
  }
  private mutating func bound() -> BoundOffer {
    let windows = (0..<below(9)).map {
      WindowMultiplier(rule: $0, row: below(99), window: below(9), numerator: below(999) - 500)
    }
    return BoundOffer(
      claimed: below(1 << 20) - (1 << 19),
      multipliers: LagrangeMultipliers(
        denominator: Int32(1 + below(1_024)),
        covers: (0..<below(50)).map { _ in Int32(below(99_999) - 50_000) }, windows: windows))
  }
  private mutating func scores() -> [RunScore] {
    (0..<below(4)).map { _ in RunScore(run: RunID(Int64(below(99))), best: score()) }
  }
}
