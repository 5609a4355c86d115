import Foundation
import Glibc

/// A lock on a file that ends with its holder, however that ends.
///
/// The kernel keeps it with the open file, so a process that is killed leaves nothing behind.
final class FileLock {
  enum Mode { case shared, exclusive }

  private let descriptor: Int32

  /// Waits until the lock can be had.
  init(_ path: String, _ mode: Mode) throws(StoreError) {
    descriptor = try Self.open(path)
    let operation = mode == .shared ? LOCK_SH : LOCK_EX
    while flock(descriptor, operation) != 0 && errno == EINTR {}
  }

  /// Takes the lock exclusively if nobody else holds it in any mode; nil otherwise.
  init?(ifFree path: String) throws(StoreError) {
    descriptor = try Self.open(path)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return nil }
  }

  deinit { close(descriptor) }

  private static func open(_ path: String) throws(StoreError) -> Int32 {
    // Closed on exec: a server that we start must not inherit the lock.
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreError(
        .stateFolderUnusable, "\(path): \(String(cString: strerror(errno)))",
        during: "lock the state folder")
    }
    return descriptor
  }
}
