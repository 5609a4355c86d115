import Rules

/// How many of some spans of work can be kept beside free periods of a day.
///
/// Of the free periods that a rule asks for, each takes away every span it meets. So few spans are
/// lost as periods placed at their best take; who asks for more work than is left cannot have it.
package enum WorkBesideFreedom {
  /// Minutes of a free period.
  private static let period = 1_440

  /// The fewest spans that so many periods, apart from one another within a window, take away; nil
  /// where the window has no room for them.
  ///
  /// A best choice can be moved back, period by period, until each begins with the window, with the
  /// end of the one before, or with the end of a span.
  ///
  /// - Parameters:
  ///   - spans: minutes, none empty; they may overlap.
  ///   - count: at least 1.
  /// - Complexity: O(*count* × *starts*²) in the spans' distinct ends, by steps of a period.
  package static func fewestTaken(
    _ spans: [Range<Int>], by count: Int, in window: Range<Int>
  ) -> Int? {
    let bases = [window.lowerBound] + spans.map(\.upperBound).filter { $0 > window.lowerBound }
    let last = window.upperBound - period
    let starts = Set(bases.flatMap { stride(from: $0, through: last, by: period) }).sorted()
    func taken(by start: Int, after end: Int) -> Int {
      // What begins before the end of the period before was taken by that one.
      spans.count {
        $0.lowerBound >= end && $0.lowerBound < start + period && $0.upperBound > start
      }
    }
    var fewest = starts.map { Optional(taken(by: $0, after: .min)) }
    for _ in 1..<max(1, count) {
      fewest = starts.map { start in
        zip(starts, fewest).compactMap { before, known in
          guard let known, before + period <= start else { return nil }
          return known + taken(by: start, after: before + period)
        }.min()
      }
    }
    return fewest.compactMap(\.self).min()
  }
}

/// What was asked before of free days: most people on a rotation work the same hours.
struct KnownFreedom {
  private struct Question: Hashable {
    var spans: [Range<Int>]
    var count: Int
    var length: Int
  }

  private var answers: [Question: Int?] = [:]
  private var windows: [Int: DutyWindows] = [:]

  /// Windows of a rule, by its position.
  mutating func windows(
    of rule: DaysFree, _ index: Int, in context: DutyContext
  ) -> DutyWindows {
    if let known = windows[index] { return known }
    let found = DutyWindows(days: rule.windowDays, kind: rule.windows, in: context)
    windows[index] = found
    return found
  }

  mutating func fewestTaken(_ spans: [Range<Int>], by count: Int, in window: Range<Int>) -> Int? {
    let start = window.lowerBound
    let question = Question(
      spans: spans.map { $0.lowerBound - start..<$0.upperBound - start }, count: count,
      length: window.count)
    if let known = answers[question] { return known }
    let found = WorkBesideFreedom.fewestTaken(
      question.spans, by: count, in: 0..<question.length)
    answers[question] = found
    return found
  }
}
