import CORTools
import Glibc

/// Where OR-Tools lies on this machine, and its functions once it is opened.
///
/// Opened at run time and only in a child process: a build and every other command do without it,
/// and what it does to its own process stays there.
package enum ORToolsLibrary {
  /// The version that setup installs; its field numbers are those of `Schema/`.
  package static let version = "9.15.6755"
  /// Names a folder with `ortools/` and `ortools.libs/`, before all other places.
  package static let variable = "ROTA_ORTOOLS"

  private static let file = "ortools/.libs/libortools.so.9"

  /// Why there is no library, for people.
  package struct Absent: Error, Sendable, CustomStringConvertible {
    package var description: String

    package init(description: String) { self.description = description }
  }

  /// The library's file, in the first place that has it.
  package static func locate() throws(Absent) -> String {
    let places = candidates()
    for place in places where access("\(place)/\(file)", R_OK) == 0 { return "\(place)/\(file)" }
    throw Absent(
      description: "OR-Tools is not installed (looked in \(places.joined(separator: ", ")));"
        + " run `make setup`, or set \(variable) to a folder that holds \(file)")
  }

  private static func candidates() -> [String] {
    if let named = environment(variable) { return [named] }
    let folder = "rota/ortools-\(version)"
    var places = ["/usr/local/lib/\(folder)"]
    if let data = environment("XDG_DATA_HOME") {
      places.append("\(data)/\(folder)")
    } else if let home = environment("HOME") {
      places.append("\(home)/.local/share/\(folder)")
    }
    return places
  }

  private static func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// The functions of an opened library.
  struct Functions: @unchecked Sendable {
    // Sendable: C functions of a library that stays open to the end of the process; the library
    // documents that a search may be stopped from another thread.
    let newEnvironment: RotaSolveCpNewEnv
    let destroyEnvironment: RotaSolveCpDestroyEnv
    let stop: RotaSolveCpStopSearch
    let solve: RotaSolveCpInterruptible
  }

  /// Opens the library, once for the life of the process.
  static func open(_ path: String) throws(Absent) -> Functions {
    let library = try SharedLibrary(path)
    return Functions(
      newEnvironment: try library.symbol("SolveCpNewEnv", RotaSolveCpNewEnv.self),
      destroyEnvironment: try library.symbol("SolveCpDestroyEnv", RotaSolveCpDestroyEnv.self),
      stop: try library.symbol("SolveCpStopSearch", RotaSolveCpStopSearch.self),
      solve: try library.symbol("SolveCpInterruptible", RotaSolveCpInterruptible.self))
  }
}
