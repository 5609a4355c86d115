/// The number that fences every write of a coordinator: the newest leader holds the highest.
enum CoordinatorEpoch {
  /// Share-locks the row: leaders may write at once, a take-over waits for them.
  static let checkSQL = """
    SELECT epoch
    FROM coordinator_epochs
    WHERE epoch = $1
    FOR SHARE
    """

  /// The key of the leader's session lock: "rota" in ASCII, so that it is no other program's.
  static let lockSQL = "SELECT pg_try_advisory_lock(1919906913) AS granted"

  static let unlockSQL = "SELECT pg_advisory_unlock(1919906913)"

  static let raiseSQL = """
    UPDATE coordinator_epochs
    SET epoch = epoch + 1, holder = $1, taken_at = now()
    RETURNING epoch
    """

  /// What older leaders had handed out is void.
  static let revokeSQL = """
    UPDATE leases
    SET state = 'revoked', ended_at = now()
    WHERE state = 'held' AND epoch < $1
    """

  static func check(_ epoch: Int64, in session: Session) throws(StoreError) {
    guard try session.rows(checkSQL, [.integer(epoch)]).isEmpty else { return }
    throw StoreError(
      .superseded, "epoch \(epoch) is no longer the newest", during: "write as coordinator",
      remedy: "stop leading; another coordinator has taken over")
  }
}

extension DatabaseConnection {
  /// Becomes leader when nobody else is: takes the session's advisory lock, raises the epoch and
  /// revokes what older leaders had leased out. Nil while another session holds the lock.
  ///
  /// The lock ends with this connection; the epoch fences whatever the old leader still sends.
  package func tryTakeOver(holder: String) throws(StoreError) -> Int64? {
    let session = try session()
    guard
      let answer = try session.rows(CoordinatorEpoch.lockSQL).first,
      try answer.boolean("granted")
    else { return nil }
    return try session.transaction { () throws(StoreError) in
      guard
        let row = try session.rows(CoordinatorEpoch.raiseSQL, [.text(holder)]).first
      else {
        throw StoreError(
          .notFound, "coordinator_epochs is empty", during: "take over",
          remedy: "run `rota migrate` on a fresh database")
      }
      let epoch = try row.integer("epoch")
      try session.execute(CoordinatorEpoch.revokeSQL, [.integer(epoch)])
      return epoch
    }
  }

  /// Gives up the leader's lock so that a standby may take over at once.
  package func releaseLeadership() throws(StoreError) {
    _ = try session().rows(CoordinatorEpoch.unlockSQL)
  }
}
