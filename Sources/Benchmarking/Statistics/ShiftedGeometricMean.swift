import Foundation

/// The mean for quantities that span orders of magnitude, such as times and gaps.
package enum ShiftedGeometricMean {
  /// (Π (value + shift))^(1/n) − shift. The shift keeps differences among tiny values from counting
  /// as much as differences among large ones; it is stated beside every figure.
  ///
  /// - Parameters:
  ///   - values: Each above −`shift`.
  ///   - shift: Above 0, in the values' unit.
  /// - Returns: Nil without values.
  package static func of(_ values: [Double], shift: Double) -> Double? {
    guard !values.isEmpty else { return nil }
    precondition(shift > 0, "A shift of \(shift)")
    let logarithms = values.map { value -> Double in
      precondition(value + shift > 0, "A value of \(value) with a shift of \(shift)")
      return log(value + shift)
    }
    return exp(logarithms.reduce(0, +) / Double(values.count)) - shift
  }
}
