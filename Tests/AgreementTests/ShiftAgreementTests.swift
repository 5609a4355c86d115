import Benchmarking
import Determinism
import Grid
import Measures
import Testing

/// The format's judge and the compiled grid say the same of random rosters around every limit.
struct ShiftAgreementTests {
  /// Two weeks, three employees, lengths with a common divisor below each bound.
  static let text = """
    SECTION_HORIZON
    14
    SECTION_SHIFTS
    E,480,
    L,600,E
    N,720,E|L
    SECTION_STAFF
    A,E=14|L=14|N=2,5300,2500,4,2,2,1
    B,E=5|L=0|N=14,6000,700,5,1,3,2
    C,E=14|L=14|N=14,99999,0,14,3,1,0
    SECTION_DAYS_OFF
    A,3
    B,0,13
    SECTION_SHIFT_ON_REQUESTS
    A,2,E,2
    A,3,L,3
    B,5,L,1
    SECTION_SHIFT_OFF_REQUESTS
    A,2,L,3
    C,7,N,2
    SECTION_COVER
    0,E,1,100,1
    1,E,2,100,1
    1,L,1,50,3
    6,N,2,100,0
    """

  @Test func rostersAroundEveryLimitAreJudgedAlike() throws {
    let instance = try ShiftInstanceReader.read(Self.text)
    let judge = ShiftRosterJudge(instance: instance)
    let grid = ShiftGrid.compile(instance)
    var random = SeededGenerator(seed: 7)
    var broken: [ShiftViolation.Rule: Int] = [:]
    var kept: [ShiftViolation.Rule: Int] = [:]
    for index in 0..<6_000 {
      let roster = Self.roster(instance, &random)
      let verdict = judge.verdict(on: roster)
      let recount = grid.recount(ShiftGrid.answer(from: roster), byInstance: true)
      #expect(recount.isValid == verdict.isValid, "roster \(index)")
      #expect(recount.score.accreditation == 0)
      if recount.cellsOutsideDomain == 0 {
        #expect(recount.score.soft == verdict.cost, "roster \(index)")
        for (rule, part) in Self.parts {
          let found = verdict.violations.filter { $0.rule == rule }.reduce(0) { $0 + $1.amount }
          let points = recount.pointsByInstance[part.rawValue]
          if rule == .minutes {
            // The grid counts minutes in units of 120 and rounds bounds inwards.
            #expect((found > 0) == (points > 0), "roster \(index)")
          } else {
            #expect(found == points, "\(rule) in roster \(index)")
          }
        }
      }
      for rule in ShiftViolation.Rule.allCases {
        if verdict.violations.contains(where: { $0.rule == rule }) {
          broken[rule, default: 0] += 1
        } else {
          kept[rule, default: 0] += 1
        }
      }
    }
    for rule in ShiftViolation.Rule.allCases where rule != .shape {
      #expect(broken[rule] ?? 0 >= 100 && kept[rule] ?? 0 >= 100, "\(rule)")
    }
  }

  static let parts: [(ShiftViolation.Rule, ShiftGrid.Part)] = [
    (.succession, .succession), (.minutes, .minutes), (.shiftMaximum, .shiftMaximum),
    (.maximumConsecutive, .maximumConsecutive), (.minimumConsecutive, .minimumConsecutive),
    (.minimumDaysOff, .minimumDaysOff), (.weekends, .weekends),
  ]

  /// A roster; how much it works, repeats and respects closed cells differs from one to the next.
  static func roster(
    _ instance: ShiftInstance, _ random: inout SeededGenerator
  ) -> ShiftRoster {
    let work = [0.2, 0.5, 0.7, 0.9][random.below(4)]
    let repeats = [0.0, 0.5, 0.9][random.below(3)]
    let respects = random.below(4) > 0
    var cells: [Int?] = []
    for employee in instance.employees {
      for day in 0..<instance.dayCount {
        var cell: Int?
        if day > 0, random.unit() < repeats {
          cell = cells[cells.count - 1]
        } else if random.unit() < work {
          cell = random.below(instance.shifts.count)
        }
        let isClosed =
          employee.daysOff.contains(day)
          || cell.map { employee.maximumOfShift[$0] == 0 } ?? false
        cells.append(respects && isClosed ? nil : cell)
      }
    }
    return ShiftRoster(dayCount: instance.dayCount, cells: cells)
  }
}
