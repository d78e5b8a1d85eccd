import NIOCore

/// Writes JSON straight into memory, field by field: no reflection, no intermediate values, one growing buffer.
///
/// ```swift
/// let bytes = JSONWriter.bytes { json in
///     json.object { json in
///         json.field("id", contact.id)
///         json.field("phones") { $0.array(contact.phones) { $0.value($1.number) } }
///     }
/// }
/// ```
/// It is written to by every list of the API, so it works on plain memory: an array would check for sharing and bounds
/// at each byte.
public struct JSONWriter: ~Copyable {
    /// Room for `capacity` bytes, of which the first `count` are written.
    private var base: UnsafeMutablePointer<UInt8>
    private var count = 0
    private var capacity: Int
    /// Whether the next value or name in this scope needs a comma before it.
    private var needsComma = false

    /// - Parameter capacity: Bytes to reserve; a good guess saves copies.
    public init(capacity: Int = 512) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
    }

    deinit {
        base.deallocate()
    }

    /// What has been written so far.
    public var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

    /// What has been written so far, for an answer.
    public var buffer: ByteBuffer { ByteBuffer(bytes: UnsafeBufferPointer(start: base, count: count)) }

    /// The bytes of what `body` writes.
    public static func bytes(capacity: Int = 512, _ body: (inout JSONWriter) throws -> Void) rethrows -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        try body(&writer)
        return writer.bytes
    }
}

/// A name in an object, escaped once for all the objects that have it.
public struct JSONName: Sendable {
    /// The name in quotes, and the colon.
    fileprivate let utf8: [UInt8]

    public init(_ name: String) {
        utf8 = JSONWriter.bytes { $0.value(name) } + [UInt8(ascii: ":")]
    }
}

extension JSONWriter {
    public mutating func beginObject() { open(UInt8(ascii: "{")) }
    public mutating func endObject() { close(UInt8(ascii: "}")) }
    public mutating func beginArray() { open(UInt8(ascii: "[")) }
    public mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Writes `"name":`; the next thing written is its value. Names are compiled in and need no escaping.
    public mutating func name(_ name: StaticString) {
        let size = name.utf8CodeUnitCount
        reserve(size + 4)
        separate()
        put(UInt8(ascii: "\""))
        name.withUTF8Buffer { putUnchecked($0) }
        put(UInt8(ascii: "\""))
        put(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes `"name":` as it was prepared.
    public mutating func name(_ name: JSONName) {
        name.utf8.withUnsafeBufferPointer { bytes in
            reserve(bytes.count + 1)
            separate()
            putUnchecked(bytes)
        }
        needsComma = false
    }

    /// Writes `"name":` for a name that is only known at run time, such as a custom field's.
    public mutating func name(dynamic name: String) {
        value(name)
        reserve(1)
        put(UInt8(ascii: ":"))
        needsComma = false
    }

    private mutating func open(_ bracket: UInt8) {
        reserve(2)
        separate()
        put(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        reserve(1)
        put(bracket)
        needsComma = true
    }
}

extension JSONWriter {
    /// Makes room for `size` bytes and a comma, and writes the comma if one is due.
    @inline(__always)
    mutating func beginValue(_ size: Int) {
        reserve(size + 1)
        separate()
    }

    /// Lets `body` write at the end and tell how many bytes it wrote; they must have been reserved.
    @inline(__always)
    mutating func put(_ body: (UnsafeMutablePointer<UInt8>) -> Int) {
        count += body(base + count)
    }

    /// Appends bytes that were reserved.
    @inline(__always)
    mutating func putUnchecked(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        (base + count).update(from: source, count: bytes.count)
        count += bytes.count
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        base[count] = byte
        count += 1
    }

    @inline(__always)
    private mutating func separate() {
        if needsComma { put(UInt8(ascii: ",")) }
        needsComma = true
    }

    @inline(__always)
    mutating func reserve(_ size: Int) {
        if capacity - count < size { grow(size) }
    }

    @inline(never)
    private mutating func grow(_ size: Int) {
        capacity = max(capacity * 2, count + size)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }
}
