import CPostgreSQL
import Foundation
import Glibc

/// A program run to its end, as another user when that is asked for.
///
/// Spawned by hand: Foundation's `Process` waits until every descendant has let go of a socket, and
/// a server that was started never does.
struct Command {
  var program: String
  var arguments: [String]
  /// Run as this user; needs root. Nil for the present user.
  var user: String?

  init(program: String, arguments: [String], user: String? = nil) {
    self.program = program
    self.arguments = arguments
    self.user = user
  }

  /// Runs it with its output in the file `log` and returns its exit code and what it printed.
  ///
  /// - Throws: `serverFailed` when it cannot be run or is killed.
  func run(log: String) throws(StoreError) -> (status: Int32, output: String) {
    let process = try spawn(log: log)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { throw failure("waiting for it failed", errno) }
    }
    // The low seven bits hold the signal that ended it, the next byte its exit code.
    guard status & 0x7f == 0 else {
      throw failure("signal \(status & 0x7f) ended it", nil)
    }
    let output = FileManager.default.contents(atPath: log) ?? Data()
    return (status >> 8 & 0xff, String(decoding: output, as: UTF8.self))
  }

  private func spawn(log: String) throws(StoreError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // A server must inherit nothing that somebody waits to see closed.
    posix_spawn_file_actions_addclosefrom_np(&actions, 3)
    // The other user may not be allowed into the present folder.
    posix_spawn_file_actions_addchdir_np(&actions, "/")
    let words = commandLine
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    var environment: [UnsafeMutablePointer<CChar>?] = Self.environment.map { strdup($0) }
    defer { for text in arguments + environment { free(text) } }
    arguments.append(nil)
    environment.append(nil)
    var process: pid_t = 0
    let result = posix_spawn(&process, words[0], &actions, nil, arguments, environment)
    guard result == 0 else { throw failure("it cannot be run", result) }
    return process
  }

  private func failure(_ what: String, _ number: Int32?) -> StoreError {
    let reason = number.map { ": " + String(cString: strerror($0)) } ?? ""
    return StoreError(
      .serverFailed, "\(program): \(what)\(reason)", during: "run a server program")
  }

  private var commandLine: [String] {
    guard let user else { return [program] + arguments }
    return [
      "/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups", "--", program,
    ] + arguments
  }

  /// Ours without what would lead PostgreSQL's programs to another server, in English.
  private static var environment: [String] {
    ProcessInfo.processInfo.environment
      .filter { !$0.key.hasPrefix("PG") && $0.key != "LC_ALL" }
      .map { "\($0.key)=\($0.value)" } + ["LC_ALL=C"]
  }
}
