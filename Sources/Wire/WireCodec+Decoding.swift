internal import Foundation
internal import Grid
internal import Measures
internal import SwiftProtobuf

/// Generated images to plain messages, each number checked against ``WireLimits``.
extension WireCodec {
  static func decodedBody(
    _ body: EnvelopeImage.OneOf_Body
  ) throws(WireError) -> Message {
    switch body {
    case .join(let image): .join(try join(image))
    case .askWork(let image):
      .askWork(
        AskWork(
          node: try node(image.node),
          slot: try number(UInt64(image.slot), "slot", max: WireLimits.slots - 1)))
    case .fetchGrid(let image):
      .fetchGrid(
        FetchGrid(
          node: try node(image.node), hash: try hash([UInt8](image.hash)),
          offset: try number(image.offset, "offset", max: WireLimits.gridBytes)))
    case .heartbeat(let image): .heartbeat(try heartbeat(image))
    case .offer(let image): .offer(try offer(image))
    case .finish(let image): .finish(try finish(image))
    case .leave(let image): .leave(Leave(node: try node(image.node)))
    case .offerBound(let image): .offerBound(try offerBound(image))
    case .fetchBound(let image):
      .fetchBound(
        FetchBound(
          node: try node(image.node), run: RunID(Int64(try number(image.run, "run")))))
    default: try decodedFromCoordinator(body)
    }
  }

  private static func decodedFromCoordinator(
    _ body: EnvelopeImage.OneOf_Body
  ) throws(WireError) -> Message {
    switch body {
    case .joined(let image):
      .joined(
        Joined(
          node: try node(image.node),
          heartbeatMilliseconds: try number(image.heartbeatMilliseconds, "heartbeat"),
          suspicionMilliseconds: try number(image.suspicionMilliseconds, "suspicion"),
          messageBytesMax: try number(image.messageBytesMax, "largest message")))
    case .assignment(let image): .assignment(try assignment(image))
    case .noWork(let image):
      .noWork(NoWork(retryMilliseconds: try number(image.retryMilliseconds, "retry")))
    case .gridChunk(let image): .gridChunk(try gridChunk(image))
    case .acknowledged(let image):
      .acknowledged(
        Acknowledged(
          best: try runScores(image.best), cancelled: try leases(image.cancelled),
          drain: image.drain, bounds: try runBounds(image.bounds)))
    case .refused(let image): .refused(try refused(image))
    case .checkedBound(let image): .checkedBound(try checkedBound(image))
    case .bulletin(let image):
      .bulletin(
        Bulletin(
          sequence: try number(image.sequence, "sequence"), best: try runScores(image.best),
          cancelled: try leases(image.cancelled), bounds: try runBounds(image.bounds)))
    default: throw WireError(.malformed, "a message of no kind that this version knows")
    }
  }

  private static func join(_ image: JoinImage) throws(WireError) -> Join {
    try limit(image.name.utf8.count, WireLimits.nameBytes, "bytes of name")
    try require(!image.name.isEmpty, .inconsistent, "a node without a name")
    // Names are written down and shown: a zero byte no table takes, and others move cursors.
    try require(
      image.name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F },
      .inconsistent, "a name with control characters")
    try limit(image.token.count, WireLimits.tokenBytes, "bytes of token")
    let slots = try number(UInt64(image.slots), "slots", max: WireLimits.slots)
    try require(slots > 0, .inconsistent, "a node without slots")
    return Join(
      name: image.name, token: [UInt8](image.token), slots: slots,
      memoryBytes: try number(image.memoryBytes, "memory"),
      resumedNode: image.resumedNode == 0 ? nil : try node(image.resumedNode))
  }

  private static func heartbeat(_ image: HeartbeatImage) throws(WireError) -> Heartbeat {
    try limit(image.progress.count, WireLimits.leasesInHeartbeat, "leases in a heartbeat")
    var progress: [LeaseProgress] = []
    for entry in image.progress {
      progress.append(
        LeaseProgress(
          lease: try lease(entry.lease), effort: try number(entry.effort, "effort"),
          best: entry.hasBest ? try score(entry.best) : nil,
          elapsedMilliseconds: try number(entry.elapsedMilliseconds, "elapsed")))
    }
    return Heartbeat(node: try node(image.node), progress: progress)
  }

  private static func offer(_ image: OfferImage) throws(WireError) -> Offer {
    Offer(
      node: try node(image.node), lease: try lease(image.lease),
      sequence: try number(image.sequence, "sequence"),
      borderRevision: try number(image.borderRevision, "border revision"),
      claimed: try score(image.claimed),
      answer: RegionAnswer(
        cells: try cells(image.cells, below: WireLimits.choices, "offered cells")),
      effort: try number(image.effort, "effort"))
  }

  private static func finish(_ image: FinishImage) throws(WireError) -> Finish {
    try limit(image.reason.utf8.count, WireLimits.textBytes, "bytes of reason")
    let outcome: FinishOutcome
    switch image.outcome {
    case 1: outcome = .budgetSpent
    case 2: outcome = .stopped
    case 3: outcome = .failed(image.reason)
    default: throw WireError(.inconsistent, "outcome \(image.outcome); only 1 to 3 exist")
    }
    var last: ClaimedAnswer?
    if image.hasAnswer_p {
      last = ClaimedAnswer(
        claimed: try score(image.claimed),
        answer: RegionAnswer(
          cells: try cells(image.cells, below: WireLimits.choices, "final cells")))
    }
    return Finish(
      node: try node(image.node), lease: try lease(image.lease),
      sequence: try number(image.sequence, "sequence"), outcome: outcome, last: last,
      effort: try number(image.effort, "effort"),
      cpuMilliseconds: try number(image.cpuMilliseconds, "CPU time"))
  }

  private static func assignment(_ image: AssignmentImage) throws(WireError) -> Assignment {
    try limit(image.strategy.utf8.count, WireLimits.nameBytes, "bytes of strategy name")
    try limit(image.parameters.count, WireLimits.parameters, "parameters")
    for parameter in image.parameters {
      try limit(parameter.name.utf8.count, WireLimits.nameBytes, "bytes of parameter name")
    }
    let budget = try number(image.budget, "budget")
    let subproblem = try number(image.subproblem, "subproblem")
    var result = Assignment(
      lease: try lease(image.lease),
      run: RunID(Int64(try number(image.run, "run"))),
      subproblemID: SubproblemID(Int64(subproblem)),
      grid: (
        try hash([UInt8](image.gridHash)),
        try number(image.gridBytes, "grid bytes", max: WireLimits.gridBytes)
      ),
      subproblem: try self.subproblem(image),
      search: (
        StrategyChoice(
          name: image.strategy,
          parameters: image.parameters.map { StrategyParameter(name: $0.name, value: $0.value) }),
        image.seed, image.countsEffort ? .effort(budget) : .milliseconds(budget)
      ))
    result.round = Int(image.round)
    result.borderRevision = try number(image.borderRevision, "border revision")
    return result
  }

  private static func subproblem(_ image: AssignmentImage) throws(WireError) -> Subproblem {
    try limit(image.rows.count, WireLimits.rows, "free rows")
    let rows = try indices(image.rows, below: WireLimits.rows, rising: true, "free rows")
    try require(!rows.isEmpty, .inconsistent, "a subproblem without rows")
    try require(
      image.firstColumn < image.endColumn && Int(image.endColumn) <= WireLimits.columns,
      .inconsistent, "free columns \(image.firstColumn)..<\(image.endColumn)")
    var border: GridAnswer?
    if image.borderColumns > 0 {
      let columns = Int(image.borderColumns)
      let cells = try cells(image.border, below: WireLimits.choices, "border cells")
      try require(
        columns <= WireLimits.columns && !cells.isEmpty && cells.count % columns == 0,
        .inconsistent, "\(cells.count) border cells in rows of \(columns)")
      try require(
        Int(image.endColumn) <= columns && Int(rows[rows.count - 1]) < cells.count / columns,
        .inconsistent, "free cells outside the border")
      border = GridAnswer(cells: cells, columnCount: columns)
    } else {
      try require(image.border.isEmpty, .inconsistent, "a border without a width")
    }
    try limit(image.quotas.count, WireLimits.quotas, "quotas")
    var quotas: [Quota] = []
    quotas.reserveCapacity(image.quotas.count)
    for quota in image.quotas {
      try require(
        Int(quota.rule) < WireLimits.rules && Int(quota.row) < WireLimits.rows
          && Int(quota.window) < WireLimits.windows, .inconsistent, "a quota outside any grid")
      quotas.append(
        Quota(
          rule: Int32(quota.rule), row: Int32(quota.row), window: Int32(quota.window),
          min: quota.min, max: quota.max))
    }
    let free = FreeRegion(rows: rows, columns: Int32(image.firstColumn)..<Int32(image.endColumn))
    return Subproblem(free: free, border: border, quotas: quotas)
  }

  private static func gridChunk(_ image: GridChunkImage) throws(WireError) -> GridChunk {
    try limit(image.content.count, WireLimits.gridChunkBytes, "bytes of a grid")
    let offset = try number(image.offset, "offset", max: WireLimits.gridBytes)
    let total = try number(image.totalBytes, "grid bytes", max: WireLimits.gridBytes)
    try require(
      offset + image.content.count <= total, .inconsistent,
      "bytes \(offset)..<\(offset + image.content.count) of a grid of \(total)")
    return GridChunk(
      hash: try hash([UInt8](image.hash)), offset: offset, totalBytes: total,
      content: [UInt8](image.content))
  }

  private static func refused(_ image: RefusedImage) throws(WireError) -> Refused {
    try limit(image.text.utf8.count, WireLimits.textBytes, "bytes of text")
    guard let code = Refused.Code(rawValue: image.code) else {
      throw WireError(.inconsistent, "refusal E\(image.code) is not known here")
    }
    return Refused(code, image.text)
  }

  private static func runScores(_ images: [RunScoreImage]) throws(WireError) -> [RunScore] {
    try limit(images.count, WireLimits.runsInBulletin, "run scores")
    var result: [RunScore] = []
    for image in images {
      result.append(
        RunScore(run: RunID(Int64(try number(image.run, "run"))), best: try score(image.best)))
    }
    return result
  }

  private static func leases(_ values: [UInt64]) throws(WireError) -> [LeaseID] {
    try limit(values.count, WireLimits.cancelledLeases, "cancelled leases")
    var result: [LeaseID] = []
    for value in values { result.append(try lease(value)) }
    return result
  }

  private static func score(_ image: ScoreImage) throws(WireError) -> Score {
    for level in [image.accreditation, image.institution, image.soft] {
      try require(
        level.magnitude <= UInt64(WireLimits.scoreMagnitude), .inconsistent,
        "a score of \(level); at most \(WireLimits.scoreMagnitude) is allowed")
    }
    try require(
      image.accreditation >= 0 && image.institution >= 0, .inconsistent,
      "a hard level below zero")
    return Score(
      accreditation: Int(image.accreditation), institution: Int(image.institution),
      soft: Int(image.soft))
  }

  static func hash(_ bytes: [UInt8]) throws(WireError) -> GridHash {
    guard let hash = GridHash(bytes) else {
      throw WireError(.inconsistent, "a hash of \(bytes.count) bytes; it has 32")
    }
    return hash
  }

  static func node(_ value: UInt64) throws(WireError) -> NodeID {
    NodeID(Int64(try number(value, "node")))
  }

  static func lease(_ value: UInt64) throws(WireError) -> LeaseID {
    LeaseID(Int64(try number(value, "lease")))
  }
}
