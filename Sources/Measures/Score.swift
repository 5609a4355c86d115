/// How much a broken rule weighs: a whole level always outranks everything below it.
package enum ScoreLevel: UInt8, Sendable, Hashable, Comparable, CaseIterable {
  /// Duty hours, days free, supervision: what an accreditation body can withdraw a programme for.
  case accreditation = 0
  /// What the programme or its hospital demands: coverage, curriculum, leave, credentials.
  case institution = 1
  /// What people wish for and what is fair; never a reason to refuse a schedule.
  case soft = 2

  package static func < (left: ScoreLevel, right: ScoreLevel) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// The ordered total of all penalties; smaller is better and levels compare one after another.
///
/// Rewards are negative penalties, so ``soft`` may be negative. The hard levels are counts of
/// missing or surplus units and never negative.
package struct Score: Sendable, Hashable, Comparable, Codable {
  /// Penalty of broken accreditation rules, in units of those rules; 0 when none is broken.
  package var accreditation: Int
  /// Penalty of broken institutional rules; 0 when none is broken.
  package var institution: Int
  /// Penalty of soft rules less rewards, in weight points.
  package var soft: Int

  /// Nothing broken, nothing rewarded.
  package static let zero = Score(accreditation: 0, institution: 0, soft: 0)

  package init(accreditation: Int = 0, institution: Int = 0, soft: Int = 0) {
    self.accreditation = accreditation
    self.institution = institution
    self.soft = soft
  }

  /// Whether no hard rule is broken: only such answers can become alternatives.
  package var isValid: Bool { accreditation == 0 && institution == 0 }

  /// The penalty of one level.
  package subscript(level: ScoreLevel) -> Int {
    get {
      switch level {
      case .accreditation: accreditation
      case .institution: institution
      case .soft: soft
      }
    }
    set {
      switch level {
      case .accreditation: accreditation = newValue
      case .institution: institution = newValue
      case .soft: soft = newValue
      }
    }
  }

  package static func < (left: Score, right: Score) -> Bool {
    if left.accreditation != right.accreditation {
      return left.accreditation < right.accreditation
    }
    if left.institution != right.institution { return left.institution < right.institution }
    return left.soft < right.soft
  }

  package static func + (left: Score, right: Score) -> Score {
    Score(
      accreditation: left.accreditation + right.accreditation,
      institution: left.institution + right.institution, soft: left.soft + right.soft)
  }

  package static func += (left: inout Score, right: Score) { left = left + right }
}

extension Score: CustomStringConvertible {
  /// `valid 123` or `2 accreditation, 3 institution, 123`: what a person reads in a log.
  package var description: String {
    isValid
      ? "valid \(soft)"
      : "\(accreditation) accreditation, \(institution) institution, \(soft)"
  }
}
