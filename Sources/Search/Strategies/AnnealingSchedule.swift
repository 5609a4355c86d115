import Determinism
import Grid

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Temperature and hard weights as functions of the share of the budget used.
///
/// A cold start is quenched first: a twentieth of the budget goes to one quick cooling from a
/// moderate temperature, so that people and the cluster have a valid answer early; the long cooling
/// that finds the good one starts hot from there.
struct AnnealingSchedule {
  private(set) var temperature: Float
  private let first: Float
  private let last: Float
  private var weights: HardWeights
  private let scale: Float
  private var lastShare = -1.0
  private let quenchShare: Double
  private var isQuenching: Bool
  /// Updates since factors of hard rules were adapted.
  private var unadapted = 0

  /// Share of the budget that a cold start gives to its quench.
  private static let coldQuench = 0.05

  /// Temperature at which the improvement of a given answer starts.
  private static let warmStart = 0.9

  /// Lowest temperature of a cold start: below it plans of blocks freeze before covers settle.
  private static let coldStartMin: Float = 4

  /// Share after which rules that stay broken become dearer.
  private static let adaptFrom = 0.3

  init(_ model: SearchModel, _ parameters: StrategyParameters, isWarm: Bool) {
    let root = Float(model.largestSoftPrice).squareRoot()
    // A warm start must not melt what it was given; three end temperatures were measured to do as
    // well as anything between half of it and ten times as much.
    first = Float(
      isWarm
        ? parameters.value("warm-temperature", default: Self.warmStart)
        : parameters.value(
          "start-temperature", default: Double(max(Self.coldStartMin, 0.5 * root))))
    last = Float(parameters.value("end-temperature", default: 0.2))
    temperature = first
    scale = Float(parameters.value("hard-scale", default: Double(Self.hardScale(model))))
    weights = HardWeights(model, scale: scale)
    let quench = parameters.value("quench", default: Self.coldQuench)
    quenchShare = isWarm ? 0 : min(0.5, max(0, quench))
    isQuenching = quenchShare > 0
  }

  /// From now on looks only at what some cells feed; no others may change in the state.
  mutating func watch(_ cells: [Int32], in state: borrowing GridState) {
    weights.watch(cells, in: state)
  }

  /// Price of breaking a hard rule by one typical step: well above any soft price, so that the
  /// search cannot settle on broken rules, yet low enough to cross them while it is hot.
  static func hardScale(_ model: SearchModel) -> Float {
    max(12, 1.5 * Float(model.largestSoftPrice))
  }

  mutating func update(share: Double, _ state: inout GridState) {
    if isQuenching && share >= quenchShare {
      isQuenching = false
      lastShare = -1
      weights.reset(scale: scale)
    }
    // Both coolings run over a share of their own, from 0 to 1.
    let local =
      isQuenching ? share / quenchShare : (share - quenchShare) / (1 - quenchShare)
    let start = isQuenching ? min(first, max(1, first / 4)) : first
    temperature = start * powf(last / start, Float(local))
    if local > Self.adaptFrom && state.hard > 0 {
      unadapted += 1
      guard unadapted >= weights.pace else { return }
      unadapted = 0
      weights.adapt(to: state, up: 1.02, down: 0.999)
    } else if local - lastShare < 0.01 {
      return
    }
    lastShare = local
    weights.scale = scale * Float(1 + 2 * local)
    weights.structure = weights.scale * 2
    weights.apply(to: &state)
  }
}

extension Float {
  /// Natural logarithm of a number in 0..<1 to four digits, with 0 treated as 2^-24.
  ///
  /// A polynomial over the mantissa, fitted by least squares at Chebyshev points: the same on every
  /// machine, and a third of a library call's time.
  @inline(__always)
  static func logarithm(of unit: Double) -> Float {
    let bits = Swift.max(Float(unit), 0x1p-24).bitPattern
    let exponent = Float(Int32(bits >> 23) - 127)
    let mantissa = Float(bitPattern: bits & 0x7F_FFFF | 0x3F80_0000)
    var polynomial: Float = -0.055_464_82
    polynomial = polynomial * mantissa + 0.440_545_4
    polynomial = polynomial * mantissa - 1.455_311_5
    polynomial = polynomial * mantissa + 2.807_115_7
    polynomial = polynomial * mantissa - 1.736_816_1
    return exponent * 0.693_147_2 + polynomial
  }
}
