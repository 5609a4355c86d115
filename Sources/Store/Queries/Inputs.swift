/// A program in its one canonical form, addressed by the hash of these bytes.
package struct StoredProgram: Sendable, Hashable {
  /// 32 bytes.
  package var contentHash: [UInt8]
  package var name: String
  /// Canonical JSON: an object.
  package var canonical: String

  package init(contentHash: [UInt8], name: String, canonical: String) {
    self.contentHash = contentHash
    self.name = name
    self.canonical = canonical
  }

  static let insertSQL = """
    INSERT INTO programs (content_hash, name, canonical)
    VALUES ($1, $2, $3)
    ON CONFLICT (content_hash) DO NOTHING
    """

  static let selectSQL = """
    SELECT content_hash, name, canonical
    FROM programs
    WHERE content_hash = $1
    """
}

/// A public benchmark instance as its file stood, addressed by the hash of the file.
package struct StoredInstance: Sendable, Hashable {
  /// 32 bytes.
  package var contentHash: [UInt8]
  /// Which reader and judge understand the body.
  package var format: String
  package var name: String
  /// An LZ4 frame of the file.
  package var body: [UInt8]
  /// Bytes of the file before compression.
  package var bodyBytes: Int64

  package init(
    contentHash: [UInt8], format: String, name: String, body: [UInt8], bodyBytes: Int64
  ) {
    self.contentHash = contentHash
    self.format = format
    self.name = name
    self.body = body
    self.bodyBytes = bodyBytes
  }

  static let insertSQL = """
    INSERT INTO benchmark_instances (content_hash, format, name, body, body_bytes)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (content_hash) DO NOTHING
    """

  static let selectSQL = """
    SELECT content_hash, format, name, body, body_bytes
    FROM benchmark_instances
    WHERE content_hash = $1
    """
}

extension DatabaseConnection {
  /// Keeps a program; storing the same content again changes nothing.
  package func storeProgram(_ program: StoredProgram) throws(StoreError) {
    try session().execute(
      StoredProgram.insertSQL,
      [.bytes(program.contentHash), .text(program.name), .text(program.canonical)])
  }

  /// The program with this content hash; nil when there is none.
  package func program(contentHash: [UInt8]) throws(StoreError) -> StoredProgram? {
    let rows = try session().rows(StoredProgram.selectSQL, [.bytes(contentHash)])
    guard let row = rows.first else { return nil }
    return StoredProgram(
      contentHash: try row.bytes("content_hash"), name: try row.text("name"),
      canonical: try row.text("canonical"))
  }

  /// Keeps a benchmark instance; storing the same content again changes nothing.
  package func storeInstance(_ instance: StoredInstance) throws(StoreError) {
    try session().execute(
      StoredInstance.insertSQL,
      [
        .bytes(instance.contentHash), .text(instance.format), .text(instance.name),
        .bytes(instance.body), .integer(instance.bodyBytes),
      ])
  }

  /// The benchmark instance with this content hash; nil when there is none.
  package func instance(contentHash: [UInt8]) throws(StoreError) -> StoredInstance? {
    let rows = try session().rows(StoredInstance.selectSQL, [.bytes(contentHash)])
    guard let row = rows.first else { return nil }
    return StoredInstance(
      contentHash: try row.bytes("content_hash"), format: try row.text("format"),
      name: try row.text("name"), body: try row.bytes("body"),
      bodyBytes: try row.integer("body_bytes"))
  }
}
