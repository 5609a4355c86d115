import Search

/// What a linear programme gains between two solves, in the bytes that pass to the child.
///
/// Numbers lie as they do in memory: both ends are the same program on the same machine.
struct LinearChange: Equatable {
  struct Sums: Equatable {
    var low: [Double] = []
    var high: [Double] = []
  }

  /// All sums of a programme that begins anew; nil for one that goes on.
  var sums: Sums?
  /// Cost of each new variable, where its entries start, and its entries.
  var costs: [Double] = []
  var starts: [Int32] = []
  var rows: [Int32] = []
  var weights: [Double] = []
  /// Variables whose floor changes, each once, and the floors.
  var floored: [Int32] = []
  var floors: [Double] = []
  var method = LinearMethod.simplex

  init() {}

  var bytes: [UInt8] {
    var result: [UInt8] = [sums == nil ? 0 : 1, method.rawValue]
    for list in [sums?.low ?? [], sums?.high ?? [], costs, weights, floors] { put(list, &result) }
    for list in [starts, rows, floored] { put(list, &result) }
    return result
  }

  /// Nil for bytes that are no change, or name what they don't have.
  init?(bytes: [UInt8]) {
    guard bytes.count >= 2, let method = LinearMethod(rawValue: bytes[1]) else { return nil }
    var place = 2
    guard let low: [Double] = take(bytes, &place), let high: [Double] = take(bytes, &place),
      let costs: [Double] = take(bytes, &place), let weights: [Double] = take(bytes, &place),
      let floors: [Double] = take(bytes, &place), let starts: [Int32] = take(bytes, &place),
      let rows: [Int32] = take(bytes, &place), let floored: [Int32] = take(bytes, &place),
      low.count == high.count, costs.count == starts.count, rows.count == weights.count,
      floored.count == floors.count,
      starts.allSatisfy({ 0...rows.count ~= Int($0) })
    else { return nil }
    self.method = method
    sums = bytes[0] == 1 ? Sums(low: low, high: high) : nil
    self.costs = costs
    self.starts = starts
    self.rows = rows
    self.weights = weights
    self.floored = floored
    self.floors = floors
  }
}

/// A linear answer in the bytes that come back from the child.
struct LinearAnswerImage {
  var cost: Double
  var steps: Double
  var values: [Double]
  var duals: [Double]

  init(cost: Double, steps: Double, values: [Double], duals: [Double]) {
    self.cost = cost
    self.steps = steps
    self.values = values
    self.duals = duals
  }

  var bytes: [UInt8] {
    var result: [UInt8] = []
    for list in [[cost, steps], values, duals] { put(list, &result) }
    return result
  }

  init?(bytes: [UInt8]) {
    var place = 0
    guard let head: [Double] = take(bytes, &place), head.count == 2,
      let values: [Double] = take(bytes, &place), let duals: [Double] = take(bytes, &place)
    else { return nil }
    self.init(cost: head[0], steps: head[1], values: values, duals: duals)
  }
}

private func put<Number: BitwiseCopyable>(_ list: [Number], _ bytes: inout [UInt8]) {
  bytes += ExactFrame.number(UInt32(list.count))
  list.withUnsafeBytes { bytes.append(contentsOf: $0) }
}

private func take<Number: BitwiseCopyable & Numeric>(
  _ bytes: [UInt8], _ place: inout Int
) -> [Number]? {
  guard bytes.count - place >= 4 else { return nil }
  let count = Int(ExactFrame.number(bytes[place..<place + 4]))
  let size = count * MemoryLayout<Number>.stride
  place += 4
  guard bytes.count - place >= size else { return nil }
  defer { place += size }
  return [Number](unsafeUninitializedCapacity: count) { buffer, filled in
    bytes[place..<place + size].withUnsafeBytes {
      UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0)
    }
    filled = count
  }
}
