/// The pass over a row from left to right: for each state before a column a vector of costs, one
/// for each place of the box; only two columns are kept, since nothing but the least cost is asked
/// for.
///
/// A step adds a price to a vector and takes the elementwise minimum with its target, stretch by
/// stretch: plain loops over 32-bit integers, which the compiler turns into vector instructions.
/// Steps that lead from the same states to several targets at one price each share one minimum over
/// their sources (work runs of every kind go on in much the same way).
///
/// - Complexity: O(steps × box) for each column.
struct BoundSweep {
  private let row: BoundRow
  private let layers: BoundLayers
  private let box: BoundBox
  private let workspace: BoundWorkspace
  /// Steps of the present column that share target, vector and price; sources in `sources`.
  private var bundles: [Bundle] = []
  private var sources: [Int32] = []
  /// Distinct lists of sources, as ranges of `sources`, and how many bundles use each.
  private var lists: [(range: Range<Int>, uses: Int)] = []

  private struct Bundle {
    var target: Int
    var steps: Int
    var price: Int32
    var list: Int
  }

  init(
    _ row: BoundRow, _ layers: BoundLayers, _ box: BoundBox, _ workspace: BoundWorkspace
  ) {
    self.row = row
    self.layers = layers
    self.box = box
    self.workspace = workspace
  }

  /// Least cost of a sequence, without the row's constant; nil when there is none.
  mutating func least() -> Int? {
    workspace.clearTarget(box.sizes[0])
    workspace.target[0] = 0
    workspace.swap()
    for column in layers.edges.indices { advance(column) }
    let prices = box.endPrices(denominator: row.denominator)
    let size = box.sizes[layers.edges.count]
    var least = Int.max
    for (state, endPrice) in layers.endPrices.enumerated() {
      let costs = workspace.source + state * size
      for place in 0..<size where costs[place] < BoundLimits.real {
        least = min(least, Int(costs[place]) + endPrice + prices[place])
      }
    }
    return least == .max ? nil : least
  }

  private mutating func advance(_ column: Int) {
    let from = box.sizes[column]
    let to = box.sizes[column + 1]
    workspace.clearTarget(layers.counts[column + 1] * to)
    bundle(column)
    var listOfBundles = [[Int]](repeating: [], count: lists.count)
    for (index, bundle) in bundles.enumerated() { listOfBundles[bundle.list].append(index) }
    for (list, users) in listOfBundles.enumerated() {
      let range = lists[list].range
      if users.count > 1 && range.count > 1 {
        workspace.gather(sources[range], size: from)
        for user in users { relax(bundles[user], column, UnsafePointer(workspace.gathered), to) }
      } else {
        for user in users {
          for source in sources[range] {
            relax(
              bundles[user], column, UnsafePointer(workspace.source + Int(source) * from), to)
          }
        }
      }
    }
    workspace.swap()
  }

  @inline(__always)
  private func relax(
    _ bundle: Bundle, _ column: Int, _ source: UnsafePointer<Int32>, _ size: Int
  ) {
    let target = workspace.target + bundle.target * size
    for stretch in box.stretches[column][bundle.steps] {
      Self.relax(
        source + Int(stretch.from), target + Int(stretch.to), Int(stretch.count), bundle.price)
    }
  }

  /// The minimum of the target and the dearer source.
  @inline(__always)
  private static func relax(
    _ source: UnsafePointer<Int32>, _ target: UnsafeMutablePointer<Int32>, _ count: Int,
    _ price: Int32
  ) {
    for index in 0..<count {
      let cost = source[index] &+ price
      target[index] = cost < target[index] ? cost : target[index]
    }
  }

  /// Sorts a column's steps into bundles and finds equal lists of sources.
  private mutating func bundle(_ column: Int) {
    let classPrices = layers.classPrices[column]
    var edges = layers.edges[column]
    for index in edges.indices { edges[index].price += classPrices[Int(edges[index].place)] }
    edges.sort {
      ($0.target, $0.steps, $0.price, $0.source) < ($1.target, $1.steps, $1.price, $1.source)
    }
    bundles.removeAll(keepingCapacity: true)
    sources.removeAll(keepingCapacity: true)
    lists.removeAll(keepingCapacity: true)
    var known: [UInt64: [Int]] = [:]
    var next = 0
    while next < edges.count {
      let first = edges[next]
      let start = sources.count
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      while next < edges.count && edges[next].target == first.target
        && edges[next].steps == first.steps && edges[next].price == first.price
      {
        // Two classes may lead the same way at the same price.
        if sources.count == start || sources[sources.count - 1] != edges[next].source {
          sources.append(edges[next].source)
          hash = (hash ^ UInt64(UInt32(bitPattern: edges[next].source))) &* 0x100_0000_01B3
        }
        next += 1
      }
      let range = start..<sources.count
      let list = number(of: range, hash, &known)
      bundles.append(
        Bundle(
          target: Int(first.target), steps: Int(first.steps), price: first.price, list: list))
    }
  }

  /// The number of a list of sources; a known one is not kept twice.
  private mutating func number(
    of range: Range<Int>, _ hash: UInt64, _ known: inout [UInt64: [Int]]
  ) -> Int {
    for list in known[hash] ?? [] where sources[lists[list].range] == sources[range] {
      lists[list].uses += 1
      sources.removeSubrange(range)
      return list
    }
    lists.append((range, 1))
    known[hash, default: []].append(lists.count - 1)
    return lists.count - 1
  }
}

/// Memory of the sweeps of one row: costs before the present column and after it.
final class BoundWorkspace {
  private(set) var source = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
  private(set) var target = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
  private(set) var gathered = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
  private var sourceCapacity = 1
  private var targetCapacity = 1
  private var gatheredCapacity = 1

  deinit {
    source.deallocate()
    target.deallocate()
    gathered.deallocate()
  }

  /// Makes room for `count` costs after the column, none of them reached.
  func clearTarget(_ count: Int) {
    if targetCapacity < count {
      target.deallocate()
      target = UnsafeMutablePointer<Int32>.allocate(capacity: count)
      targetCapacity = count
    }
    target.update(repeating: BoundLimits.unreachable, count: count)
  }

  /// What came after the column is now before the next.
  func swap() {
    Swift.swap(&source, &target)
    Swift.swap(&sourceCapacity, &targetCapacity)
  }

  /// Elementwise minimum of some states' vectors.
  func gather(_ states: ArraySlice<Int32>, size: Int) {
    if gatheredCapacity < size {
      gathered.deallocate()
      gathered = UnsafeMutablePointer<Int32>.allocate(capacity: size)
      gatheredCapacity = size
    }
    guard let first = states.first else { return }
    gathered.update(from: source + Int(first) * size, count: size)
    for state in states.dropFirst() {
      let costs = UnsafePointer(source + Int(state) * size)
      let least = gathered
      for index in 0..<size {
        least[index] = costs[index] < least[index] ? costs[index] : least[index]
      }
    }
  }
}
