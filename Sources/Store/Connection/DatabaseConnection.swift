/// One connection to the database, used by one caller at a time.
///
/// Its jobs run on a thread of their own because libpq blocks. Each query group extends it with
/// methods that run to their end without suspending, so transactions never interleave. A lost
/// connection stays lost: the caller opens another when ``StoreError/isTransient`` says it may
/// help.
package actor DatabaseConnection {
  private let executor: ThreadExecutor
  private var openSession: Session?

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  private init() {
    self.executor = ThreadExecutor(name: "rota-database")
  }

  deinit { executor.stop() }

  /// Opens a connection; at most ten seconds pass per address tried.
  ///
  /// - Throws: `connectionFailed`.
  package static func open(
    _ address: DatabaseAddress
  ) async throws(StoreError) -> DatabaseConnection {
    let connection = DatabaseConnection()
    try await connection.connect(to: address)
    return connection
  }

  /// Ends the connection; every later call fails with `connectionLost`.
  package func close() {
    openSession = nil
  }

  private func connect(to address: DatabaseAddress) throws(StoreError) {
    openSession = try Session(to: address)
  }

  /// The session of the open connection.
  func session() throws(StoreError) -> Session {
    guard let openSession else {
      throw StoreError(.connectionLost, "the connection was closed", during: "use the database")
    }
    return openSession
  }

  /// Runs `body` in a transaction on this connection.
  func transaction<Value>(
    _ body: (Session) throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    let session = try session()
    return try session.transaction { () throws(StoreError) in try body(session) }
  }

  /// Runs `body` in a transaction that commits only while `epoch` is the coordinator's newest.
  ///
  /// The epoch's row stays share-locked to the end, so a take-over waits for this transaction and
  /// no write of an old leader can follow one.
  ///
  /// - Throws: `superseded` when another coordinator has taken over.
  func fencedTransaction<Value>(
    epoch: Int64, _ body: (Session) throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    try transaction { (session) throws(StoreError) in
      try CoordinatorEpoch.check(epoch, in: session)
      return try body(session)
    }
  }
}
