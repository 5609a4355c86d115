/// The five numbers that tell how values lie: ends, quartiles and median.
package struct Spread: Sendable, Hashable, Codable {
  package var count: Int
  package var least: Double
  package var lowerQuartile: Double
  package var median: Double
  package var upperQuartile: Double
  package var greatest: Double

  /// Nil without values. Quartiles and median lie between neighbours in proportion, so that the
  /// median of two values is their middle.
  ///
  /// - Complexity: O(*n* log *n*).
  package init?(_ values: some Sequence<Double>) {
    let sorted = values.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    count = sorted.count
    least = first
    greatest = last
    lowerQuartile = Self.quantile(0.25, of: sorted)
    median = Self.quantile(0.5, of: sorted)
    upperQuartile = Self.quantile(0.75, of: sorted)
  }

  /// The value below which a share of the sorted, non-empty values lies.
  private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let position = share * Double(sorted.count - 1)
    let below = Int(position)
    guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
    let low = sorted[below]
    let high = sorted[below + 1]
    let part = position - Double(below)
    // No part of infinity is infinity; equal neighbours, infinite ones too, are their own middle.
    guard part > 0, low != high else { return low }
    return low + part * (high - low)
  }
}
