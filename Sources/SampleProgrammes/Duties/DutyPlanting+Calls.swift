import Determinism
import Domain

extension DutyPlanting {
  /// Saturday calls of a resident in one block, at most: what the rule of the same number asks.
  static let weekendCallsMax = 2

  /// Gives out a department's Saturday calls and the nights that its night services leave empty.
  mutating func assignCalls(of department: Int, _ members: [[Int]], _ days: Range<Int>) {
    let own = recipe.departments[department]
    let pool = recipe.services.indices.filter {
      recipe.services[$0].takesCall && recipe.services[$0].department == department
    }.flatMap { members[$0] }.filter {
      own.callYears.contains(recipe.classes[residents[$0].kind].year)
    }
    for day in days {
      let isLong = calendar.isLongNight(day)
      if own.hasWeekendCall, calendar.date(day).weekday == .saturday, !isLong {
        giveCall(on: day, to: pool, days) { $0.weekendCall(department, day, $1) }
      } else if own.nightMinimum > 0, nightHeads(department, members, day) < own.nightMinimum {
        giveCall(on: day, to: pool, days) { $0.overnightCall(department, day, $1) }
      }
    }
  }

  private func nightHeads(_ department: Int, _ members: [[Int]], _ day: Int) -> Int {
    recipe.services.indices.reduce(0) { sum, service in
      let own = recipe.services[service]
      guard own.work == .nights, own.isStaffed, own.department == department else { return sum }
      return sum + members[service].count { book.workedNight($0, day) }
    }
  }

  /// Lets the first fitting one of a pool take a call: those with fewest, and a week since the
  /// last.
  private mutating func giveCall(
    on day: Int, to pool: [Int], _ days: Range<Int>,
    _ write: (inout DutyPlanting, Int) -> DutyBook.Layout?
  ) {
    let ranked = pool.map { member in
      let isRecent = day - lastCall[member] < 7
      let cost = calls[member] + longCalls[member] / 20 + (isRecent ? 100 : 0)
      return (member: member, cost: cost * 16 + generator.below(16))
    }.sorted { ($0.cost, $0.member) < ($1.cost, $1.member) }
    for (member, _) in ranked where canTakeCall(member, day) {
      guard let before = write(&self, member) else { continue }
      if book.fits(member, days) {
        calls[member] += 1
        lastCall[member] = day
        return
      }
      book.restore(before, member, days)
    }
  }

  /// Free for the night and the day after, which lies in the same week or begins the next.
  private func canTakeCall(_ member: Int, _ day: Int) -> Bool {
    !book.isAway(member, day) && !book.isAway(member, day + 1)
      && !book.isWorking(member, day + 1, from: .night)
      && book[member, day, .night] == activities.off
      && !book.workedNight(member, day - 1)
  }

  /// A Saturday's 24 hours and the hand-over after it.
  private mutating func weekendCall(_ department: Int, _ day: Int, _ member: Int)
    -> DutyBook.Layout?
  {
    guard weekendCalls(department, member, blockOf: day) < Self.weekendCallsMax else { return nil }
    let week = self.week(holding: day)
    let before = book.layout(member, week)
    for part in DayPart.allCases {
      book[member, day, part] = activities.weekendCall[department]
    }
    if day + 1 < week.upperBound {
      book[member, day + 1, .morning] = activities.handover[department]
      book[member, day + 1, .afternoon] = activities.postCall
    }
    return before
  }

  /// Saturday calls of a resident in the block of a day, the history counted as one.
  private func weekendCalls(_ department: Int, _ member: Int, blockOf day: Int) -> Int {
    let block = calendar.columnOfDay[day] / 2
    return (max(0, day - 35)..<day).count {
      calendar.columnOfDay[$0] / 2 == block
        && book[member, $0, .night] == activities.weekendCall[department]
    }
  }

  /// A night from eight on, with the afternoon before and the day after free.
  private mutating func overnightCall(_ department: Int, _ day: Int, _ member: Int)
    -> DutyBook.Layout?
  {
    guard book[member, day, .afternoon] != activities.lecture,
      day + 1 == calendar.dayCount || book[member, day + 1, .afternoon] != activities.lecture
    else { return nil }
    let week = self.week(holding: day)
    let before = book.layout(member, week)
    book[member, day, .afternoon] = activities.off
    book[member, day, .night] = activities.overnightCall[department]
    if day + 1 < week.upperBound {
      book[member, day + 1, .morning] = activities.postCall
      book[member, day + 1, .afternoon] = activities.postCall
    }
    return before
  }

  private func week(holding day: Int) -> Range<Int> {
    // Weeks cover every day.
    calendar.weeks.first { $0.days.contains(day) }!.days
  }
}

extension DutyBook {
  /// A person's cells of some days.
  func layout(_ person: Int, _ days: Range<Int>) -> Layout {
    days.flatMap { day in DayPart.allCases.map { self[person, day, $0] } }
  }

  /// Whether duty stands in a part of a day.
  func isWorking(_ person: Int, _ day: Int, from part: DayPart) -> Bool {
    day < calendar.dayCount && isDuty(self[person, day, part])
  }
}
