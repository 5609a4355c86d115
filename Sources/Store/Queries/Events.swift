/// Something that happened, kept for people who ask later.
package struct EventRow: Sendable, Hashable {
  /// 0 until it is stored; then it orders events.
  package private(set) var id: Int64
  package var run: Int64?
  package var node: String?
  /// Noun and past participle, such as `node-lost`.
  package var kind: String
  /// A JSON object.
  package var detail: String
  /// Set by the database.
  package private(set) var at: Timestamp?

  package init(run: Int64?, node: String?, kind: String, detail: String = "{}") {
    self.id = 0
    self.run = run
    self.node = node
    self.kind = kind
    self.detail = detail
    self.at = nil
  }

  init(_ row: Row) throws(StoreError) {
    id = try row.integer("id")
    run = try row.optionalInteger("run_id")
    node = try row.optionalText("node_id")
    kind = try row.text("kind")
    detail = try row.text("detail")
    at = try row.timestamp("at")
  }

  static let appendSQL = """
    INSERT INTO events (run_id, node_id, kind, detail)
    VALUES ($1, $2, $3, $4)
    """

  static let listSQL = """
    SELECT id, run_id, node_id, kind, detail, at
    FROM events
    WHERE id > $2 AND ($1::bigint IS NULL OR run_id = $1)
    ORDER BY id
    LIMIT $3
    """
}

extension DatabaseConnection {
  /// Appends events in one transaction.
  ///
  /// - Throws: `superseded`.
  package func appendEvents(_ events: [EventRow], epoch: Int64) throws(StoreError) {
    try fencedTransaction(epoch: epoch) { (session) throws(StoreError) in
      for event in events {
        try session.execute(
          EventRow.appendSQL,
          [
            SQLValue.integer(event.run), .text(event.node), .text(event.kind), .text(event.detail),
          ])
      }
    }
  }

  /// Events after `after` in the order they were stored, of one run or, when nil, of all.
  ///
  /// - Parameter limit: At most this many; 1,000 fill a few screens and cost a few milliseconds.
  package func events(
    run: Int64?, after: Int64 = 0, limit: Int64 = 1_000
  ) throws(StoreError) -> [EventRow] {
    try session().rows(EventRow.listSQL, [.integer(run), .integer(after), .integer(limit)])
      .map(EventRow.init)
  }
}
