import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// Runs a long-lived service until it ends, a signal asks it to, or its parent is gone.
enum Serving {
  static func run(_ service: some Service, endsWithParent: Bool, logger: Logger) async throws {
    var services: [any Service] = [service]
    if endsWithParent { services.append(ParentWatch()) }
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: services.map {
          .init(
            service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
            failureTerminationBehavior: .cancelGroup)
        }, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    try await group.run()
  }

  static func logger(_ label: String, level: String) -> Logger {
    var logger = Logger(label: label) { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = Logger.Level(rawValue: level) ?? .info
    return logger
  }
}

/// Ends when standard input does: the parent holds its other end.
private struct ParentWatch: Service {
  func run() async throws {
    let ended = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    let thread = Thread {
      // Blocks until the parent closes the pipe or dies; nothing is ever written to it.
      _ = FileHandle.standardInput.readDataToEndOfFile()
      ended.continuation.finish()
    }
    thread.start()
    await cancelWhenGracefulShutdown {
      for await _ in ended.stream {}
    }
  }
}
