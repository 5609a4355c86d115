package import Domain
import Measures
package import Rules

/// How well a schedule serves its people, 0…1, by the formula that `docs/quality.md` fixes.
package struct Quality: Sendable, Hashable, Codable {
  /// What one soft instance adds.
  package struct Share: Sendable, Hashable, Codable {
    package var instance: RuleInstanceID
    /// Size of the instance's weight, at least 1.
    package var weight: Int
    /// Units found; of a reward, units granted.
    package var units: Int
    /// What is asked for, at least 1.
    package var asked: Int
    /// 0…1.
    package var satisfaction: Double
  }

  /// The version of the formula.
  package static let version = 2

  /// 0…1; 0 with any hard violation.
  package var value: Double
  /// The soft instances that ask for something, in the order of the programme, plan first.
  package var shares: [Share]

  init(verdict: Verdict, demands: [RuleInstanceID: QualityDemand]) {
    shares = verdict.byInstance.compactMap { found in
      guard found.severity == .soft, let demand = demands[found.instance], demand.asked > 0,
        found.weight != 0
      else { return nil }
      return Share(
        instance: found.instance, weight: abs(found.weight), units: found.units,
        asked: demand.asked, satisfaction: demand.satisfaction(found.units))
    }
    let weights = shares.reduce(0) { $0 + $1.weight }
    let sum = shares.reduce(0.0) { $0 + Double($1.weight) * $1.satisfaction }
    value = !verdict.isValid ? 0 : weights == 0 ? 1 : sum / Double(weights)
  }
}

/// What an instance asks for, and how units become satisfaction.
struct QualityDemand {
  /// How units are held against what is asked.
  enum Kind {
    /// 1 − units ÷ asked.
    case share
    /// asked ÷ (asked + units): what is asked is what is tolerated.
    case tolerance
    /// units ÷ asked: units are wanted.
    case reward
  }

  var kind: Kind
  /// 0 when nothing is asked.
  var asked: Int

  /// 0…1; never rises with the units of a penalty.
  func satisfaction(_ units: Int) -> Double {
    switch kind {
    case .share: max(0, 1 - Double(units) / Double(asked))
    case .tolerance: Double(asked) / Double(asked + units)
    case .reward: min(1, Double(units) / Double(asked))
    }
  }
}

extension Judge {
  /// The quality of a plan on which this judge has given the verdict.
  package func quality(of verdict: Verdict) -> Quality {
    Quality(verdict: verdict, demands: qualityDemands)
  }

  /// What each soft instance asks of a plan.
  var qualityDemands: [RuleInstanceID: QualityDemand] {
    let facts = PlanFacts(program.facts)
    var demands: [RuleInstanceID: QualityDemand] = [:]
    for instance in program.rules where !instance.severity.isHard {
      let residents = instance.scope.residentIndices(in: facts)
      demands[instance.id] = QualityDemand(
        kind: instance.isReward ? .reward : .share,
        asked: instance.isReward ? residents.count : instance.rule.asked(of: residents, in: facts))
    }
    return demands
  }
}

extension DutyJudge {
  /// The quality of a schedule on which this judge has given the verdict; of one that has not the
  /// programme's shape it is 0.
  package func quality(of verdict: Verdict, on schedule: YearSchedule) -> Quality {
    var demands = planJudge.qualityDemands
    guard isShaped(schedule) else { return Quality(verdict: verdict, demands: demands) }
    let timeline = DutyTimeline(people: people, schedule: schedule)
    for entry in instances where !entry.instance.severity.isHard {
      demands[entry.instance.id] = entry.instance.rule.demand(
        of: JudgedDuties(timeline: timeline, scope: entry.scope))
    }
    return Quality(verdict: verdict, demands: demands)
  }
}
