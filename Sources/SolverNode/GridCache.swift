import Grid
import Hashing
import Logging
import Search
import Wire

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
  private var models: [(hash: GridHash, bytes: Int, model: SearchModel)] = []
  private var fetching: [GridHash: Task<SearchModel, any Error>] = [:]

  /// A grid that cannot be had or is not what its hash says.
  struct Unavailable: Error, CustomStringConvertible {
    var description: String
  }

  init(_ link: CoordinatorLink) { self.link = link }

  /// The model of a grid; slots that ask for the same one at once share the fetch.
  func model(_ hash: GridHash, byteCount: Int) async throws -> SearchModel {
    if let index = models.firstIndex(where: { $0.hash == hash }) {
      let found = models.remove(at: index)
      models.append(found)
      return found.model
    }
    if let task = fetching[hash] { return try await Self.value(of: task) }
    // What must go goes before the next is made: of the largest grids two would not fit.
    makeRoom(for: byteCount)
    let link = link
    let task = Task { try await Self.fetch(hash, byteCount, link) }
    fetching[hash] = task
    defer { fetching[hash] = nil }
    let model = try await Self.value(of: task)
    makeRoom(for: byteCount)
    models.append((hash, byteCount, model))
    return model
  }

  private func makeRoom(for byteCount: Int) {
    while !models.isEmpty,
      models.count >= Self.capacity
        || models.reduce(byteCount, { $0 + $1.bytes }) > Self.bytesMax
    {
      models.removeFirst()
    }
  }

  /// Slots are cancelled only all together, when the node ends; the fetch then ends with them.
  private static func value(
    of task: Task<SearchModel, any Error>
  ) async throws -> SearchModel {
    try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }

  private static func fetch(
    _ hash: GridHash, _ byteCount: Int, _ link: CoordinatorLink
  ) async throws -> SearchModel {
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
    return SearchModel(try WireCodec.decodeGrid(bytes))
  }
}
