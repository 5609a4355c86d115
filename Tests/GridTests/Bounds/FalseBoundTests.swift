import Containers
import Grid
import Measures
import Testing

/// Offers that must not be believed, each with the reason.
@Suite struct FalseBoundTests {
  @Test(arguments: FalseBound.corpus)
  func aFalseBoundIsRefusedForItsReason(_ item: FalseBound) async throws {
    var offer = BoundOffer(claimed: -1_000_000, multipliers: item.multipliers)
    switch item.claim {
    case .modest: break
    case .aboveProved(let surplus):
      guard case .points(let proved) = try await item.grid.proved(by: item.multipliers) else {
        Issue.record("\(item.name): the grid has valid answers")
        return
      }
      offer.claimed = proved + surplus
    case .points(let points): offer.claimed = points
    case .provedOn(let other):
      let own = try await item.grid.proved(by: item.multipliers)
      guard case .points(let points) = try await other.proved(by: item.multipliers) else {
        Issue.record("\(item.name): the other grid has valid answers")
        return
      }
      #expect(.points(points) > own, "\(item.name) proves nothing more")
      offer.claimed = points
    }
    do throws(BoundRefusal) {
      let bound = try await item.grid.check(offer)
      Issue.record("\(item.name): \(offer.claimed) was believed, proved \(bound)")
    } catch {
      #expect(error.reason == item.reason, "\(item.name): \(error)")
    }
  }

  @Test func theCorpusHasThirtyKindsAtLeast() {
    #expect(Set(FalseBound.corpus.map(\.name)).count >= 30)
    #expect(Set(FalseBound.corpus.map(\.name)).count == FalseBound.corpus.count)
  }

  @Test func theOfferTheyComeFromIsBelieved() async throws {
    let bound = try await FalseBound.week.proved(by: FalseBound.base)
    guard case .points(let points) = bound else {
      Issue.record("The grid of the corpus has valid answers")
      return
    }
    let offer = BoundOffer(claimed: points, multipliers: FalseBound.base)
    #expect(try await FalseBound.week.check(offer) == bound)
    let modest = BoundOffer(claimed: points - 5, multipliers: FalseBound.base)
    #expect(try await FalseBound.week.check(modest) == bound)
  }

  @Test func bandedPricingClaimsMoreThanItProves() async throws {
    // Twelve days, four to be worked, the first four cheapest: far from the linear pace.
    let grid = FalseBound.pace
    let free = FalseBound.leastOfPace { _, _ in true }
    let banded = FalseBound.leastOfPace { worked, day in abs(3 * worked - day) <= 3 }
    #expect(banded > free)
    let zero = LagrangeMultipliers.zero(for: grid)
    #expect(try await grid.check(BoundOffer(claimed: free, multipliers: zero)) == .points(free))
    await #expect(throws: BoundRefusal.tooHigh(claimed: banded, proved: free)) {
      try await grid.check(BoundOffer(claimed: banded, multipliers: zero))
    }
  }
}

extension BoundRefusal {
  /// The kind of refusal, without its values.
  var reason: String {
    switch self {
    case .denominator: "denominator"
    case .coverCount: "coverCount"
    case .unknownWindow: "unknownWindow"
    case .windowsOutOfOrder: "windowsOutOfOrder"
    case .outsideBox: "outsideBox"
    case .overflow: "overflow"
    case .tooHigh: "tooHigh"
    case .unlimitedReward: "unlimitedReward"
    case .otherGrid: "otherGrid"
    }
  }
}
