/// A value that can be read from a result, in PostgreSQL's binary format.
///
/// The same types as for ``PostgresEncodable``. `Int` also reads the smaller integers, `Double` real, `Date` timestamps without
/// a zone, and `String` every kind of text, enums and JSON.
public protocol PostgresDecodable {
    /// Reads the binary form; `type` is the oid the server sent.
    ///
    /// - Throws: ``PostgresError/decoding(_:)`` if the type or the bytes do not fit.
    init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws

    /// Reads a cell that may be NULL. Only `Optional` has its own; everything else throws on NULL.
    static func decode(cell: UnsafeRawBufferPointer?, type: UInt32) throws -> Self
}

extension PostgresDecodable {
    public static func decode(cell: UnsafeRawBufferPointer?, type: UInt32) throws -> Self {
        guard let cell else { throw PostgresError.decoding("NULL where \(Self.self) is required") }
        return try Self(postgres: cell, type: type)
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws {
        self = try Wrapped(postgres: bytes, type: type)
    }

    public static func decode(cell: UnsafeRawBufferPointer?, type: UInt32) throws -> Wrapped? {
        try cell.map { try Wrapped(postgres: $0, type: type) }
    }
}

/// What may stand in an array that is read from a result.
public protocol PostgresArrayDecodable {
    /// Reads the binary form of an array; `type` is the oid of the array type.
    static func decodeArray(_ bytes: UnsafeRawBufferPointer, type: UInt32) throws -> [Self]
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws {
        guard let value = Self(rawValue: try RawValue(postgres: bytes, type: type)) else {
            throw PostgresError.decoding("not a case of \(Self.self)")
        }
        self = value
    }
}
