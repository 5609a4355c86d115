/// What the solver has said of a search so far, in objective points with the model's offset.
///
/// Figures of the log are for people to watch: it rounds them to six digits. Answers and final
/// bounds come with the response.
package struct ExactProgress: Sendable, Hashable {
  /// Nil before the first solution.
  package var best: Double?
  /// Rounded down where the log rounds; nil before there is one.
  package var bound: Double?

  /// Takes in one line of the library's log; false when it says nothing new.
  ///
  /// Lines of interest begin with a number sign: `#12 3.45s best:9221 next:[120,9220] name` for a
  /// solution, `#Bound 3.50s best:9221 next:[130,9220] name` for a bound.
  package mutating func read(line: Substring) -> Bool {
    guard line.first == "#" else { return false }
    let before = self
    for word in line.split(separator: " ") {
      if word.hasPrefix("best:") {
        if let value = Double(word.dropFirst(5)), value.isFinite { best = value }
      } else if word.hasPrefix("next:[") {
        let text = word.dropFirst(6).prefix { $0 != "," && $0 != "]" }
        if let value = Double(text), value.isFinite {
          // Six digits: a rounded figure may be too high by half a unit of the sixth.
          let isRounded = text.contains("e")
          bound = isRounded ? value - abs(value) * 1e-5 : value
        }
      }
    }
    return self != before
  }

  package var bytes: [UInt8] {
    [best, bound].flatMap { value in
      withUnsafeBytes(of: (value ?? .nan).bitPattern.littleEndian, Array.init)
    }
  }

  package init() {}

  package init?(bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    func number(_ from: Int) -> Double? {
      let bits = bytes[from..<from + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      let value = Double(bitPattern: bits)
      return value.isNaN ? nil : value
    }
    best = number(0)
    bound = number(8)
  }
}
