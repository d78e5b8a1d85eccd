extension SQL {
    typealias Values = UnsafePointer<UnsafePointer<CChar>?>

    /// Lends `body` the bound values as libpq takes them, without allocating: count, types, values, lengths, formats.
    func withParameters<Outcome>(
        _ body: (Int32, UnsafePointer<UInt32>?, Values?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Outcome
    ) -> Outcome {
        guard !binds.isEmpty else { return body(0, nil, nil, nil, nil) }
        let count = binds.count
        return withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { pointers in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 3 * count) { numbers in
                values.withUnsafeBytes { bytes in
                    var offset = 0
                    for (index, bind) in binds.enumerated() {
                        let length = bind.length ?? 0
                        numbers[index] = bind.type
                        numbers[count + index] = UInt32(length)
                        numbers[2 * count + index] = 1
                        pointers[index] = bind.length == nil ? nil : start(of: bytes, at: offset)
                        offset += length
                    }
                    let types = UnsafePointer(numbers.baseAddress!)
                    return (types + count).withMemoryRebound(to: Int32.self, capacity: 2 * count) {
                        body(Int32(count), types, UnsafePointer(pointers.baseAddress!), $0, $0 + count)
                    }
                }
            }
        }
    }

    /// An empty value is not NULL, so it needs an address too.
    private func start(of bytes: UnsafeRawBufferPointer, at offset: Int) -> UnsafePointer<CChar> {
        let nowhere: StaticString = ""
        let address = bytes.baseAddress.map { $0 + offset } ?? UnsafeRawPointer(nowhere.utf8Start)
        return address.assumingMemoryBound(to: CChar.self)
    }

    /// Lends `body` the text with a zero at its end.
    func withCText<Outcome>(_ body: (UnsafePointer<CChar>) -> Outcome) -> Outcome {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: utf8.count + 1) { text in
            for (index, byte) in utf8.enumerated() { text[index] = CChar(bitPattern: byte) }
            text[utf8.count] = 0
            return body(UnsafePointer(text.baseAddress!))
        }
    }
}
