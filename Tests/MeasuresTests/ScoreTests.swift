import Measures
import Testing

@Suite struct ScoreTests {
  /// Every score whose levels lie in a small range, in the order that they should have.
  private let rising: [Score] = (0...2).flatMap { accreditation in
    (0...2).flatMap { institution in
      (-2...2).map { Score(accreditation: accreditation, institution: institution, soft: $0) }
    }
  }

  @Test func levelsCompareOneAfterAnother() {
    for (left, first) in rising.enumerated() {
      for (right, second) in rising.enumerated() {
        #expect((first < second) == (left < right))
        #expect((first == second) == (left == right))
      }
    }
  }

  @Test func onlyScoresWithoutHardPenaltiesAreValid() {
    #expect(rising.filter(\.isValid).map(\.soft) == [-2, -1, 0, 1, 2])
  }

  @Test func sumsAddLevelByLevel() {
    var sum = Score(accreditation: 1, institution: 2, soft: -3)
    sum += Score(accreditation: 10, institution: 20, soft: 30)
    #expect(sum == Score(accreditation: 11, institution: 22, soft: 27))
  }

  @Test(arguments: ScoreLevel.allCases)
  func aLevelIsReadAsItWasWritten(level: ScoreLevel) {
    var score = Score.zero
    score[level] = 7
    #expect(score[level] == 7)
    #expect(ScoreLevel.allCases.filter { score[$0] == 0 }.count == 2)
  }

  @Test func levelsRankFromAccreditationDown() {
    #expect(ScoreLevel.allCases.sorted() == [.accreditation, .institution, .soft])
  }

  @Test func aPersonReadsWhetherItIsValid() {
    #expect(Score(soft: -4).description == "valid -4")
    #expect(Score(institution: 3, soft: 5).description == "0 accreditation, 3 institution, 5")
  }
}
