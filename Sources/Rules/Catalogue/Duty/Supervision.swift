import Domain

/// In each slot of the horizon, supply is enough for demand: there are at least ⌈demand units ÷
/// ``perSupervisor``⌉ suppliers. Demand adds, over people in scope, the units of the first
/// ``demand`` entry that names the person's level and assignment. Suppliers are people, in scope or
/// not, whose assignment a ``supply`` entry names; each counts once. A slot without demand needs
/// nobody; morning, afternoon and night are apart. Scope dates restrict the slots.
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
