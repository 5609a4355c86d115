import Foundation

/// CPU time of a process and everything that came of it, as the kernel counts it.
///
/// A process's line in `/proc/PID/stat` holds its own user and system time, and that of its
/// children that have ended and were waited for. The sum over all living descendants of a process
/// is therefore complete: whoever ends passes its time to its parent. Only a grandchild whose
/// parent died first is lost; nothing of ours makes such.
enum ProcessTimes {
  private struct Entry {
    var parent: Int32
    var name: String
    var seconds: Double
    var endedChildrenSeconds: Double
  }

  /// CPU seconds of this process, its descendants, and those of them that have ended. PostgreSQL's
  /// processes are left out: they are the same for every entrant and no part of the search.
  static func ofThisTree() -> Double {
    let entries = table()
    return descendants(of: getpid(), in: entries).reduce(0) { sum, id in
      guard let entry = entries[id], !entry.name.hasPrefix("postgres") else { return sum }
      return sum + entry.seconds + entry.endedChildrenSeconds
    }
  }

  /// CPU seconds of children of this process that have ended, with all that came of them.
  static func ofEndedChildren() -> Double {
    entry(getpid())?.endedChildrenSeconds ?? 0
  }

  /// CPU seconds of a process, and of those of its children that have ended.
  static func seconds(of process: Int32) -> Double {
    entry(process).map { $0.seconds + $0.endedChildrenSeconds } ?? 0
  }

  /// A process and all its living descendants.
  static func tree(of process: Int32) -> [Int32] { descendants(of: process, in: table()) }

  private static func descendants(of root: Int32, in entries: [Int32: Entry]) -> [Int32] {
    var found = [root]
    var position = 0
    while position < found.count {
      let parent = found[position]
      found += entries.keys.filter { entries[$0]?.parent == parent }.sorted()
      position += 1
    }
    return found
  }

  private static func table() -> [Int32: Entry] {
    var entries: [Int32: Entry] = [:]
    guard let folder = opendir("/proc") else { return entries }
    defer { closedir(folder) }
    while let item = readdir(folder) {
      let name = withUnsafeBytes(of: &item.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let id = Int32(name) else { continue }
      entries[id] = entry(id)
    }
    return entries
  }

  /// Nil for a process that has ended meanwhile.
  private static func entry(_ process: Int32) -> Entry? {
    guard let data = FileManager.default.contents(atPath: "/proc/\(process)/stat") else {
      return nil
    }
    let text = String(decoding: data, as: UTF8.self)
    // The name stands in parentheses and may hold any character, so the last one closes it.
    guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")") else {
      return nil
    }
    // After the name: state, parent, …; fields 14 to 17 of proc(5) are the times, in ticks.
    let fields = text[text.index(after: close)...].split(separator: " ")
    guard fields.count > 14, let parent = Int32(fields[1]) else { return nil }
    let ticks = fields[11...14].map { Double($0) ?? 0 }
    let perSecond = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
    return Entry(
      parent: parent, name: String(text[text.index(after: open)..<close]),
      seconds: (ticks[0] + ticks[1]) / perSecond,
      endedChildrenSeconds: (ticks[2] + ticks[3]) / perSecond)
  }
}
