import Synchronization

/// Numbers the offers and the finish of one lease, from 1.
final class OfferSequence: Sendable {
  private let last = Mutex(0)

  func next() -> Int {
    last.withLock {
      $0 += 1
      return $0
    }
  }
}
