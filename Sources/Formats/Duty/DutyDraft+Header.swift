import Domain
import Foundation

/// Time zone, holidays, activities, patterns and who follows them.
extension DutyDraft {
  /// Reads everything that rules and tables refer to; nil when the file can't be used at all.
  static func header(_ fields: YAMLFields, _ program: ProgramDraft) -> DutyDraft? {
    guard let zone = fields.required("time_zone"), let name = zone.text() else { return nil }
    let draft = DutyDraft(program: program, timeZone: name)
    draft.readClockChanges(zone, name)
    draft.duty.sites = draft.names(fields.optional("sites")).map { SiteID($0) }
    draft.duty.roles = draft.names(fields.optional("roles")).map { RoleID($0) }
    draft.readHolidays(fields.optional("holidays"))
    draft.readActivities(fields.required("activities"))
    draft.readPatterns(fields.required("patterns"))
    draft.readRotationPatterns(fields.optional("rotation_patterns"))
    draft.readServiceWeeks(fields.optional("service_weeks"))
    return draft
  }

  private func names(_ value: YAMLValue?) -> [String] {
    var result: [String] = []
    for item in value?.items() ?? [] {
      guard let name = item.text(), program.usable(name, at: item.location) else { continue }
      if result.contains(name) {
        repeated(name, item)
      } else {
        result.append(name)
      }
    }
    return result
  }

  private func repeated(_ name: String, _ value: YAMLValue) {
    value.fault(
      .nameRepeated, found: "\"\(name)\" again", expected: "each name once",
      remedy: "remove or rename one of them")
  }

  // MARK: Time

  /// Days before the year whose clock changes matter: history reaches 56 days back.
  private static let daysBefore = 60

  private func readClockChanges(_ value: YAMLValue, _ name: String) {
    guard let zone = TimeZone(identifier: name) else {
      value.fault(
        .timeZoneUnknown, found: "the time zone \"\(name)\"",
        expected: "an IANA time zone such as America/New_York", remedy: "mend the name")
      return
    }
    let year = program.facts.calendar.dates
    func instant(_ date: CalendarDate) -> Date {
      Date(timeIntervalSince1970: Double(date.dayNumber * 86_400))
    }
    let end = instant(year.last + 2)
    var moment = instant(year.first + -Self.daysBefore)
    while let next = zone.nextDaylightSavingTimeTransition(after: moment), next < end {
      let before = zone.secondsFromGMT(for: next.addingTimeInterval(-1))
      let after = zone.secondsFromGMT(for: next)
      let local = Int(next.timeIntervalSince1970) + before
      let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
      duty.clockChanges.append(
        OffsetChange(
          date: CalendarDate(dayNumber: day), minute: (local - day * 86_400) / 60,
          shift: (after - before) / 60))
      moment = next
    }
  }

  private func readHolidays(_ value: YAMLValue?) {
    guard let value else { return }
    let year = program.facts.calendar.dates
    var days: Set<CalendarDate> = []
    if value.scalarText == "federal" {
      days = federal(year)
    } else if value.isMapping, let fields = value.fields() {
      if fields.optional("federal")?.flag() == true { days = federal(year) }
      days.formUnion(fields.optional("also")?.items().compactMap { $0.date() } ?? [])
      days.subtract(fields.optional("except")?.items().compactMap { $0.date() } ?? [])
      fields.finish()
    } else {
      days = Set(value.items().compactMap { $0.date() })
    }
    duty.holidays = days.filter(year.contains).sorted()
  }

  private func federal(_ year: DateRange) -> Set<CalendarDate> {
    let first = year.first.parts.year
    let all = (first...(first + 2)).flatMap { FederalHoliday.all(inCalendarYear: $0) }
    return Set(all.map(\.observed).filter(year.contains))
  }

  // MARK: Activities

  private func readActivities(_ value: YAMLValue?) {
    let entries = value?.fields()?.entries() ?? []
    if entries.count > Self.activitiesMax {
      value?.fault(
        .tooMany, found: "\(entries.count) activities", expected: "at most \(Self.activitiesMax)",
        remedy: "split the programme")
    }
    for (key, item) in entries.prefix(Self.activitiesMax) {
      guard let name = key.text(), program.usable(name, at: key.location),
        let fields = item.fields(), let activity = activity(ActivityID(name), fields)
      else { continue }
      fields.finish()
      activityIndex[activity.id] = duty.activities.count
      duty.activities.append(activity)
      for label in activity.labels { labelled[label, default: []].append(activity.id) }
    }
  }

  private func activity(_ id: ActivityID, _ fields: YAMLFields) -> Activity? {
    let kind = fields.required("kind")?.word(Activity.Kind.allCases.map { ($0.rawValue, $0) })
    let labels = fields.optional("labels")?.items().compactMap { $0.text() } ?? []
    let site = fields.optional("site").flatMap { siteNamed($0) }
    let spans: [ClockSpan?] = DayPart.allCases.map { fields.optional($0.name)?.clockSpan() }
    let stated = fields.optional("parts")
    let counted = minutesByPart(fields.optional("counted"))
    let requires = fields.optional("requires")?.items().compactMap { $0.text() } ?? []
    guard let kind else { return nil }
    let hasClock = kind != .free && kind != .away
    var parts: [Bool] = spans.map { span in span != nil }
    if !hasClock {
      if spans.contains(where: { $0 != nil }) {
        fields.value.fault(
          .spanRefused, found: "\(id) of kind \(kind.rawValue) with a clock span",
          expected: "no times: nobody works then", remedy: "remove the span or change the kind")
      }
      let named: [DayPart] = stated?.dayParts() ?? DayPart.allCases
      parts = DayPart.allCases.map { part in named.contains(part) }
    } else if !parts.contains(true) {
      fields.value.fault(
        .spanMissing, found: "\(id) without a clock span", expected: "AM, PM or night",
        remedy: "write AM: \"08:00-12:00\"")
    }
    var activity = Activity(
      id: id, kind: kind, labels: labels, site: site, spans: hasClock ? spans : [nil, nil, nil],
      parts: parts)
    activity.countedMinutes = counted
    activity.requires = requires.map { CredentialID($0) }
    return activity
  }

  private func siteNamed(_ value: YAMLValue) -> SiteID? {
    guard let name = value.text() else { return nil }
    if duty.sites.contains(SiteID(name)) { return SiteID(name) }
    value.fault(
      .siteUnknown, found: "the site \"\(name)\"", expected: "one of the sites of duty.yaml",
      remedy: NearestName.remedy(for: name, among: duty.sites.map(\.rawValue)))
    return nil
  }

  private func minutesByPart(_ value: YAMLValue?) -> [Int?] {
    guard let fields = value?.fields() else { return [nil, nil, nil] }
    let minutes: [Int?] = DayPart.allCases.map { fields.optional($0.name)?.duration(in: 0...2880) }
    fields.finish()
    return minutes
  }
}
