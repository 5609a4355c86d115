/// Reduces a set that contradicts itself to one of which every member is necessary.
///
/// QuickXplain (U. Junker, "QuickXplain: preferred explanations and relaxations for
/// over-constrained problems", AAAI 2004): splits by halves, so that few members among many cost
/// few questions. Members named earlier are kept by preference. Asks about *k* · log(*n* ÷ *k*)
/// times for *k* of *n* members; poor where nearly all are necessary.
package struct Minimising {
  /// Whether members are still contradictory.
  private let isRefuted: ([Int]) -> Bool
  /// Ends the work early; what is left is then a contradiction, not a smallest one.
  private let isOutOfTime: () -> Bool

  package init(
    isRefuted: @escaping ([Int]) -> Bool, isOutOfTime: @escaping () -> Bool = { false }
  ) {
    self.isRefuted = isRefuted
    self.isOutOfTime = isOutOfTime
  }

  /// The members that are necessary; `nil` when time ran out.
  ///
  /// - Precondition: all members together are contradictory.
  package func necessary(among members: [Int]) -> [Int]? {
    var isComplete = true
    let kept = reduce(background: [], hasNew: true, members, &isComplete)
    return isComplete ? kept.sorted() : nil
  }

  private func reduce(
    background: [Int], hasNew: Bool, _ members: [Int], _ isComplete: inout Bool
  ) -> [Int] {
    if isOutOfTime() {
      isComplete = false
      return members
    }
    if hasNew, isRefuted(background) { return [] }
    guard members.count > 1 else { return members }
    let middle = members.count / 2
    let first = Array(members[..<middle])
    let second = Array(members[middle...])
    let fromSecond = reduce(
      background: background + first, hasNew: true, second, &isComplete)
    let fromFirst = reduce(
      background: background + fromSecond, hasNew: !fromSecond.isEmpty, first, &isComplete)
    return fromFirst + fromSecond
  }
}
