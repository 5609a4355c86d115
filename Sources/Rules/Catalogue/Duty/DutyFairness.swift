import Domain

/// People in scope, group by group, have similar amounts of ``selection`` by ``measure`` over the
/// year, tallies before it (under the instance's name) included and amounts scaled to a full post.
///
/// `spread`: most less least of a group beyond ``allowance``. `deviation`: sum of the distances
/// from the group's mean, rounded down to a whole unit. Of minutes, units are started hours.
///
/// One unit is a unit of the measure.
package struct DutyFairness: Rule {
  package static let id: RuleID = "duty-fairness"

  /// What is shared out.
  package var selection: DutySelection
  /// How it is counted.
  package var measure: DutyMeasure
  /// Who is compared with whom.
  package var groups: FairnessGroups
  /// How unfairness is measured.
  package var kind: FairnessKind
  /// Spread that costs nothing, at least 0.
  package var allowance: Int

  package init(
    selection: DutySelection, measure: DutyMeasure = .cells, groups: FairnessGroups = .level,
    kind: FairnessKind = .spread, allowance: Int = 1
  ) {
    self.selection = selection
    self.measure = measure
    self.groups = groups
    self.kind = kind
    self.allowance = allowance
  }
}
