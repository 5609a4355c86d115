import Domain
import Testing

@Suite struct SlotTests {
  @Test(arguments: [(2025, 730), (2027, 732)])
  func aYearHasTwoSlotsADay(year: Int, count: Int) throws {
    let calendar = AcademicCalendar(year: year, policy: .thirteenBlocks)
    #expect(calendar.slotCount == count)
    var previous: Slot?
    for index in 0..<count {
      let slot = try #require(calendar.slot(at: index))
      #expect(calendar.index(of: slot) == index)
      if let previous { #expect(previous < slot) }
      previous = slot
    }
    #expect(calendar.slot(at: count) == nil)
    #expect(calendar.slot(at: -1) == nil)
    #expect(calendar.slot(at: 0)?.part == .morning)
  }

  @Test func aSlotOfAnotherYearHasNoPosition() throws {
    let calendar = AcademicCalendar(year: 2025, policy: .thirteenBlocks)
    let before = Slot(date: calendar.dates.first + -1, part: .afternoon)
    let after = Slot(date: calendar.dates.last + 1, part: .morning)
    #expect(calendar.index(of: before) == nil)
    #expect(calendar.index(of: after) == nil)
    #expect(!(before < before))
  }
}
