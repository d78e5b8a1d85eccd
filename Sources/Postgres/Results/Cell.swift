/// One value of a row, undecoded.
public struct Cell: Sendable {
    let result: ResultSet
    let row: Int
    let column: Int

    /// Whether it is NULL.
    public var isNull: Bool { result.bytes(row: row, column: column) == nil }

    /// The oid of its type.
    public var type: UInt32 { result.type(column) }

    /// Lends the binary form to `body`; nil is NULL.
    public func withBytes<Value>(_ body: (UnsafeRawBufferPointer?) throws -> Value) rethrows -> Value {
        try withExtendedLifetime(result) { try body(result.bytes(row: row, column: column)) }
    }

    /// The value as a Swift type; NULL only fits an optional.
    ///
    /// - Throws: ``PostgresError`` of kind `decoding`, naming the column.
    public func decode<Value: PostgresDecodable>(_ type: Value.Type = Value.self) throws -> Value {
        try result.decode(type, row: row, column: column)
    }
}
