extension FixedWidthInteger {
    /// Appends the number in network order.
    func encodeBigEndian(into bytes: inout [UInt8]) {
        withUnsafeBytes(of: bigEndian) { bytes += $0 }
    }

    /// Reads the number in network order from exactly as many bytes as it has.
    init(bigEndian bytes: UnsafeRawBufferPointer) throws {
        guard bytes.count == MemoryLayout<Self>.size else {
            throw PostgresError.decoding("\(bytes.count) bytes where \(MemoryLayout<Self>.size) were expected")
        }
        self.init(bigEndian: bytes.loadUnaligned(as: Self.self))
    }
}

extension PostgresError {
    static func mismatch(_ swiftType: Any.Type, _ type: UInt32) -> PostgresError {
        .decoding("\(swiftType) cannot be read from a value of type \(type)")
    }
}
