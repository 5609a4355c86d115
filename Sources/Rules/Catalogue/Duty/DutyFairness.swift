import Domain

/// People in scope, group by group, have similar amounts of ``selection`` by ``measure`` over the
/// horizon. An amount is what the horizon holds and the person's tally under the instance's name,
/// scaled to a full post: × 100 ÷ ``Domain/FacultyMember/workPercentage``, rounded down. History's
/// cells are in the tally and do not count again.
///
/// `spread`: most less least of a group, beyond ``allowance``. `deviation`: the sum of the
/// distances from the group's mean, rounded down to a whole unit of the measure, beyond
/// ``allowance``. Of minutes, units are started hours.
///
/// One unit is a unit of the measure in one group.
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
  /// Spread or deviation that costs nothing, at least 0, in units of the measure: minutes of
  /// minutes.
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
