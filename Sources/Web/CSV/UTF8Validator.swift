/// Whether bytes that come in chunks are valid UTF-8 (RFC 3629: no overlong forms, no surrogates).
struct UTF8Validator {
    private var failed = false
    /// How many continuation bytes the current character still needs.
    private var missing = 0
    /// What the next continuation byte may be; narrower than usual after some lead bytes.
    private var allowed: ClosedRange<UInt8> = 0x80...0xBF

    /// - Parameter isComplete: whether a character cut off at the end counts as an error.
    func isValid(isComplete: Bool) -> Bool {
        !failed && (missing == 0 || !isComplete)
    }

    /// Takes in the next chunk; says whether all of it is ASCII.
    mutating func feed(_ chunk: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = Self.asciiPrefix(of: chunk, from: 0)
        let isASCII = index == chunk.count
        if isASCII { failed = failed || (missing > 0 && !chunk.isEmpty) }
        // A chunk may begin in the middle of a character.
        if missing > 0 && !failed { index = 0 }
        while index < chunk.count && !failed {
            accept(chunk[index])
            index += 1
            if missing == 0 { index = Self.asciiPrefix(of: chunk, from: index) }
        }
        return isASCII
    }

    private mutating func accept(_ byte: UInt8) {
        if missing > 0 {
            failed = !allowed.contains(byte)
            missing -= 1
            allowed = 0x80...0xBF
        } else {
            begin(byte)
        }
    }

    private mutating func begin(_ lead: UInt8) {
        switch lead {
        case 0x00...0x7F: return
        case 0xC2...0xDF: missing = 1
        case 0xE0...0xEF: missing = 2
        case 0xF0...0xF4: missing = 3
        default: failed = true
        }
        switch lead {
        case 0xE0: allowed = 0xA0...0xBF
        case 0xED: allowed = 0x80...0x9F
        case 0xF0: allowed = 0x90...0xBF
        case 0xF4: allowed = 0x80...0x8F
        default: allowed = 0x80...0xBF
        }
    }

    /// Where the first byte that is not ASCII stands, eight bytes at a time.
    private static func asciiPrefix(of chunk: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let raw = UnsafeRawBufferPointer(chunk)
        var index = start
        while index + 8 <= raw.count, raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 {
            index += 8
        }
        while index < raw.count && raw[index] < 0x80 { index += 1 }
        return index
    }
}
