import Foundation

/// A file of results: one JSON object a line, only ever added to.
///
/// A row is written with one call and brought to the disk before the next trial starts. Whatever
/// ends the process, at most the last line is cut short; it is recognised by its missing line feed,
/// skipped when reading and removed before the next row is added.
package struct ResultsFile: Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  /// The rows in the order in which they were added; none where there is no file yet.
  ///
  /// - Throws: ``SuiteFaults`` with every whole line that is no row.
  package func rows() throws(SuiteFaults) -> [ResultRow] {
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    var rows: [ResultRow] = []
    var faults: [SuiteFault] = []
    var number = 0
    for line in Self.wholeLines(of: data) {
      number += 1
      if line.isEmpty { continue }
      do {
        rows.append(try JSONDecoder().decode(ResultRow.self, from: line))
      } catch {
        faults.append(
          SuiteFault(
            .rowUnreadable, path: path, line: number, found: "\(error)",
            expected: "a row that this version of rota wrote",
            remedy: "remove the line, or read the file with the version that wrote it"))
      }
    }
    if !faults.isEmpty { throw SuiteFaults(faults) }
    return rows
  }

  /// Lines that end in a line feed.
  private static func wholeLines(of data: Data) -> [Data] {
    guard let end = data.lastIndex(of: 0x0A) else { return [] }
    return data[...end].split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
      .map { Data($0) }
  }
}

/// A file of results opened to add to it; one process at a time.
package final class ResultsWriter {
  private let handle: FileHandle
  private let path: String

  /// Opens or creates the file, takes its lock, and removes a last line that was cut short.
  ///
  /// - Throws: ``SuiteFaults``.
  package init(_ file: ResultsFile) throws(SuiteFaults) {
    path = file.path
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw SuiteFaults([
        SuiteFault(
          .fileUnreadable, path: path, found: String(cString: strerror(errno)),
          expected: "a file that can be written", remedy: "create its folder, or use --results")
      ])
    }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    // The kernel lets go of the lock when the process ends, however it does.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw SuiteFaults([
        SuiteFault(
          .resultsInUse, path: path, found: "another process that adds to it",
          expected: "one benchmark at a time on a machine",
          remedy: "wait for the other, or use --results with another file")
      ])
    }
    do {
      try Self.removeTornLine(handle)
    } catch {
      throw Self.failure(path, error)
    }
  }

  /// Adds a row and brings it to the disk.
  ///
  /// - Throws: ``SuiteFaults``.
  package func append(_ row: ResultRow) throws(SuiteFaults) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      // JSON without pretty printing holds no line feed.
      let line = try encoder.encode(row) + Data([0x0A])
      try handle.seekToEnd()
      try handle.write(contentsOf: line)
      try handle.synchronize()
    } catch {
      throw Self.failure(path, error)
    }
  }

  private static func removeTornLine(_ handle: FileHandle) throws {
    try handle.seek(toOffset: 0)
    let data = try handle.readToEnd() ?? Data()
    let whole = data.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    if whole < data.count { try handle.truncate(atOffset: UInt64(whole)) }
  }

  private static func failure(_ path: String, _ error: any Error) -> SuiteFaults {
    SuiteFaults([
      SuiteFault(
        .fileUnreadable, path: path, found: "\(error)", expected: "a file that can be written",
        remedy: "see its permissions and the room on the disk")
    ])
  }
}
