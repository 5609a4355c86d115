import Grid
import Hashing
import Logging
import Search
import Wire

/// A grid made ready for searches, and what they leave one another.
struct ReadyGrid: Sendable {
  let model: SearchModel
  let shelf = StateShelf()
}

/// Grids by content hash, fetched once in chunks, checked, and flattened for the search.
///
/// At most ``capacity`` stay, and of these no more than ``bytesMax`` or the newest alone: a node
/// works on few runs at a time, but on several stages of each.
actor GridCache {
  private static let capacity = 4
  /// Encoded bytes of all that stay. A model takes up to a hundred times its grid's, so that this
  /// is half a gigabyte.
  private static let bytesMax = 5 << 20

  private let link: CoordinatorLink
  private var grids: [(hash: GridHash, bytes: Int, ready: ReadyGrid)] = []
  private var fetching: [GridHash: Task<ReadyGrid, any Error>] = [:]

  /// A grid that cannot be had or is not what its hash says.
  struct Unavailable: Error, CustomStringConvertible {
    var description: String
  }

  init(_ link: CoordinatorLink) { self.link = link }

  /// A grid ready to be searched; slots that ask for the same one at once share the fetch.
  func grid(_ hash: GridHash, byteCount: Int) async throws -> ReadyGrid {
    if let index = grids.firstIndex(where: { $0.hash == hash }) {
      let found = grids.remove(at: index)
      grids.append(found)
      return found.ready
    }
    if let task = fetching[hash] { return try await Self.value(of: task) }
    // What must go goes before the next is made: of the largest grids two would not fit.
    makeRoom(for: byteCount)
    let link = link
    let task = Task { try await Self.fetch(hash, byteCount, link) }
    fetching[hash] = task
    defer { fetching[hash] = nil }
    let ready = try await Self.value(of: task)
    makeRoom(for: byteCount)
    grids.append((hash, byteCount, ready))
    return ready
  }

  private func makeRoom(for byteCount: Int) {
    while !grids.isEmpty,
      grids.count >= Self.capacity
        || grids.reduce(byteCount, { $0 + $1.bytes }) > Self.bytesMax
    {
      grids.removeFirst()
    }
  }

  /// Slots are cancelled only all together, when the node ends; the fetch then ends with them.
  private static func value(
    of task: Task<ReadyGrid, any Error>
  ) async throws -> ReadyGrid {
    try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }

  private static func fetch(
    _ hash: GridHash, _ byteCount: Int, _ link: CoordinatorLink
  ) async throws -> ReadyGrid {
    guard byteCount <= WireLimits.gridBytes else {
      throw Unavailable(description: "a grid of \(byteCount) bytes is over the limit")
    }
    var bytes: [UInt8] = []
    while bytes.count < byteCount {
      let offset = bytes.count
      let reply = try await link.ask {
        .fetchGrid(FetchGrid(node: $0, hash: hash, offset: offset))
      }
      switch reply {
      case .gridChunk(let chunk)
      where chunk.hash == hash && chunk.offset == offset && !chunk.content.isEmpty:
        bytes.append(contentsOf: chunk.content)
      case .refused(let refusal): throw Unavailable(description: refusal.text)
      default: throw Unavailable(description: "a chunk that was not asked for")
      }
    }
    guard bytes.count == byteCount, ContentHash.of(bytes).bytes == hash.bytes else {
      throw Unavailable(description: "the bytes fetched are not what their hash says")
    }
    return ReadyGrid(model: SearchModel(try WireCodec.decodeGrid(bytes)))
  }
}
