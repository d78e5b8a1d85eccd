/// PostgreSQL's binary form of arrays: dimensions, whether there are NULLs, element type, then for the one dimension its length and
/// lower bound, then each element behind its size (-1 for NULL).
enum ArrayForm {
    static func encode<Value: PostgresEncodable>(
        _ elements: some Sequence<Value?>, type: Value.Type, count: Int, into bytes: inout [UInt8]
    ) {
        Int32(count == 0 ? 0 : 1).encodeBigEndian(into: &bytes)
        Int32(1).encodeBigEndian(into: &bytes)
        Value.postgresType.encodeBigEndian(into: &bytes)
        guard count > 0 else { return }
        Int32(count).encodeBigEndian(into: &bytes)
        Int32(1).encodeBigEndian(into: &bytes)
        for element in elements { encodeSized(element, into: &bytes) }
    }

    /// Appends a value behind its size; nil is size -1.
    static func encodeSized<Value: PostgresEncodable>(_ value: Value?, into bytes: inout [UInt8]) {
        let start = bytes.count
        Int32(-1).encodeBigEndian(into: &bytes)
        guard let value else { return }
        value.encode(into: &bytes)
        withUnsafeBytes(of: Int32(bytes.count - start - 4).bigEndian) { size in
            for (offset, byte) in size.enumerated() { bytes[start + offset] = byte }
        }
    }

    static func decode<Value>(
        _ bytes: UnsafeRawBufferPointer, _ element: (UnsafeRawBufferPointer?, UInt32) throws -> Value
    ) throws -> [Value] {
        var rest = bytes[...]
        let dimensions = try takeInteger(&rest)
        _ = try takeInteger(&rest)
        let type = UInt32(bitPattern: try takeInteger(&rest))
        guard dimensions > 0 else { return [] }
        guard dimensions == 1 else { throw PostgresError.decoding("an array of \(dimensions) dimensions") }
        let count = Int(try takeInteger(&rest))
        _ = try takeInteger(&rest)
        var values: [Value] = []
        values.reserveCapacity(min(count, rest.count / 4))
        for _ in 0..<count {
            let size = Int(try takeInteger(&rest))
            values.append(try element(size < 0 ? nil : try take(size, &rest), type))
        }
        return values
    }

    private static func takeInteger(_ rest: inout Slice<UnsafeRawBufferPointer>) throws -> Int32 {
        try Int32(bigEndian: try take(4, &rest))
    }

    private static func take(
        _ count: Int, _ rest: inout Slice<UnsafeRawBufferPointer>
    ) throws -> UnsafeRawBufferPointer {
        guard count <= rest.count else { throw PostgresError.decoding("the value ends too early") }
        defer { rest = rest.dropFirst(count) }
        return UnsafeRawBufferPointer(rebasing: rest.prefix(count))
    }
}
