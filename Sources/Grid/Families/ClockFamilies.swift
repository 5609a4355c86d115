package import Containers

/// Rest after a duty: from the end of each duty of ``from`` to the start of the next duty of ``to``
/// in the row that does not start before that end.
///
/// A gap *g* with ``bridge`` ≤ *g* < ``least`` costs ``price`` for each started ``unit`` of what is
/// missing. A gap under the bridge is no rest at all: the two are one duty.
package struct GapFamily: Sendable, Hashable {
  package var rows: [Int32]
  package var from: BitSet
  package var to: BitSet
  /// Shortest allowed rest in minutes.
  package var least: Int32
  /// Gaps shorter than this, in minutes, are not looked at; at least 0.
  package var bridge: Int32
  /// Minutes that cost one price, at least 1.
  package var unit: Int32
  package var price: Int32
  /// Minute at which the last duty of ``from`` before column 0 ended, parallel to ``rows``;
  /// `Int32.min` for a row without one, empty for none at all.
  package var history: [Int32]
  /// What must have gone before for the rest to be due; nil when each duty is reason enough.
  package var condition: StretchCondition?
  /// Columns whose duties of ``from`` ask for rest, rising; empty for all.
  package var columns: [Int32]

  package init(
    rows: [Int32], from: BitSet, to: BitSet, least: Int, bridge: Int = 0, unit: Int, price: Int
  ) {
    self.rows = rows
    self.from = from
    self.to = to
    self.least = Int32(least)
    self.bridge = Int32(bridge)
    self.unit = Int32(unit)
    self.price = Int32(price)
    history = []
    condition = nil
    columns = []
  }
}

/// A rest is due only after a long stretch: 14 hours after 24.
///
/// At a duty the stretch has lasted from its first start to the latest end of its duties so far.
/// A duty of history counts as long enough, or is left out of ``GapFamily/history``.
package struct StretchCondition: Sendable, Hashable {
  /// Choices that make up stretches; all of ``GapFamily/from`` among them.
  package var members: BitSet
  /// Least length of the stretch in minutes.
  package var least: Int32
  /// Free minutes that end a stretch, at least 0.
  package var bridge: Int32
  /// The stretch right before column 0, parallel to the rows; empty for none.
  package var history: [StretchHistory]

  package init(members: BitSet, least: Int, bridge: Int, history: [StretchHistory] = []) {
    self.members = members
    self.least = Int32(least)
    self.bridge = Int32(bridge)
    self.history = history
  }
}

/// Two duties at once: each pair of duties of a row of which the later column's starts before the
/// earlier column's ends costs ``price``.
package struct OverlapFamily: Sendable, Hashable {
  package var rows: [Int32]
  package var members: BitSet
  package var price: Int32
  /// Minute at which the latest duty before column 0 ends, parallel to ``rows``; `Int32.min` for
  /// none, empty for none at all.
  package var history: [Int32]
  /// Columns whose duties are looked at, rising; empty for all.
  package var columns: [Int32]

  package init(rows: [Int32], members: BitSet, price: Int) {
    self.rows = rows
    self.members = members
    self.price = Int32(price)
    history = []
    columns = []
  }
}

/// Back-to-back duty: a stretch of duties with less than ``bridge`` minutes between them may last
/// ``max`` minutes from its first start to its last end.
package struct StretchFamily: Sendable, Hashable {
  package var rows: [Int32]
  /// Choices that count as duty; others are as if the cell were free.
  package var members: BitSet
  /// Longest stretch in minutes.
  package var max: Int32
  /// Free minutes that end a stretch, at least 0.
  package var bridge: Int32
  /// Minutes of surplus that cost one price, at least 1.
  package var unit: Int32
  package var price: Int32
  /// The stretch right before column 0, parallel to ``rows``; empty for none.
  package var history: [StretchHistory]
  /// Columns whose duties are looked at, rising; empty for all.
  package var columns: [Int32]

  package init(
    rows: [Int32], members: BitSet, max: Int, bridge: Int, unit: Int, price: Int
  ) {
    self.rows = rows
    self.members = members
    self.max = Int32(max)
    self.bridge = Int32(bridge)
    self.unit = Int32(unit)
    self.price = Int32(price)
    history = []
    columns = []
  }
}

/// A stretch that began before the grid; no duty stands before column 0 when ``end`` is
/// `Int32.min`.
package struct StretchHistory: Sendable, Hashable {
  /// First minute of its first duty.
  package var start: Int32
  /// Minute at which its last duty ends; may lie inside the grid.
  package var end: Int32

  package init(start: Int, end: Int) {
    self.start = Int32(start)
    self.end = Int32(end)
  }

  /// A row that comes rested.
  package static let none = StretchHistory(start: Int(Int32.min), end: Int(Int32.min))
}

/// Free periods of a length in windows of time: each one that a window lacks costs ``price``.
package struct FreePeriodFamily: Sendable, Hashable {
  package var rows: [Int32]
  /// Choices that end freedom while they are at work.
  package var members: BitSet
  /// Length of a free period in minutes, at least 1.
  package var period: Int32
  /// Windows of time; neither their starts nor their ends fall from one to the next.
  package var windows: [ClockWindow]
  /// Free periods each row needs in each window, `row index * windows.count + window`.
  package var min: [Int32]
  package var price: Int32
  /// Minute at which the last duty before column 0 ended, parallel to ``rows``; `Int32.min` for a
  /// row that has been free for ever, empty when all have.
  package var history: [Int32]

  package init(
    rows: [Int32], members: BitSet, period: Int, windows: [ClockWindow], min: [Int32], price: Int
  ) {
    self.rows = rows
    self.members = members
    self.period = Int32(period)
    self.windows = windows
    self.min = min
    self.price = Int32(price)
    history = []
  }
}

/// A half-open stretch of minutes.
package struct ClockWindow: Sendable, Hashable {
  package var start: Int32
  package var end: Int32

  package init(start: Int, end: Int) {
    self.start = Int32(start)
    self.end = Int32(end)
  }
}
