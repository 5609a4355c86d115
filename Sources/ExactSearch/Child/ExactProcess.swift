import Glibc

/// One solving child and the socket to it; used by one thread at a time.
///
/// The child dies with this object, and with this process, whose end closes its input.
final class ExactProcess {
  /// A child that could not be started.
  struct NotStarted: Error, CustomStringConvertible {
    var description: String
  }

  /// What was heard of a child.
  enum News {
    case frame(ExactFrame)
    /// Nothing within the time.
    case silence
    /// Its output ended, or made no sense: it is dead or must be.
    case ended
  }

  let identifier: pid_t
  /// A socket and not pipes: writing to a dead child's pipe would raise a signal in this process.
  private let socket: Int32
  private var frames = FrameBuffer()
  private var buffer = [UInt8](repeating: 0, count: 256 << 10)
  /// What the system said of the child's end, once it was asked.
  private var status: Int32?

  init(_ settings: ExactSettings, library: String) throws(NotStarted) {
    var ends: [Int32] = [0, 0]
    // Closed on exec, so that no other child of this process keeps it open.
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw NotStarted(description: "no socket: error \(errno)")
    }
    let words =
      [settings.program] + settings.arguments
      + ["--library", library, "--memory-bytes", "\(settings.memoryBytes)"]
    let started = Self.spawn(words, descriptor: ends[1])
    close(ends[1])
    guard let identifier = started.identifier else {
      close(ends[0])
      throw NotStarted(
        description: "\(settings.program) cannot be started: error \(started.code)")
    }
    self.identifier = identifier
    socket = ends[0]
  }

  deinit {
    close(socket)
    _ = end()
  }

  private static func spawn(
    _ words: [String], descriptor: Int32
  ) -> (identifier: pid_t?, code: Int32) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, descriptor, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, descriptor, STDOUT_FILENO)
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var identifier = pid_t(0)
    let code = posix_spawn(&identifier, words[0], &actions, nil, &arguments, environ)
    return (code == 0 ? identifier : nil, code)
  }

  /// Seconds without a byte taken after which a child counts as frozen: it reads at all times.
  private static let frozenMilliseconds: Int32 = 5_000

  /// Sends a frame; false when the child is dead or frozen.
  func send(_ frame: ExactFrame) -> Bool {
    let bytes = frame.bytes
    var sent = 0
    while sent < bytes.count {
      var watched = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
      let ready = poll(&watched, 1, Self.frozenMilliseconds)
      if ready < 0 && errno == EINTR { continue }
      guard ready > 0 else { return false }
      let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, flags)
      }
      if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Waits at most so long for the next frame.
  func next(milliseconds: Int32) -> News {
    do {
      if let frame = try frames.next() { return .frame(frame) }
      var watched = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      var ready = poll(&watched, 1, milliseconds)
      if ready == 0 {
        // A dead child's end of the socket closes with it unless somebody else holds it open, a
        // process of its own say. Only the system knows for sure.
        guard hasDied else { return .silence }
        ready = poll(&watched, 1, 0)
        if ready == 0 { return .ended }
      }
      if ready < 0 && errno == EINTR { return .silence }
      let count = Descriptor.read(socket, into: &buffer)
      guard count > 0 else { return .ended }
      frames.append(buffer[..<count])
      return try frames.next().map(News.frame) ?? .silence
    } catch {
      return .ended
    }
  }

  /// Whether the child is dead already; does not wait for it.
  private var hasDied: Bool {
    if status != nil { return true }
    var found: Int32 = 0
    guard waitpid(identifier, &found, WNOHANG) == identifier else { return false }
    status = found
    return true
  }

  /// Ends the child and says how it ended, in words.
  func end() -> String {
    if !hasDied {
      kill(identifier, SIGKILL)
      var found: Int32 = 0
      while waitpid(identifier, &found, 0) < 0 && errno == EINTR {}
      status = found
    }
    let status = status ?? 0
    let signal = status & 0x7F
    return signal == 0 ? "exit status \((status >> 8) & 0xFF)" : "signal \(signal)"
  }
}
