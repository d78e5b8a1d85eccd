import Foundation
import Synchronization

extension UUID {
    /// A new version 7 UUID (RFC 9562): 48 bits of milliseconds since 1970, a 42-bit counter, 32 random bits.
    ///
    /// Ids made in this process for one millisecond sort in the order they were made, whatever other dates ids are
    /// made for in between. The date is taken as it is given, which imports and tests rely on.
    public static func v7(at date: Date = Date()) -> UUID {
        let count = UUIDv7Counter.next()
        let head = date.milliseconds << 16 | 0x7000 | (count >> 30) & 0xFFF
        let tail = 0b10 << 62 | (count & 0x3FFF_FFFF) << 32 | UInt64(UInt32.random(in: .min ... .max))
        return UUID(head: head, tail: tail)
    }

    /// When a version 7 UUID was made, to the millisecond; `nil` for any other version.
    public var timestamp: Date? {
        guard uuid.6 >> 4 == 7 else { return nil }
        let milliseconds = [uuid.0, uuid.1, uuid.2, uuid.3, uuid.4, uuid.5].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }

    /// In small letters, as addresses, JSON and the database have it.
    public var text: String { uuidString.lowercased() }

    private init(head: UInt64, tail: UInt64) {
        let bytes = (head.bigEndian, tail.bigEndian)
        self = withUnsafeBytes(of: bytes) { UUID(uuid: $0.load(as: uuid_t.self)) }
    }
}

/// Goes up for every id and never back, so that it needs to know no dates.
private enum UUIDv7Counter {
    /// Starts in the lower half of its 42 bits, at random, so that processes differ.
    private static let count = Atomic<UInt64>(.random(in: 0..<1 << 41))

    /// Steps are of random width, so that two ids do not tell how many others were made between them.
    /// There is room for four billion of them.
    static func next() -> UInt64 {
        count.wrappingAdd(.random(in: 1...1_024), ordering: .relaxed).newValue
    }
}

extension Date {
    /// Milliseconds since 1970, kept within the 48 bits that a version 7 UUID has for them.
    fileprivate var milliseconds: UInt64 {
        UInt64(min(max(timeIntervalSince1970 * 1000, 0), 0xFFFF_FFFF_FFFF))
    }
}
