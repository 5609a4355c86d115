/// Every bound on what may cross the wire; a message beyond one is refused, whoever sent it.
package enum WireLimits {
  /// Largest message in bytes. A border of ``cells`` takes at most three bytes a cell, quotas take
  /// at most 30 bytes each: 7.5 MB + 3 MB, rounded up.
  package static let messageBytes = 12 << 20
  /// Largest encoded grid in bytes. The largest public one (100 × 364, 17 choices) takes under
  /// 2 MB, the duties of 1,800 people's year 135 MB; half as much again is left to those with more
  /// rules.
  package static let gridBytes = 192 << 20
  /// Bytes of a grid in one reply: small enough to keep heartbeats flowing behind it, large enough
  /// that the largest grid takes 192 round trips.
  package static let gridChunkBytes = 1 << 20
  /// People. The largest programmes have some hundreds; ten thousand is beyond any hospital.
  package static let rows = 10_000
  /// Columns. A leap year has 732 half-days; four years of them are beyond any plan.
  package static let columns = 4_096
  /// Choices. An answer stores 16 bits; real grids have tens to hundreds.
  package static let choices = 4_096
  /// Cells of one grid: 1,800 people × a year and eight weeks before it of three cells a day are
  /// 2.3 million.
  package static let cells = 2_500_000
  /// Distinct domains: grids share few; one for each person and month of the largest grid.
  package static let domains = 100_000
  /// Prices of single choices: ten wishes for every day of 1,000 people.
  package static let cellPrices = 4_000_000
  /// Rules of one grid: the duties of 1,800 people have 118,000 by two cover rules or so a day and
  /// service.
  package static let rules = 200_000
  /// Windows of one sum rule: rolling windows start at most in each column, twice over for series.
  package static let windows = 2 * columns
  /// Links of one rule between groups of columns: each column with those of the four weeks after
  /// it.
  package static let links = 28 * columns
  /// Weight tables of one cover rule: one a row at most.
  package static let tables = rows
  /// Table entries of all rules of a grid together, so that a hostile grid of few bytes cannot make
  /// a node allocate more than some hundreds of megabytes.
  package static let ruleEntries = 128_000_000
  /// Multipliers of cover groups in one bound: every day of a year for each of a thousand rules.
  package static let coverMultipliers = 1_000_000
  /// Multipliers of windows in one bound: a dozen sums each of all ``rows``, rounded up.
  package static let windowMultipliers = 200_000
  /// Quotas of one subproblem: 100 people × 17 sums × 50 windows, rounded up.
  package static let quotas = 100_000
  /// Worker slots of one node: twice the cores of the largest common machine.
  package static let slots = 512
  /// Leases in a heartbeat: one for each slot.
  package static let leasesInHeartbeat = slots
  /// Runs in a bulletin: a leader works on few at a time; more than that wait in the queue.
  package static let runsInBulletin = 64
  /// Cancelled leases in a bulletin: every slot of a thousand nodes of four slots.
  package static let cancelledLeases = 4_096
  /// Characters of a node's or strategy's name in UTF-8 bytes: a host name's longest.
  package static let nameBytes = 255
  /// Bytes of a node's token: twice what a 512-bit secret takes in hexadecimal.
  package static let tokenBytes = 256
  /// Bytes of a refusal's or failure's text: a sentence, not a trace.
  package static let textBytes = 1_024
  /// Parameters of a strategy: strategies have a handful.
  package static let parameters = 64
  /// Largest absolute value of a score's level: sums of 32-bit penalties over all cells fit, and
  /// adding a few of them cannot overflow.
  package static let scoreMagnitude = 1 << 56
}
