import Domain

/// Where each activity stands: the items of each group (cells of a row, rows of a slot) by what
/// they hold, in rising order.
///
/// Most rules speak of a few activities that few people hold; with this a check looks at the cells
/// that hold them and at no others.
struct ActivityIndex {
  /// Activities, and one more bucket for cells of which nothing is known.
  private let bucketCount: Int
  private let width: Int
  /// Items of each group, bucket by bucket.
  private var items: [Int32]
  /// Where each bucket of each group begins in its group, one more than there are buckets.
  private var starts: [Int32]

  /// Reads some groups of equal width.
  ///
  /// - Complexity: O(groups × (width + activities)).
  init(groups: Int, width: Int, activityCount: Int, holding: (_ group: Int, _ item: Int) -> Int) {
    bucketCount = activityCount + 1
    self.width = width
    items = Array(repeating: 0, count: groups * width)
    starts = Array(repeating: 0, count: groups * (bucketCount + 1))
    for group in 0..<groups {
      let first = group * (bucketCount + 1)
      for item in 0..<width { starts[first + 1 + bucket(holding(group, item))] += 1 }
      for bucket in 0..<bucketCount { starts[first + bucket + 1] += starts[first + bucket] }
      var next = Array(starts[first..<first + bucketCount])
      for item in 0..<width {
        let bucket = bucket(holding(group, item))
        items[group * width + Int(next[bucket])] = Int32(item)
        next[bucket] += 1
      }
    }
  }

  private func bucket(_ activity: Int) -> Int {
    activity == DutyTimeline.nothing ? bucketCount - 1 : activity
  }

  private func places(_ group: Int, _ bucket: Int) -> Range<Int> {
    let first = group * (bucketCount + 1) + bucket
    return group * width + Int(starts[first])..<group * width + Int(starts[first + 1])
  }

  /// Whether any item of a group holds one of some activities.
  ///
  /// - Complexity: O(activities named).
  func holdsAny(of activities: [Int], in group: Int) -> Bool {
    activities.contains { !places(group, $0).isEmpty }
  }

  /// The items of a group that hold one of some different activities, rising.
  ///
  /// - Complexity: O(activities named + found × log found).
  func items(holding activities: [Int], in group: Int) -> [Int] {
    var found: [Int] = []
    var buckets = 0
    for activity in activities {
      let places = places(group, activity)
      guard !places.isEmpty else { continue }
      buckets += 1
      for place in places { found.append(Int(items[place])) }
    }
    if buckets > 1 { found.sort() }
    return found
  }

  /// Notes that an item holds another activity.
  ///
  /// - Complexity: O(width + activities).
  mutating func move(_ item: Int, in group: Int, from before: Int, to after: Int) {
    let (old, new) = (bucket(before), bucket(after))
    guard old != new else { return }
    let first = group * (bucketCount + 1)
    // The index holds every item where the caller says that it stands.
    var place = places(group, old).first { items[$0] == Int32(item) }!
    let target =
      places(group, new).first { items[$0] > Int32(item) } ?? places(group, new).upperBound
    if new > old {
      while place + 1 < target {
        items[place] = items[place + 1]
        place += 1
      }
      for bucket in old + 1...new { starts[first + bucket] -= 1 }
    } else {
      while place > target {
        items[place] = items[place - 1]
        place -= 1
      }
      for bucket in new + 1...old { starts[first + bucket] += 1 }
    }
    items[place] = Int32(item)
  }
}
