/// Climbs the dual by the volume algorithm, and keeps the moving average of the rows it met.
///
/// Source: F. Barahona, R. Anbil, "The volume algorithm: producing primal solutions with a
/// subgradient method", Mathematical Programming 87 (2000), doi:10.1007/s101070050002. The average
/// approaches a fractional solution of the linear relaxation over whole rows, from which a dive
/// starts. The rules for its weights and steps are our own measurements.
final class VolumeAlgorithm {
  /// Weights and steps.
  struct Tuning {
    /// Weight of the newest rows in the average, and its floor.
    var alpha: Float
    var alphaFloor: Float
    /// Share of the distance to the upper bound that a step aims at.
    var theta: Double
    /// After how many failures in a row, and by how much, steps become shorter.
    var patience: Patience

    /// Measured on 12 to 52 weeks: the short one shrinks a year's steps to nothing while a fifth
    /// of the way is left, but gets somewhere sooner: for few steps, as between rounds of a dive.
    enum Patience {
      case short
      case long

      var failures: Int { self == .long ? 20 : 10 }
      var shrinkage: Double { self == .long ? 0.8 : 0.66 }
    }
  }

  let pricer: DualPricer
  private let problem: DualProblem
  var tuning: Tuning
  /// The best multipliers so far, their value, and the value's excess over fixed rows' points.
  private(set) var centre: [Float]
  private(set) var value = -Double.infinity
  /// Share of each cell and choice in the average: `(row * columns + column) * choices + choice`.
  private(set) var average: [Float]
  private(set) var iterations = 0
  private var direction: [Float] = []
  private var failures = 0
  private var progressValue = -Double.infinity
  private let width: Int

  /// Iterations between two looks at progress.
  private static let reviewInterval = 100
  /// Share of the distance that a review must see gained, and below which nothing more is to come
  /// once the average is as slow as it gets.
  private static let progressLeast = 0.002
  private static let progressLast = 0.0001

  init(_ pricer: DualPricer, centre: [Float], tuning: Tuning) {
    self.pricer = pricer
    problem = pricer.problem
    self.centre = centre
    self.tuning = tuning
    width = problem.model.columnCount * problem.model.choiceCount
    average = Array(repeating: 0, count: problem.rows.count * width)
  }

  /// Where it stands, to come back to.
  struct Standing {
    fileprivate var tuning: Tuning
    fileprivate var centre: [Float]
    fileprivate var value: Double
    fileprivate var average: [Float]
  }

  var standing: Standing {
    Standing(tuning: tuning, centre: centre, value: value, average: average)
  }

  /// Back to where it once stood; the next step looks for a direction anew.
  func go(to standing: Standing) {
    tuning = standing.tuning
    centre = standing.centre
    average = standing.average
    restart(theta: standing.tuning.theta)
    value = standing.value
  }

  /// Begins anew from given multipliers, keeping the average: another level or other fixed rows.
  func restart(theta: Double) {
    value = -.infinity
    progressValue = -.infinity
    var tuning = self.tuning
    tuning.theta = theta
    goOn(tuning)
  }

  /// Begins anew from the best multipliers so far, which nothing worse replaces.
  func goOn(_ tuning: Tuning) {
    direction = []
    failures = 0
    self.tuning = tuning
  }

  /// One iteration towards `upper`; false when next to nothing is left to
  /// gain, or the share was used up before it ended.
  func step(
    _ scope: DualPricer.Scope, upper: Double, _ meter: SearchMeter, until limit: Double
  ) -> Bool {
    if direction.isEmpty { return begin(scope, meter, limit) }
    guard let trial = self.trial(upper) else { return false }
    guard let found = pricer.evaluate(trial, scope, meter, until: limit) else { return false }
    let weight = blend(found.slack)
    mix(weight, scope.active)
    meter.spend(scope.active.count * width / 8)
    if found.value > value {
      if rises(found.slack) { tuning.theta *= 1.1 }
      value = found.value
      centre = trial
      failures = 0
    } else {
      failures += 1
      if failures >= tuning.patience.failures {
        tuning.theta *= tuning.patience.shrinkage
        failures = 0
      }
    }
    iterations += 1
    return iterations % Self.reviewInterval != 0 || review(upper)
  }

  /// Without progress the average slows down; false when that no longer helps a patient climb.
  ///
  /// Steps that have become short stay short: starting long ones again was measured to gain
  /// nothing and to spoil the direction.
  private func review(_ upper: Double) -> Bool {
    let distance = max(1, abs(upper - value))
    let gained = value - progressValue
    progressValue = value
    if gained >= Self.progressLeast * distance { return true }
    let isSlowest = tuning.alpha <= tuning.alphaFloor
    tuning.alpha = max(tuning.alphaFloor, tuning.alpha * 0.7)
    return tuning.patience == .short || !isSlowest || gained >= Self.progressLast * distance
  }

  private func begin(_ scope: DualPricer.Scope, _ meter: SearchMeter, _ limit: Double) -> Bool {
    guard let found = pricer.evaluate(centre, scope, meter, until: limit) else { return false }
    value = max(value, found.value)
    direction = found.slack
    let isFresh = iterations == 0
    if isFresh { mix(1, scope.active) }
    iterations += 1
    return true
  }

  /// The centre moved along the direction and back into the box.
  ///
  /// Nil when the average lacks nothing any more: the centre is best.
  private func trial(_ upper: Double) -> [Float]? {
    var square = 0.0
    for place in direction.indices where !pointsOut(place) {
      square += Double(direction[place]) * Double(direction[place])
    }
    if square < 1e-9 { return nil }
    let distance = max(upper - value, 1e-4 * max(1, abs(upper)))
    let length = Float(tuning.theta * distance / square)
    var result = centre
    for place in direction.indices where direction[place] != 0 {
      let box = problem.amounts[place].box
      result[place] = min(
        box.upperBound,
        max(box.lowerBound, problem.offerable(centre[place] + length * direction[place], place)))
    }
    return result
  }

  private func pointsOut(_ place: Int) -> Bool {
    let box = problem.amounts[place].box
    return direction[place] > 0
      ? centre[place] >= box.upperBound : centre[place] <= box.lowerBound
  }

  private func rises(_ slack: [Float]) -> Bool {
    var product: Float = 0
    for place in slack.indices { product += slack[place] * direction[place] }
    return product > 0
  }

  /// Mixes the newest slack into the direction by the weight that makes it shortest.
  private func blend(_ slack: [Float]) -> Float {
    var along: Float = 0
    var square: Float = 0
    for place in slack.indices {
      let difference = direction[place] - slack[place]
      along += direction[place] * difference
      square += difference * difference
    }
    let best = square > 0 ? along / square : tuning.alpha
    let weight = min(tuning.alpha, max(tuning.alpha / 10, best))
    for place in slack.indices {
      direction[place] += weight * (slack[place] - direction[place])
    }
    return weight
  }

  private func mix(_ weight: Float, _ active: [Int]) {
    let columnCount = problem.model.columnCount
    let choiceCount = problem.model.choiceCount
    let width = width
    let cells = pricer.cells
    average.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for index in active {
        let row = base + index * width
        for place in 0..<width { row[place] *= 1 - weight }
        for column in 0..<columnCount {
          row[column * choiceCount + Int(cells[index * columnCount + column])] += weight
        }
      }
    }
  }
}
