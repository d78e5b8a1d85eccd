/// Reads `application/x-www-form-urlencoded` text, of a body or a query, into pairs in their order.
///
/// - Throws: `Failure.badRequest` when an escape is broken, the text is not UTF-8 or holds U+0000, or there are more
///   than `limit` pairs.
func decodePairs(_ bytes: some Sequence<UInt8>, limit: Int = 5_000) throws(Failure) -> [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = []
    for pair in Array(bytes).split(separator: UInt8(ascii: "&")) {
        guard pairs.count < limit else { throw .badRequest(detail: "There are more than \(limit) fields.") }
        let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
        let value = equals < pair.endIndex ? pair[(equals + 1)...] : []
        pairs.append((name: try decodeComponent(pair[..<equals]), value: try decodeComponent(value)))
    }
    return pairs
}

private func decodeComponent(_ bytes: ArraySlice<UInt8>) throws(Failure) -> String {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
        switch bytes[index] {
        case UInt8(ascii: "+"): decoded.append(0x20)
        case UInt8(ascii: "%"):
            guard index + 2 < bytes.endIndex, let high = hexValue(bytes[index + 1]), let low = hexValue(bytes[index + 2])
            else { throw .badRequest(detail: "A percent escape is broken.") }
            decoded.append(high << 4 | low)
            index += 2
        case let byte: decoded.append(byte)
        }
        index += 1
    }
    guard let text = String(validating: decoded, as: UTF8.self) else { throw .badRequest(detail: "The text is not UTF-8.") }
    guard !decoded.contains(0) else { throw .badRequest(detail: "The text holds the character U+0000.") }
    return text
}
