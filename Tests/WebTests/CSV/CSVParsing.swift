import Web

/// All records of a text that is fed in chunks of `chunk` bytes.
func records(
    in bytes: [UInt8], _ dialect: CSVDialect, chunk: Int = .max, from position: CSVPosition = CSVPosition(),
    limits: CSVParser.Limits = .init()
) throws -> [CSVRecord] {
    var parser = CSVParser(dialect, from: position, limits: limits)
    var records: [CSVRecord] = []
    var rest = bytes[...]
    repeat {
        let part = rest.prefix(chunk)
        rest = rest.dropFirst(part.count)
        try part.withUnsafeBufferPointer { bytes in
            try parser.feed(bytes, isLast: rest.isEmpty) { records.append($0) }
        }
    } while !rest.isEmpty
    return records
}

/// The same numbers on every run, so that a failure can be looked at.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
