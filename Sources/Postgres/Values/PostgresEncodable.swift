/// A value that can be bound to a statement, in PostgreSQL's binary format.
///
/// Ready made: `String`, `Bool`, `Int`, `Int32`, `Int16`, `Double`, `UUID`, `Date`, ``CalendarDate``, ``JSON``, `[UInt8]` (bytea)
/// and arrays of them, also with nil elements. An enum with such a raw value only has to name the protocol.
public protocol PostgresEncodable: Sendable {
    /// The oid of the type it is sent as.
    static var postgresType: UInt32 { get }

    /// Appends the binary form.
    func encode(into bytes: inout [UInt8])
}

/// What may stand in an array that is bound to a statement.
public protocol PostgresArrayEncodable: Sendable {
    /// The oid of the array type.
    static var postgresArrayType: UInt32 { get }

    /// Appends the binary form of the array.
    static func encodeArray(_ array: [Self], into bytes: inout [UInt8])
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    public static var postgresType: UInt32 { RawValue.postgresType }

    public func encode(into bytes: inout [UInt8]) {
        rawValue.encode(into: &bytes)
    }
}
