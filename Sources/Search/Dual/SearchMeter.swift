/// Counts the work of a strategy's phases, and asks its control now and then how far it is.
///
/// Work is counted in steps of passes; 200 of them take about as long as one small move of the
/// annealing, so that effort means the same everywhere.
final class SearchMeter {
  let control: any SearchControl
  private(set) var effort: Int
  private(set) var share: Double
  private var pending = 0

  private static let stepsAnEffort = 200
  /// Steps between two looks at the control: well under a millisecond's worth.
  private static let stepsALook = 400_000

  init(_ control: any SearchControl, effort: Int = 0) {
    self.control = control
    self.effort = effort
    share = control.shareUsed(effort: effort)
  }

  /// Notes work done; looks at the control when enough has come together.
  func spend(_ steps: Int) {
    pending += steps
    if pending >= Self.stepsALook { look() }
  }

  /// Takes over the effort that another strategy counted.
  func advance(to effort: Int) {
    self.effort = max(self.effort, effort)
    look()
  }

  func look() {
    effort += pending / Self.stepsAnEffort
    pending %= Self.stepsAnEffort
    share = control.shareUsed(effort: effort)
  }
}

/// A part of a budget as a budget of its own, for a strategy that works inside another.
final class SliceControl: SearchControl {
  private let meter: SearchMeter
  private let first: Double
  private let last: Double
  private let firstEffort: Int
  private let receive: (Candidate) -> Void

  /// From the present share to `last`; candidates carry the effort of the whole.
  init(_ meter: SearchMeter, until last: Double, receive: @escaping (Candidate) -> Void) {
    self.meter = meter
    self.first = meter.share
    self.last = last
    firstEffort = meter.effort
    self.receive = receive
  }

  func shareUsed(effort: Int) -> Double {
    meter.advance(to: firstEffort + effort)
    if meter.share >= 1 || last <= first { return 1 }
    return (meter.share - first) / (last - first)
  }

  func improved(_ candidate: Candidate) {
    var whole = candidate
    whole.effort += firstEffort
    receive(whole)
  }
}
