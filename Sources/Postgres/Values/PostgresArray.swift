/// An element of an array: the scalars, and optionals of them. Only for this module; scalars name ``PostgresScalar``.
public protocol PostgresScalar: PostgresEncodable, PostgresDecodable, PostgresArrayEncodable, PostgresArrayDecodable {}

extension String: PostgresScalar {
    public static var postgresArrayType: UInt32 { PostgresOID.textArray }
}
extension Bool: PostgresScalar {
    public static var postgresArrayType: UInt32 { PostgresOID.boolArray }
}
extension Int16: PostgresScalar {
    public static var postgresArrayType: UInt32 { PostgresOID.int2Array }
}
extension Int32: PostgresScalar {
    public static var postgresArrayType: UInt32 { PostgresOID.int4Array }
}
extension Int: PostgresScalar {
    public static var postgresArrayType: UInt32 { PostgresOID.int8Array }
}
extension Double: PostgresScalar {
    public static var postgresArrayType: UInt32 { PostgresOID.float8Array }
}
extension CalendarDate: PostgresScalar {
    public static var postgresArrayType: UInt32 { PostgresOID.dateArray }
}
extension JSON: PostgresScalar {
    public static var postgresArrayType: UInt32 { PostgresOID.jsonbArray }
}

extension PostgresScalar {
    public static func encodeArray(_ array: [Self], into bytes: inout [UInt8]) {
        ArrayForm.encode(array.lazy.map(Optional.some), type: Self.self, count: array.count, into: &bytes)
    }

    public static func decodeArray(_ bytes: UnsafeRawBufferPointer, type: UInt32) throws -> [Self] {
        try ArrayForm.decode(bytes) { try Self.decode(cell: $0, type: $1) }
    }
}

extension Optional: PostgresArrayEncodable where Wrapped: PostgresScalar {
    public static var postgresArrayType: UInt32 { Wrapped.postgresArrayType }

    public static func encodeArray(_ array: [Self], into bytes: inout [UInt8]) {
        ArrayForm.encode(array, type: Wrapped.self, count: array.count, into: &bytes)
    }
}

extension Optional: PostgresArrayDecodable where Wrapped: PostgresScalar {
    public static func decodeArray(_ bytes: UnsafeRawBufferPointer, type: UInt32) throws -> [Self] {
        try ArrayForm.decode(bytes) { try Self.decode(cell: $0, type: $1) }
    }
}

/// An array of bytes is a `bytea`, not an array.
extension UInt8: PostgresArrayEncodable, PostgresArrayDecodable {
    public static var postgresArrayType: UInt32 { PostgresOID.bytea }

    public static func encodeArray(_ array: [UInt8], into bytes: inout [UInt8]) {
        bytes += array
    }

    public static func decodeArray(_ bytes: UnsafeRawBufferPointer, type: UInt32) throws -> [UInt8] {
        guard type == PostgresOID.bytea else { throw PostgresError.mismatch([UInt8].self, type) }
        return Array(bytes)
    }
}

extension Array: PostgresEncodable where Element: PostgresArrayEncodable {
    public static var postgresType: UInt32 { Element.postgresArrayType }

    public func encode(into bytes: inout [UInt8]) {
        Element.encodeArray(self, into: &bytes)
    }
}

extension Array: PostgresDecodable where Element: PostgresArrayDecodable {
    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws {
        self = try Element.decodeArray(bytes, type: type)
    }
}
