import Domain
import Rules
import Validation

extension ComplianceReport {
  /// Findings shown one by one; the CSV has them all.
  private static let findingsShown = 500

  /// One page for people: what a programme director hands to a site visitor. It needs no other
  /// file and prints well; every text of the programme is escaped.
  package func html() -> String {
    let sections = [
      header, figures, rules, hours, coverageSection, fairnessSection, preferencesSection,
      findings, relaxedSection, notJudgedSection,
    ]
    return HTMLText.page(
      title: "Compliance report: \(program)",
      sections.filter { !$0.isEmpty }.joined(separator: "\n"))
  }

  private var header: String {
    let verdictLine =
      verdict.isValid
      ? "<p class=\"verdict good\">No accreditation or institution rule is broken.</p>"
      : "<p class=\"verdict bad\">\(verdict.hardUnits) units of hard rules are broken.</p>"
    return "<h1>Compliance report</h1><p>\(HTMLText.escaped(program)), academic year "
      + "\(academicYear)–\(academicYear + 1)<br><span class=\"note\">"
      + "\(HTMLText.escaped(subject)); judged as a \(verdict.level.rawValue), "
      + "\(Self.words(dates))</span></p>\(verdictLine)"
  }

  private var figures: String {
    var items: [(String, String)] = []
    if let quality { items.append(("quality, 0 to 1", Self.decimal(quality))) }
    if let coverage {
      items.append(
        ("required places filled", Self.percent(coverage.filled, of: coverage.required)))
    }
    if let preferences {
      items.append(("wishes granted", Self.percent(preferences.granted, of: preferences.asked)))
    }
    let heaviest = (schedule?.hours ?? []).compactMap { $0.heaviest?.weeklyMinutes }.max()
    if let heaviest {
      items.append(("hours a week, heaviest four weeks", Self.hours(heaviest)))
    }
    guard !items.isEmpty else { return "" }
    let boxes = items.map { name, value in
      "<div class=\"figure\"><b>\(HTMLText.escaped(value))</b>\(HTMLText.escaped(name))</div>"
    }
    return "<div class=\"figures\">\(boxes.joined())</div>"
  }

  private var rules: String {
    let order: [Severity.Level] = [.accreditation, .institution, .soft]
    let shares = order.flatMap { level in verdict.byInstance.filter { $0.severity == level } }
    var marks: [Int: String] = [:]
    let rows = shares.enumerated().map { index, share -> [String] in
      let isBroken = share.units > 0 && share.severity != .soft
      if isBroken { marks[index] = "bad" }
      return [
        share.severity.rawValue, share.instance.rawValue, share.rule.rawValue,
        "\(share.violationCount)", "\(share.units)",
        share.severity == .soft ? "" : isBroken ? "broken" : "kept",
      ]
    }
    return "<h2>Rules</h2>"
      + HTMLText.table(["level", "rule", "type", "findings", "units", ""], rows, marks: marks)
  }

  /// The limit that the programme's own averaged-hours rule names is not known here; eighty is what
  /// readers compare with.
  private static let comparedHours = 80.0

  private var hours: String {
    let people = (schedule?.hours ?? []).filter { $0.weeks.contains { $0.minutes > 0 } }
    guard !people.isEmpty else { return "" }
    let rows = people.map { person -> String in
      let week = person.weeks.map(\.minutes).max() ?? 0
      var cells = [
        person.person.rawValue, groups[person.person.rawValue] ?? "", Self.hours(Double(week)),
      ]
      var picture = ""
      if let heaviest = person.heaviest {
        let average = heaviest.weeklyMinutes / 60
        cells += [Self.hours(heaviest.weeklyMinutes), Self.words(heaviest.dates)]
        picture = HTMLText.bar(
          average, limit: Self.comparedHours, isOver: average > Self.comparedHours)
      } else {
        cells += ["", ""]
      }
      return "<tr>" + cells.map { "<td>\(HTMLText.escaped($0))</td>" }.joined()
        + "<td>\(picture)</td></tr>"
    }
    let heads = [
      "person", "group", "heaviest week, h", "heaviest four weeks, h a week", "which",
      "against 80 h",
    ]
    return "<h2>Hours</h2><p class=\"note\">Hours as the programme counts them; days of granted "
      + "leave are taken out of the averages.</p><table><thead><tr>"
      + heads.map { "<th>\($0)</th>" }.joined() + "</tr></thead><tbody>"
      + rows.joined(separator: "\n") + "</tbody></table>"
  }

  private var coverageSection: String {
    let covers = schedule?.coverage ?? []
    guard !covers.isEmpty else { return "" }
    var marks: [Int: String] = [:]
    let rows = covers.enumerated().map { index, cover -> [String] in
      if !cover.gaps.isEmpty && cover.severity != .soft { marks[index] = "bad" }
      let allowed = cover.allowed.map { "\($0)" } ?? "any"
      let gaps = cover.gaps.prefix(5).map { "\($0.slot) (\($0.filled))" }.joined(separator: ", ")
      return [
        cover.instance.rawValue, "\(cover.required)", allowed, "\(cover.slots.count)",
        Self.percent(cover.filledTotal, of: cover.requiredTotal), "\(cover.gaps.count)",
        gaps + (cover.gaps.count > 5 ? ", …" : ""),
      ]
    }
    return "<h2>Cover</h2>"
      + HTMLText.table(
        ["rule", "required", "allowed", "slots", "filled", "gaps", "first gaps"], rows,
        marks: marks)
  }

  private var fairnessSection: String {
    let fair = schedule?.fairness.groups ?? []
    guard !fair.isEmpty else { return "" }
    let rows = fair.flatMap { group in
      FairnessReport.Burden.allCases.map { burden -> [String] in
        let isTime = burden == .minutes
        func shown(_ amount: Double) -> String {
          isTime ? Self.hours(amount) : Self.decimal(amount)
        }
        return [
          group.name, isTime ? "hours" : burden.rawValue, "\(group.people.count)",
          shown(group.mean(of: burden)), shown(Double(group.spread(of: burden))),
          Self.decimal(group.gini(of: burden)),
        ]
      }
    }
    return "<h2>Fairness</h2>"
      + HTMLText.table(["group", "of", "people", "mean", "spread", "Gini"], rows)
  }

  private var preferencesSection: String {
    let asking = (schedule?.preferences ?? []).filter { $0.asked > 0 }
    guard !asking.isEmpty else { return "" }
    let rows = asking.map { person in
      [
        person.person.rawValue, "\(person.asked)", "\(person.granted)",
        Self.percent(person.granted, of: person.asked),
      ]
    }
    return "<h2>Wishes</h2>"
      + HTMLText.table(["person", "days or blocks asked", "granted", "share"], rows)
  }

  private var findings: String {
    guard !verdict.violations.isEmpty else { return "" }
    let hard = hardViolations
    let shown = (hard + verdict.violations.filter { $0.severity == .soft }).prefix(
      Self.findingsShown)
    var marks: [Int: String] = [:]
    let rows = shown.enumerated().map { index, violation -> [String] in
      if violation.severity != .soft { marks[index] = "bad" }
      return [
        violation.severity.rawValue, violation.instance.rawValue,
        violation.person?.rawValue ?? "", Self.place(violation), "\(violation.amount)",
        violation.explanation,
      ]
    }
    let rest = verdict.violationCount - shown.count
    return "<h2>Findings</h2>"
      + HTMLText.table(["level", "rule", "person", "when", "units", "what"], rows, marks: marks)
      + (rest > 0 ? "<p class=\"note\">and \(rest) more; the CSV lists them.</p>" : "")
  }

  private var relaxedSection: String {
    guard !verdict.relaxed.isEmpty else { return "" }
    let rows = verdict.relaxed.prefix(Self.findingsShown).map { violation in
      [
        violation.instance.rawValue, violation.person?.rawValue ?? "", Self.place(violation),
        violation.explanation,
      ]
    }
    return "<h2>Spared by relaxations</h2>"
      + HTMLText.table(["rule", "person", "when", "what"], Array(rows))
  }

  private var notJudgedSection: String {
    guard !notJudged.isEmpty else { return "" }
    return "<h2>Not judged</h2>"
      + HTMLText.table(["rule", "why"], notJudged.map { [$0.instance.rawValue, $0.reason] })
  }
}
