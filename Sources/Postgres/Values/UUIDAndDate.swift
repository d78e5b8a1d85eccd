import Foundation

extension UUID: PostgresEncodable, PostgresDecodable {
    public static var postgresType: UInt32 { PostgresOID.uuid }

    public func encode(into bytes: inout [UInt8]) {
        withUnsafeBytes(of: uuid) { bytes += $0 }
    }

    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws {
        guard type == PostgresOID.uuid, bytes.count == 16 else { throw PostgresError.mismatch(Self.self, type) }
        self.init(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}

/// A moment is a `timestamptz`, kept to the microsecond.
extension Date: PostgresEncodable, PostgresDecodable {
    public static var postgresType: UInt32 { PostgresOID.timestamptz }

    /// PostgreSQL counts from 2000, Foundation from 2001.
    private static let epochDifference: Int64 = 366 * 86_400 * 1_000_000

    public func encode(into bytes: inout [UInt8]) {
        let microseconds = Int64((timeIntervalSinceReferenceDate * 1_000_000).rounded()) + Self.epochDifference
        microseconds.encodeBigEndian(into: &bytes)
    }

    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws {
        guard type == PostgresOID.timestamptz || type == PostgresOID.timestamp else {
            throw PostgresError.mismatch(Self.self, type)
        }
        switch try Int64(bigEndian: bytes) {
        case .max: self = .distantFuture
        case .min: self = .distantPast
        case let microseconds:
            self.init(timeIntervalSinceReferenceDate: Double(microseconds - Self.epochDifference) / 1_000_000)
        }
    }
}

extension UUID: PostgresScalar {
    public static var postgresArrayType: UInt32 { PostgresOID.uuidArray }
}

extension Date: PostgresScalar {
    public static var postgresArrayType: UInt32 { PostgresOID.timestamptzArray }
}
