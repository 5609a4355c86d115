/// What fills one duty cell.
package struct Activity: Sendable, Hashable, Codable {
  /// What kind of time it is.
  package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Clinical work, in house.
    case clinical
    /// Required education: counts as duty in every hour rule.
    case education
    /// Administration, supervision without patients: duty too.
    case administration
    /// On call from home: ``Activity/spans`` is the time of availability, only
    /// ``Activity/countedMinutes`` count as hours. It ends no rest, yet no day with it is free.
    case homeCall = "home-call"
    /// Not at work: free, post-call, recovery. It has no span and no hours.
    case free
    /// Away with leave. It has no span and no hours.
    case away

    /// Whether the person must be at work during the span.
    package var isDuty: Bool {
      switch self {
      case .clinical, .education, .administration: true
      case .homeCall, .free, .away: false
      }
    }
  }

  package var id: ActivityID
  package var kind: Kind
  /// Words that rules and reports select by: `clinic`, `call`, `night`, `24-hour call`.
  package var labels: [String]
  /// Where it happens; nil when that doesn't matter.
  package var site: SiteID?
  /// The clock interval that it fills when it stands in the morning, afternoon and night cell of
  /// a date: three entries, nil where the activity may not stand or has no clock time.
  package var spans: [ClockSpan?]
  /// Minutes that count to hours in each part; three entries, nil for the span's own length.
  package var countedMinutes: [Int?]
  /// Credentials that its holder needs on its date.
  package var requires: [CredentialID]
  /// Parts in which it may stand: three entries.
  package var parts: [Bool]

  package init(
    id: ActivityID, kind: Kind, labels: [String] = [], site: SiteID? = nil,
    spans: [ClockSpan?], parts: [Bool]
  ) {
    self.id = id
    self.kind = kind
    self.labels = labels
    self.site = site
    self.spans = spans
    self.parts = parts
    countedMinutes = [nil, nil, nil]
    requires = []
  }

  /// Whether it carries a label.
  package func has(_ label: String) -> Bool { labels.contains(label) }

  /// Minutes of duty that it counts in a part; all of them count to the date of the cell, even
  /// those after midnight.
  package func minutes(in part: DayPart) -> Int {
    switch kind {
    case .free, .away: 0
    case .homeCall: countedMinutes[part.rawValue] ?? 0
    case .clinical, .education, .administration:
      countedMinutes[part.rawValue] ?? spans[part.rawValue]?.length ?? 0
    }
  }
}

/// A time of day from a date's midnight, in minutes of local time: 18:30 to 07:30 of the next day
/// is 1110…1890.
package struct ClockSpan: Sendable, Hashable, Codable {
  /// 0…1439.
  package var start: Int
  /// Above ``start``, at most ``start`` + 2880.
  package var end: Int

  package init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }

  /// Minutes by the clock, a change of offset apart.
  package var length: Int { end - start }
}

/// A change of the programme's local clock: at this local time clocks go forward (positive) or back
/// by so many minutes.
package struct OffsetChange: Sendable, Hashable, Codable {
  package var date: CalendarDate
  /// Minute of the date at which it happens, by the clock before it.
  package var minute: Int
  /// Minutes by which clocks go forward; negative when they go back.
  package var shift: Int

  package init(date: CalendarDate, minute: Int, shift: Int) {
    self.date = date
    self.minute = minute
    self.shift = shift
  }
}

/// Elapsed minutes between local times, clock changes included.
package struct ElapsedClock: Sendable, Hashable {
  private let changes: [OffsetChange]

  package init(changes: [OffsetChange]) {
    self.changes = changes.sorted { ($0.date, $0.minute) < ($1.date, $1.minute) }
  }

  /// Elapsed minutes since midnight before day number 0, if clocks had never been changed before
  /// ``changes``. Two such numbers differ by the time that really passes between them. A time that
  /// a change forward leaves out is the moment of the change; one that a change back repeats is
  /// meant the first time.
  ///
  /// - Complexity: O(changes), two or so a year.
  package func minutes(at date: CalendarDate, minute: Int) -> Int {
    let local = date.dayNumber * 1440 + minute
    var shifted = 0
    for change in changes {
      let moment = change.date.dayNumber * 1440 + change.minute
      if local >= moment + max(0, change.shift) {
        shifted += change.shift
      } else if local > moment {
        return moment - shifted
      }
    }
    return local - shifted
  }
}
