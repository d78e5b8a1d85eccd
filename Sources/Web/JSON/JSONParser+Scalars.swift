extension JSONParser {
    /// Reads a text from its opening quote to its closing one.
    mutating func string() throws(JSONError) -> String {
        offset += 1
        let start = offset
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                defer { offset += 1 }
                return try text(bytes[start..<offset])
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0x00..<0x20: throw error("a control character in a text must be escaped")
            default: offset += 1
            }
        }
        throw error("a text has no end")
    }

    /// The same from the first backslash on: the text is put together in a buffer of its own.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var buffer = Array(bytes[start..<offset])
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "\""): return try text(buffer[...])
            case UInt8(ascii: "\\"): try escape(into: &buffer)
            case 0x00..<0x20: throw error("a control character in a text must be escaped")
            default: buffer.append(byte)
            }
        }
        throw error("a text has no end")
    }

    private mutating func escape(into buffer: inout [UInt8]) throws(JSONError) {
        let byte = peek
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(byte)
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "r"): buffer.append(0x0D)
        case UInt8(ascii: "t"): buffer.append(0x09)
        case UInt8(ascii: "u"): buffer.append(contentsOf: Array(Character(try escapedScalar()).utf8))
        default: throw error("no such escape")
        }
    }

    /// Reads the four digits after `\u`, and the second half of a surrogate pair.
    private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
        let first = try hexUnit()
        guard (0xD800..<0xDC00).contains(first) else {
            guard let scalar = Unicode.Scalar(first), first != 0 else { throw error("not a character that a text may hold") }
            return scalar
        }
        guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw error("half of a surrogate pair") }
        let second = try hexUnit()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw error("half of a surrogate pair") }
        return scalar
    }

    private mutating func hexUnit() throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = hexValue(peek) else { throw error("four hexadecimal digits were expected") }
            unit = unit << 4 | UInt32(digit)
            offset += 1
        }
        return unit
    }

    private func text(_ utf8: ArraySlice<UInt8>) throws(JSONError) -> String {
        guard let text = String(validating: utf8, as: UTF8.self) else { throw error("a text is not valid UTF-8") }
        return text
    }

    /// Reads a number: no leading zeros or plus sign, at least one digit on each side of the point.
    mutating func number() throws(JSONError) -> JSONValue {
        let start = offset
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        let isWhole = peek != UInt8(ascii: ".") && peek | 0x20 != UInt8(ascii: "e")
        if take(UInt8(ascii: ".")) { try digits() }
        if peek | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if isWhole, let number = Int64(text) { return .int(number) }
        guard let number = Double(text), number.isFinite else { throw error("a number is out of range") }
        return .double(number)
    }

    private mutating func digits() throws(JSONError) {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(peek) else { throw error("a digit was expected") }
        while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(peek) { offset += 1 }
    }
}

/// The value of one hexadecimal digit, nil for any other byte.
@inline(__always)
func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}
