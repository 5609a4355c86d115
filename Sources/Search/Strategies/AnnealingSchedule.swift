import Determinism
import Grid

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Temperature and hard weights as functions of the share of the budget used.
struct AnnealingSchedule {
  private(set) var temperature: Float
  private let first: Float
  private let last: Float
  private var weights: HardWeights
  private let scale: Float
  private var lastShare = -1.0

  /// Temperature at which the improvement of a given answer starts.
  private static let warmStart: Float = 0.9

  /// Lowest temperature of a cold start: below it plans of blocks freeze before covers settle.
  private static let coldStartMin: Float = 4

  /// Share after which rules that stay broken become dearer.
  private static let adaptFrom = 0.3

  init(_ model: SearchModel, _ parameters: StrategyParameters, isWarm: Bool) {
    let root = Float(model.largestSoftPrice).squareRoot()
    // A warm start must not melt what it was given; three end temperatures were measured to do as
    // well as anything between half of it and ten times as much.
    let start = isWarm ? Self.warmStart : max(Self.coldStartMin, 0.8 * root)
    first = Float(parameters.value("start-temperature", default: Double(start)))
    last = Float(parameters.value("end-temperature", default: 0.2))
    temperature = first
    scale = Float(parameters.value("hard-scale", default: Double(Self.hardScale(model))))
    weights = HardWeights(model, scale: scale)
  }

  /// Price of breaking a hard rule by one typical step: well above any soft price, so that the
  /// search cannot settle on broken rules, yet low enough to cross them while it is hot.
  static func hardScale(_ model: SearchModel) -> Float {
    max(12, 1.5 * Float(model.largestSoftPrice))
  }

  mutating func update(share: Double, _ state: inout GridState) {
    temperature = first * powf(last / first, Float(share))
    if share > Self.adaptFrom && state.hard > 0 {
      weights.adapt(to: state, up: 1.02, down: 0.999)
    } else if share - lastShare < 0.01 {
      return
    }
    lastShare = share
    weights.scale = scale * Float(1 + 2 * share)
    weights.structure = weights.scale * 2
    weights.apply(to: &state)
  }
}

extension Float {
  /// Natural logarithm of a number in 0..<1, with 0 treated as the smallest such number.
  @inline(__always)
  static func logarithm(of unit: Double) -> Float { logf(Swift.max(Float(unit), 1e-30)) }
}
