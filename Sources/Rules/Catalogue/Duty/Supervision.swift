import Domain

/// In each slot of the year, supply is enough for demand: (number of suppliers) × ``perSupervisor``
/// ≥ demand units, rounded up to whole supervisors. Demand adds the units of each assignment that a
/// ``demand`` entry names (the first that fits the person and activity); suppliers are people whose
/// assignment a ``supply`` entry names. A slot without demand needs nobody. The parts are those of
/// the entries' activities; morning, afternoon and night are apart.
///
/// One unit is a missing supervisor in one slot.
package struct Supervision: Rule {
  package static let id: RuleID = "supervision"

  /// Who needs how much.
  package var demand: [SupervisionDemand]
  /// Who gives it.
  package var supply: [SupervisionSupply]
  /// Units that one supervisor supplies, 1…1,000.
  package var perSupervisor: Int

  package init(demand: [SupervisionDemand], supply: [SupervisionSupply], perSupervisor: Int = 4) {
    self.demand = demand
    self.supply = supply
    self.perSupervisor = perSupervisor
  }
}
