internal import Determinism
internal import Grid
internal import Measures
internal import Wire

/// Opening rounds, handing out their pieces, and noticing their end.
extension RunMachine {
  /// Opens the round that ``round`` names, or ends the search after the last one.
  mutating func openRound(at now: Milliseconds) -> [ClusterAction] {
    if round >= spec.plan.rounds.count {
      let goesOn = wasExtended && clock.remaining(at: now) >= 1_000
      wasExtended = false
      guard goesOn else { return finishSearch(at: now) }
    }
    if !isDeterministic && round > 0 && clock.remaining(at: now) <= 0 {
      return finishSearch(at: now)
    }
    if spec.stopsWhenValid, round > 0, incumbent?.score.isValid == true {
      return finishSearch(at: now)
    }
    phase = .searching
    let actions = endIfOptimal(at: now)
    if phase != .searching { return actions }
    clock.openRound(share: roundShare, at: now)
    pieces = cut()
    return actions + [checkpoint(at: now)]
  }

  /// The pieces of the round; none yet for a race in time mode, whose lanes come with demand.
  private func cut() -> [RunPiece] {
    var generator = SeededGenerator(seed: spec.seed, label: UInt64(round) << 32)
    let kind = planned(round).kind
    if let base = incumbent {
      switch kind {
      case .windows(let columns):
        let windows = Cutting.windows(of: spec.grid, width: columns, generator: &generator)
        if windows.count > 1 {
          let quotas = Cutting.quotas(
            of: spec.grid, answer: base.answer, windows: windows, generator: &generator)
          let rows = FreeRegion.whole(of: spec.grid).rows
          return windows.indices.map { index in
            piece(
              index,
              Subproblem(
                free: FreeRegion(rows: rows, columns: windows[index]), border: base.answer,
                quotas: quotas[index]))
          }
        }
      case .parts(let parts, _):
        return parts.indices.map { index in
          var part = piece(index, Subproblem(free: parts[index], border: base.answer))
          part.strategy = 0
          return part
        }
      case .rowGroups(let count):
        let groups = Cutting.rowGroups(of: spec.grid, count: count, generator: &generator)
        let columns = 0..<Int32(spec.grid.columnCount)
        return groups.indices.map { index in
          piece(
            index,
            Subproblem(
              free: FreeRegion(rows: groups[index], columns: columns), border: base.answer))
        }
      case .race, .polish: break
      }
    }
    return (0..<fixedLanes).map { piece($0, lane) }
  }

  /// Whether the round searches the whole grid in lanes.
  var isRace: Bool { pieces.allSatisfy { $0.subproblem.free.isWhole(of: spec.grid) } }

  /// The whole grid, from nothing or from the incumbent as the plan says.
  private var lane: Subproblem {
    let startsEmpty: Bool
    if case .race(_, .nothing) = planned(round).kind {
      startsEmpty = true
    } else {
      startsEmpty = false
    }
    return Subproblem(
      free: .whole(of: spec.grid), border: startsEmpty ? nil : incumbent?.answer)
  }

  private func piece(_ index: Int, _ subproblem: Subproblem) -> RunPiece {
    RunPiece(
      id: SubproblemID(round: round, index: index), index: index, subproblem: subproblem,
      strategy: index % spec.portfolio.count,
      seed: seed(of: index, copy: 0))
  }

  private func seed(of piece: Int, copy: Int) -> UInt64 {
    // Below 65,536 pieces and 2^15 copies, so labels of a round never meet.
    let label = UInt64(round) << 32 | UInt64(copy & 0x7FFF) << 17 | UInt64(piece) << 1 | 1
    var generator = SeededGenerator(seed: spec.seed, label: label)
    return generator.next()
  }

  /// Work for an idle slot: a waiting piece, else a further lane, else a copy of what a single node
  /// searches.
  mutating func nextWork(
    slots: Int, mint: inout IdentifierMint, at now: Milliseconds
  ) -> (piece: Int, assignment: Assignment)? {
    guard phase == .searching else { return nil }
    clock.start(at: now)
    // Less than this is not worth a message's way and a node's start.
    let leastTime: Milliseconds = min(100, clock.roundLength / 4)
    guard isDeterministic || clock.roundDeadline - now > leastTime else { return nil }
    guard let index = pieceToSearch(at: now) else { return nil }
    let copy = pieces[index].copies
    pieces[index].copies += 1
    pieces[index].granted = now
    let lease = LeaseID(mint.number())
    pieces[index].leases.append(lease)
    let piece = pieces[index]
    var subproblem = piece.subproblem
    if !isDeterministic, let best = piece.best {
      subproblem.border = piece.whole(with: best.cells, of: spec.grid)
    }
    var assignment = Assignment(
      lease: lease, run: spec.run, subproblemID: piece.id, grid: (spec.gridHash, spec.gridBytes),
      subproblem: subproblem,
      search: (
        choice(of: piece),
        isDeterministic || copy == 0 ? piece.seed : seed(of: index, copy: copy),
        budget(of: piece, slots: slots, at: now)
      ))
    assignment.round = round
    assignment.borderRevision = revision
    return (index, assignment)
  }

  /// The strategy of a piece; a fresh part is told not to start from what stands there, and a
  /// repeated search how long one time is.
  private func choice(of piece: RunPiece) -> StrategyChoice {
    var choice = spec.portfolio[piece.strategy]
    func set(_ name: String, _ value: Double) {
      choice.parameters.removeAll { $0.name == name }
      choice.parameters.append(StrategyParameter(name: name, value: value))
      choice.parameters.sort { $0.name < $1.name }
    }
    if case .parts(_, isFresh: true) = planned(round).kind, piece.best == nil { set("cold", 1) }
    if planned(round).repeats, let effort = statedEffort(of: piece) {
      set("cooling-effort", Double(effort))
    }
    return choice
  }

  /// Effort that a piece needs by its round's word; nil where time alone limits it.
  private func statedEffort(of piece: RunPiece) -> Int? {
    planned(round).effortPerCell.map { max(1, $0 * piece.subproblem.free.cellCount) }
  }

  /// Whether the round ends when its searches have had a stated effort.
  private var endsByEffort: Bool { planned(round).effortPerCell != nil && !planned(round).repeats }

  private mutating func pieceToSearch(at now: Milliseconds) -> Int? {
    if let waiting = pieces.firstIndex(where: { !$0.isFinished && $0.leases.isEmpty }) {
      return waiting
    }
    if !isDeterministic, isRace {
      // Lanes of a stated effort end together: nobody starts anew beside them.
      let isLate = endsByEffort && pieces.contains(where: \.isFinished)
      guard !isLate, pieces.count < ClusterSettings.lanesMax,
        let strategy = usableStrategy(from: pieces.count % spec.portfolio.count, not: [])
      else { return nil }
      var added = piece(pieces.count, lane)
      added.strategy = strategy
      pieces.append(added)
      return pieces.count - 1
    }
    // A deterministic copy only repeats the work, so it waits until the holder looks stuck.
    let patience = isDeterministic ? 4 * settings.suspicion : 0
    return pieces.firstIndex { piece in
      !piece.isFinished && piece.leases.count < ClusterSettings.copiesMax
        && now - piece.granted >= patience
    }
  }

  /// Gives up the newest lane of a race on a clock; what it has offered stays for whoever goes on.
  mutating func yieldLane() {
    guard !isDeterministic, phase == .searching, isRace,
      let index = pieces.lastIndex(where: { !$0.leases.isEmpty })
    else { return }
    cancelled.append(contentsOf: pieces[index].leases)
    pieces[index].leases = []
  }

  /// The first strategy from a position on that neither the run nor the piece has given up.
  func usableStrategy(from start: Int, not excluded: [Int]) -> Int? {
    spec.portfolio.indices
      .map { (start + $0) % spec.portfolio.count }
      .first {
        !excluded.contains($0) && strategyFailures[$0] < settings.killsMax * 2
          && !suspended.contains(spec.portfolio[$0].name)
      }
  }

  private func budget(of piece: RunPiece, slots: Int, at now: Milliseconds) -> WorkBudget {
    let needed = endsByEffort ? statedEffort(of: piece) : nil
    switch spec.mode {
    case .time:
      if let needed { return .effort(needed) }
      let waves = isRace ? 1 : (pieces.count + max(1, slots) - 1) / max(1, slots)
      let length = clock.roundLength / Int64(waves)
      return .milliseconds(Int(max(1, min(length, clock.roundDeadline - now))))
    case .deterministic:
      let total = max(
        planned(round).weight, spec.plan.rounds.reduce(0) { $0 + $1.weight })
      let waves = (pieces.count + fixedLanes - 1) / fixedLanes
      let share = effort * planned(round).weight / total / max(1, waves)
      return .effort(max(1, min(share, needed ?? share)))
    }
  }

  /// Whether a race has all that the stage asks for, so that nobody waits for slower lanes: one of
  /// a stated effort came to its end with it, or the little time is over that a race by the clock
  /// goes on after its first.
  private func isWon(at now: Milliseconds) -> Bool {
    guard spec.stopsWhenValid, isRace else { return false }
    if clock.isClosing && now >= clock.roundDeadline { return true }
    return endsByEffort && pieces.contains { $0.isFinished && $0.best?.score.isValid == true }
  }

  /// Notes a valid answer where it is all that is asked for.
  mutating func noteValid(at now: Milliseconds) {
    let mayEnd = !endsByEffort || planned(round).endsSoon
    guard spec.stopsWhenValid, !isDeterministic, mayEnd, isRace, phase == .searching
    else { return }
    clock.closeSoon(at: now)
  }

  /// Ends the round when there is nothing more to wait for.
  mutating func roundEnd(
    at now: Milliseconds, mint: inout IdentifierMint
  ) -> [ClusterAction] {
    guard phase == .searching else { return [] }
    let isOut = pieces.contains { !$0.leases.isEmpty }
    let isDone = pieces.allSatisfy(\.isFinished)
    if isDeterministic {
      guard isDone, purposes.isEmpty else { return [] }
      return beginMerge(at: now, mint: &mint)
    }
    guard clock.started != nil else { return [] }
    if isRace {
      let isHopeless = usableStrategy(from: 0, not: []) == nil && isDone
      let isEnough = isWon(at: now) || endsByEffort && isDone && !pieces.isEmpty
      guard now >= clock.roundDeadline || isHopeless || isEnough else { return [] }
    } else {
      guard isDone || now >= clock.roundDeadline else { return [] }
    }
    if isOut && !isWon(at: now) && now < clock.roundDeadline + settings.grace { return [] }
    stopLeases()
    guard purposes.isEmpty && queued.isEmpty else { return [] }
    return beginMerge(at: now, mint: &mint)
  }
}
