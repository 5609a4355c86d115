/// Finds cheapest rows over lattices at given prices; keeps its memory between calls.
///
/// Costs are 32-bit floats: minimum and addition of four take one instruction each on any machine
/// of the last twenty years, and the way back finds its steps by exact equality, since every cost
/// was computed by the same additions. Sums of floats are near enough for a search; bounds are
/// recomputed in integers where they are checked.
final class LinePass {
  /// What a row is priced with.
  struct Prices {
    /// `column * choiceCount + choice`.
    var cells: UnsafePointer<Float>
    var choiceCount: Int
    /// By the bits of the tallied windows that gain one.
    var hits: [Float]
  }

  private var costs = UnsafeMutablePointer<Float>.allocate(capacity: 1024)
  private var capacity = 1024
  private var starts: [Int] = []
  /// Cheapest member of each class of each column: its price and itself.
  private var kindPrices = UnsafeMutablePointer<Float>.allocate(capacity: 1024)
  private var kindChoices = UnsafeMutablePointer<UInt16>.allocate(capacity: 1024)
  private var kindCapacity = 1024
  private var kindStarts: [Int] = []
  /// Work of all calls so far: edges, or four amounts of an edge, count one.
  private(set) var work = 0

  deinit {
    costs.deallocate()
    kindPrices.deallocate()
    kindChoices.deallocate()
  }

  /// Costs that one pass may keep: 256 MB.
  private static let costLimit = 64 << 20

  /// The cheapest row, written to `cells`; nil when there is none, or when it doesn't fit.
  func cheapest(
    _ lattice: LineLattice, _ prices: Prices, _ frame: LineFrame?,
    into cells: UnsafeMutablePointer<UInt16>
  ) -> Float? {
    readPrices(lattice, prices)
    if let frame {
      guard reserve(lattice, frame) else { return nil }
      return follow(lattice, prices, frame, cells)
    }
    reserve(lattice)
    return plain(lattice, prices, cells)
  }

  private func readPrices(_ lattice: LineLattice, _ prices: Prices) {
    kindStarts.removeAll(keepingCapacity: true)
    var count = 0
    for layer in lattice.layers {
      kindStarts.append(count)
      count += layer.kindCount
    }
    growKinds(count)
    var next = 0
    let kindPrices = kindPrices
    let kindChoices = kindChoices
    for (column, layer) in lattice.layers.enumerated() {
      let row = prices.cells + column * prices.choiceCount
      let members = layer.members.base
      let firstMember = layer.firstMember.base
      var position = 0
      for kind in 0..<layer.kindCount {
        let end = Int(firstMember[kind &+ 1])
        var best = members[position]
        var price = row[Int(best)]
        position &+= 1
        while position < end {
          let choice = members[position]
          if row[Int(choice)] < price {
            price = row[Int(choice)]
            best = choice
          }
          position &+= 1
        }
        kindPrices[next] = price
        kindChoices[next] = best
        next &+= 1
      }
    }
  }

  private func growKinds(_ count: Int) {
    if count <= kindCapacity { return }
    kindPrices.deallocate()
    kindChoices.deallocate()
    kindCapacity = count
    kindPrices = UnsafeMutablePointer<Float>.allocate(capacity: count)
    kindChoices = UnsafeMutablePointer<UInt16>.allocate(capacity: count)
  }

  private func grow(_ count: Int) {
    if count <= capacity { return }
    costs.deallocate()
    capacity = count + count / 4
    costs = UnsafeMutablePointer<Float>.allocate(capacity: capacity)
  }

  private func reserve(_ lattice: LineLattice) {
    starts.removeAll(keepingCapacity: true)
    var used = 0
    starts.append(0)
    used += lattice.layers[0].sourceCount
    for layer in lattice.layers {
      starts.append(used)
      used += layer.targetCount
    }
    grow(used)
  }

  private func reserve(_ lattice: LineLattice, _ frame: LineFrame) -> Bool {
    starts.removeAll(keepingCapacity: true)
    var used = 0
    for column in 0...lattice.layers.count {
      starts.append(used)
      let states =
        column == 0 ? lattice.layers[0].sourceCount : lattice.layers[column - 1].targetCount
      let width = frame.high[column] - frame.low[column] + 1
      let second = frame.secondHigh[column] - frame.secondLow[column] + 1
      if width <= 0 || second <= 0 { return false }
      used += states * width * second
    }
    if used > Self.costLimit { return false }
    grow(used)
    return true
  }

  // MARK: States alone

  private func plain(
    _ lattice: LineLattice, _ prices: Prices, _ cells: UnsafeMutablePointer<UInt16>
  ) -> Float? {
    let costs = costs
    let kinds = kindPrices
    var steps = 0
    for source in 0..<lattice.layers[0].sourceCount { costs[source] = 0 }
    prices.hits.withUnsafeBufferPointer { hits in
      starts.withUnsafeBufferPointer { starts in
        for (column, layer) in lattice.layers.enumerated() {
          let from = costs + starts[column]
          let to = costs + starts[column + 1]
          let kindStart = kindStarts[column]
          let edges = layer.edges.base
          var position = 0
          for target in 0..<layer.targetCount {
            let end = Int(layer.firstEdge.base[target + 1])
            var least = Float.infinity
            while position < end {
              let edge = edges[position]
              let cost =
                from[Int(edge.source)]
                + (kinds[kindStart &+ Int(edge.kind)] + edge.price + hits[Int(edge.hits)])
              if cost < least { least = cost }
              position &+= 1
            }
            to[target] = least
          }
          steps &+= layer.edges.count
        }
      }
    }
    work &+= steps
    let last = lattice.layers.count
    var best = Float.infinity
    var end = 0
    for (state, points) in lattice.endPoints.enumerated() {
      let cost = costs[starts[last] + state] + points
      if cost < best {
        best = cost
        end = state
      }
    }
    if best == .infinity { return nil }
    wayBack(lattice, prices, end, cells)
    return best
  }

  private func wayBack(
    _ lattice: LineLattice, _ prices: Prices, _ end: Int, _ cells: UnsafeMutablePointer<UInt16>
  ) {
    var state = end
    for column in stride(from: lattice.layers.count - 1, through: 0, by: -1) {
      let layer = lattice.layers[column]
      let cost = costs[starts[column + 1] + state]
      for position in Int(layer.firstEdge.base[state])..<Int(layer.firstEdge.base[state + 1]) {
        let edge = layer.edges.base[position]
        let kind = kindStarts[column] + Int(edge.kind)
        let before = costs[starts[column] + Int(edge.source)]
        if before + (kindPrices[kind] + edge.price + prices.hits[Int(edge.hits)]) == cost {
          cells[column] = kindChoices[kind]
          state = Int(edge.source)
          break
        }
      }
    }
  }

  // MARK: States and amounts

  private func follow(
    _ lattice: LineLattice, _ prices: Prices, _ frame: LineFrame,
    _ cells: UnsafeMutablePointer<UInt16>
  ) -> Float? {
    let first = (frame.high[0] - frame.low[0] + 1) * (frame.secondHigh[0] - frame.secondLow[0] + 1)
    for index in 0..<first * lattice.layers[0].sourceCount { costs[index] = .infinity }
    if frame.low[0] > 0 || frame.high[0] < 0 { return nil }
    costs[-frame.low[0]] = 0
    for (column, layer) in lattice.layers.enumerated() {
      advance(layer, column, prices, frame)
    }
    let last = lattice.layers.count
    let width = frame.high[last] - frame.low[last] + 1
    var best = Float.infinity
    var end = (state: 0, second: 0, step: 0)
    for (state, points) in lattice.endPoints.enumerated() where points < .infinity {
      for (second, secondPoints) in frame.secondPoints.enumerated() {
        let start = costs + starts[last] + (state * frame.secondPoints.count + second) * width
        for step in 0..<width {
          let cost = start[step] + points + secondPoints + frame.densePoints[step]
          if cost < best {
            best = cost
            end = (state, second, step)
          }
        }
      }
    }
    if best == .infinity { return nil }
    wayBack(lattice, prices, frame, end, cells)
    return best
  }

  private func advance(_ layer: LineLayer, _ column: Int, _ prices: Prices, _ frame: LineFrame) {
    let width = frame.high[column] - frame.low[column] + 1
    let nextWidth = frame.high[column + 1] - frame.low[column + 1] + 1
    let seconds = frame.secondHigh[column] - frame.secondLow[column] + 1
    let nextSeconds = frame.secondHigh[column + 1] - frame.secondLow[column + 1] + 1
    let secondShift = frame.secondLow[column] - frame.secondLow[column + 1]
    let shiftBase = frame.low[column] - frame.low[column + 1]
    let from = costs + starts[column]
    let to = costs + starts[column + 1]
    let block = seconds * width
    let nextBlock = nextSeconds * nextWidth
    to.update(repeating: .infinity, count: layer.targetCount * nextBlock)
    let kinds = kindPrices + kindStarts[column]
    var steps = 0
    for target in 0..<layer.targetCount {
      let out = to + target * nextBlock
      for position in Int(layer.firstEdge.base[target])..<Int(layer.firstEdge.base[target + 1]) {
        let edge = layer.edges.base[position]
        let step =
          kinds[Int(edge.kind)] + edge.price
          + prices.hits[Int(edge.hits)]
        let hit = frame.followsSecond ? Int(edge.hits & 1) : 0
        let shift = Int(layer.shifts[Int(edge.kind)]) + shiftBase
        let first = max(0, -shift)
        let count = min(width, nextWidth - shift) - first
        if count <= 0 { continue }
        var source = from + Int(edge.source) * block + first
        for second in 0..<seconds {
          let place = max(0, second + hit + secondShift)
          if place >= nextSeconds { break }
          Self.relax(source, out + place * nextWidth + first + shift, count, step)
          source += width
        }
        steps &+= 2 &+ (seconds &* count) >> 2
      }
    }
    work &+= steps
  }

  /// Takes the minimum of the target and the dearer source.
  @inline(__always)
  private static func relax(
    _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ count: Int,
    _ price: Float
  ) {
    var index = 0
    while index &+ 8 <= count {
      let raw = UnsafeRawPointer(source + index)
      let out = UnsafeMutableRawPointer(target + index)
      let low = raw.loadUnaligned(as: SIMD4<Float>.self) + price
      let high = raw.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self) + price
      let low0 = out.loadUnaligned(as: SIMD4<Float>.self)
      let high0 = out.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self)
      out.storeBytes(of: low0.replacing(with: low, where: low .< low0), as: SIMD4<Float>.self)
      out.storeBytes(
        of: high0.replacing(with: high, where: high .< high0), toByteOffset: 16,
        as: SIMD4<Float>.self)
      index &+= 8
    }
    while index < count {
      let cost = source[index] + price
      target[index] = cost < target[index] ? cost : target[index]
      index &+= 1
    }
  }

  private func wayBack(
    _ lattice: LineLattice, _ prices: Prices, _ frame: LineFrame,
    _ end: (state: Int, second: Int, step: Int), _ cells: UnsafeMutablePointer<UInt16>
  ) {
    var place = end
    for column in stride(from: lattice.layers.count - 1, through: 0, by: -1) {
      place = predecessor(lattice.layers[column], column, prices, frame, place, cells)
    }
  }

  private func predecessor(
    _ layer: LineLayer, _ column: Int, _ prices: Prices, _ frame: LineFrame,
    _ place: (state: Int, second: Int, step: Int), _ cells: UnsafeMutablePointer<UInt16>
  ) -> (state: Int, second: Int, step: Int) {
    let width = frame.high[column] - frame.low[column] + 1
    let nextWidth = frame.high[column + 1] - frame.low[column + 1] + 1
    let seconds = frame.secondHigh[column] - frame.secondLow[column] + 1
    let nextSeconds = frame.secondHigh[column + 1] - frame.secondLow[column + 1] + 1
    let secondShift = frame.secondLow[column] - frame.secondLow[column + 1]
    let cost = costs[
      starts[column + 1] + (place.state * nextSeconds + place.second) * nextWidth + place.step]
    let first = Int(layer.firstEdge.base[place.state])
    for position in first..<Int(layer.firstEdge.base[place.state + 1]) {
      let edge = layer.edges.base[position]
      let kind = kindStarts[column] + Int(edge.kind)
      let price = kindPrices[kind] + edge.price + prices.hits[Int(edge.hits)]
      let hit = frame.followsSecond ? Int(edge.hits & 1) : 0
      let step =
        place.step - Int(layer.shifts[Int(edge.kind)]) - frame.low[column] + frame.low[column + 1]
      if step < 0 || step >= width { continue }
      for second in 0..<seconds where max(0, second + hit + secondShift) == place.second {
        let before = costs[
          starts[column] + (Int(edge.source) * seconds + second) * width + step]
        if before + price == cost {
          cells[column] = kindChoices[kind]
          return (Int(edge.source), second, step)
        }
      }
    }
    preconditionFailure("No step leads to a cost that was reached")
  }
}
