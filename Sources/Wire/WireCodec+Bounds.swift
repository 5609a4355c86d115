internal import Foundation
package import Grid
internal import SwiftProtobuf

/// Bounds and their multipliers to bytes and back.
extension WireCodec {
  /// The bytes of a bound with its multipliers, as rows keep it.
  package static func encode(bound: CheckedBound) -> [UInt8] {
    encode(Envelope(epoch: 0, message: .checkedBound(bound)))
  }

  /// The bound that such bytes hold.
  ///
  /// - Throws: `malformed`, `version`, `tooLarge` or `inconsistent`.
  package static func decodeBound(_ bytes: [UInt8]) throws(WireError) -> CheckedBound {
    guard case .checkedBound(let bound) = try decode(bytes).message else {
      throw WireError(.malformed, "bytes of another kind where a bound was kept")
    }
    return bound
  }

  static func image(of offer: OfferBound) -> OfferBoundImage {
    .with {
      $0.node = unsigned(offer.node.rawValue)
      $0.lease = unsigned(offer.lease.rawValue)
      $0.gridHash = data(offer.gridHash.bytes)
      $0.proof = proof(of: offer.offer)
    }
  }

  static func image(of bound: CheckedBound) -> CheckedBoundImage {
    .with {
      $0.run = unsigned(bound.run.rawValue)
      $0.revision = unsigned(bound.revision)
      $0.proof = proof(of: bound.offer)
      $0.gridHash = data(bound.gridHash.bytes)
    }
  }

  static func image(of bound: RunBound) -> RunBoundImage {
    .with {
      $0.run = unsigned(bound.run.rawValue)
      $0.revision = unsigned(bound.revision)
      $0.soft = Int64(bound.soft)
    }
  }

  private static func proof(of offer: BoundOffer) -> BoundProofImage {
    .with {
      $0.claimed = Int64(offer.claimed)
      $0.denominator = UInt32(clamping: offer.multipliers.denominator)
      $0.covers = offer.multipliers.covers
      $0.windowRules = offer.multipliers.windows.map { UInt32(clamping: $0.rule) }
      $0.windowRows = offer.multipliers.windows.map { UInt32(clamping: $0.row) }
      $0.windows = offer.multipliers.windows.map { UInt32(clamping: $0.window) }
      $0.windowNumerators = offer.multipliers.windows.map(\.numerator)
    }
  }

  static func offerBound(_ image: OfferBoundImage) throws(WireError) -> OfferBound {
    OfferBound(
      node: try node(image.node), lease: try lease(image.lease),
      gridHash: try hash([UInt8](image.gridHash)), offer: try offer(image.proof))
  }

  static func checkedBound(_ image: CheckedBoundImage) throws(WireError) -> CheckedBound {
    CheckedBound(
      run: RunID(Int64(try number(image.run, "run"))),
      revision: try number(image.revision, "revision"),
      gridHash: try hash([UInt8](image.gridHash)), offer: try offer(image.proof))
  }

  static func runBounds(_ images: [RunBoundImage]) throws(WireError) -> [RunBound] {
    try limit(images.count, WireLimits.runsInBulletin, "run bounds")
    var result: [RunBound] = []
    for image in images {
      result.append(
        RunBound(
          run: RunID(Int64(try number(image.run, "run"))),
          revision: try number(image.revision, "revision"), soft: try points(image.soft)))
    }
    return result
  }

  /// Sizes and magnitudes only: whether it proves anything is the checker's to say.
  private static func offer(_ image: BoundProofImage) throws(WireError) -> BoundOffer {
    try limit(image.covers.count, WireLimits.coverMultipliers, "cover multipliers")
    let count = image.windowRules.count
    try limit(count, WireLimits.windowMultipliers, "window multipliers")
    try require(
      image.windowRows.count == count && image.windows.count == count
        && image.windowNumerators.count == count, .inconsistent, "window lists of unequal length")
    try require(
      image.denominator >= 1 && image.denominator <= UInt32(LagrangeMultipliers.denominatorMax),
      .inconsistent, "a denominator of \(image.denominator)")
    var windows: [WindowMultiplier] = []
    windows.reserveCapacity(count)
    for index in 0..<count {
      try require(
        Int(image.windowRules[index]) < WireLimits.rules
          && Int(image.windowRows[index]) < WireLimits.rows
          && Int(image.windows[index]) < WireLimits.windows, .inconsistent,
        "a window outside any grid")
      windows.append(
        WindowMultiplier(
          rule: Int(image.windowRules[index]), row: Int(image.windowRows[index]),
          window: Int(image.windows[index]), numerator: Int(image.windowNumerators[index])))
    }
    return BoundOffer(
      claimed: try points(image.claimed),
      multipliers: LagrangeMultipliers(
        denominator: Int32(image.denominator), covers: image.covers, windows: windows))
  }

  private static func points(_ value: Int64) throws(WireError) -> Int {
    try require(
      value.magnitude <= UInt64(WireLimits.scoreMagnitude), .inconsistent,
      "a bound of \(value); at most \(WireLimits.scoreMagnitude) is allowed")
    return Int(value)
  }
}
