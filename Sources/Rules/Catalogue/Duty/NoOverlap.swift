import Domain

/// The clock intervals of a person's duties do not overlap, home call apart: nobody is at work
/// twice at once. Elapsed time counts, changes of the clock included; a duty may begin in the
/// minute in which another ends.
///
/// One unit is a pair of overlapping duties, at least one of them in the horizon.
package struct NoOverlap: Rule {
  package static let id: RuleID = "no-overlap"

  package init() {}
}
