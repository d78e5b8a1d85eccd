extension Bool: PostgresEncodable, PostgresDecodable {
    public static var postgresType: UInt32 { PostgresOID.bool }

    public func encode(into bytes: inout [UInt8]) {
        bytes.append(self ? 1 : 0)
    }

    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws {
        guard type == PostgresOID.bool, let byte = bytes.first else { throw PostgresError.mismatch(Self.self, type) }
        self = byte != 0
    }
}

extension Int16: PostgresEncodable, PostgresDecodable {
    public static var postgresType: UInt32 { PostgresOID.int2 }

    public func encode(into bytes: inout [UInt8]) {
        encodeBigEndian(into: &bytes)
    }

    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws {
        guard type == PostgresOID.int2 else { throw PostgresError.mismatch(Self.self, type) }
        try self.init(bigEndian: bytes)
    }
}

extension Int32: PostgresEncodable, PostgresDecodable {
    public static var postgresType: UInt32 { PostgresOID.int4 }

    public func encode(into bytes: inout [UInt8]) {
        encodeBigEndian(into: &bytes)
    }

    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws {
        switch type {
        case PostgresOID.int4: try self.init(bigEndian: bytes)
        case PostgresOID.int2: self = Int32(try Int16(bigEndian: bytes))
        default: throw PostgresError.mismatch(Self.self, type)
        }
    }
}

extension Int: PostgresEncodable, PostgresDecodable {
    public static var postgresType: UInt32 { PostgresOID.int8 }

    public func encode(into bytes: inout [UInt8]) {
        encodeBigEndian(into: &bytes)
    }

    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws {
        switch type {
        case PostgresOID.int8: try self.init(bigEndian: bytes)
        case PostgresOID.int4: self = Int(try Int32(bigEndian: bytes))
        case PostgresOID.int2: self = Int(try Int16(bigEndian: bytes))
        default: throw PostgresError.mismatch(Self.self, type)
        }
    }
}

extension Double: PostgresEncodable, PostgresDecodable {
    public static var postgresType: UInt32 { PostgresOID.float8 }

    public func encode(into bytes: inout [UInt8]) {
        bitPattern.encodeBigEndian(into: &bytes)
    }

    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws {
        switch type {
        case PostgresOID.float8: self.init(bitPattern: try UInt64(bigEndian: bytes))
        case PostgresOID.float4: self = Double(Float(bitPattern: try UInt32(bigEndian: bytes)))
        default: throw PostgresError.mismatch(Self.self, type)
        }
    }
}
