internal import Grid
internal import Measures
internal import Wire

/// The best recounted answer of one subproblem.
struct PieceAnswer: Sendable, Hashable {
  /// Score of the whole grid with these cells inside the border.
  var score: Score
  var cells: RegionAnswer
  var node: NodeID

  /// Score first, content second.
  func precedes(_ other: PieceAnswer) -> Bool {
    score != other.score
      ? score < other.score : cells.cells.lexicographicallyPrecedes(other.cells.cells)
  }
}

/// One subproblem of the present round. Its life, as `docs/states.md` draws it: waiting (no lease,
/// not finished) → searched (1 or 2 leases) → waiting again or finished.
struct RunPiece: Sendable {
  let id: SubproblemID
  /// Position in its round.
  let index: Int
  var subproblem: Subproblem
  /// Position in the portfolio.
  var strategy: Int
  let seed: UInt64
  /// Live leases, rising.
  var leases: [LeaseID] = []
  /// When the newest lease was granted.
  var granted: Milliseconds = 0
  var copies = 0
  var best: PieceAnswer?
  /// Whether a search of it came to its end, or nothing can search it any more.
  var isFinished = false
  /// Nodes that fell silent or reported failure while they held it with the present strategy.
  var failures = 0
  /// Strategies taken away from it.
  var quarantined: [Int] = []

  /// Whole answer with the given cells in place.
  func whole(with cells: RegionAnswer, of grid: DenseGrid) -> GridAnswer {
    guard let border = subproblem.border else {
      return GridAnswer(cells: cells.cells, columnCount: grid.columnCount)
    }
    return border.spliced(cells, into: subproblem.free)
  }
}

/// What a recount was asked for.
enum RecountPurpose: Sendable {
  /// An offer or finish of a subproblem.
  case piece(Int, RegionAnswer, OfferSource)
  /// A splice of one part or of several at the barrier.
  case splice([PieceAnswer], GridAnswer)
}

/// Where an answer came from.
struct OfferSource: Sendable {
  var lease: LeaseID
  var node: NodeID
  var sequence: Int
  var claimed: Score
}

/// What is left to do at a barrier.
struct MergeState: Sendable {
  var current: RankedAnswer
  /// Answers still to be tried, in order.
  var rest: [(piece: Int, answer: PieceAnswer)]
}
