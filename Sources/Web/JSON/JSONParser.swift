/// Why a document is not the JSON that is accepted here, and at which byte.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence without the position.
    public let reason: String
    /// The byte at which reading stopped.
    public let offset: Int

    public var description: String { "\(reason) (byte \(offset))" }
}

extension JSONValue {
    /// Reads one document (RFC 8259, strictly).
    ///
    /// Refused besides broken syntax: more than 64 levels, a name twice in one object, invalid UTF-8, U+0000 and lone
    /// surrogates in texts, and anything after the document. Whole numbers beyond 64 bits become doubles. The caller
    /// limits the size.
    public init(parsing bytes: some Collection<UInt8>) throws(JSONError) {
        var parser = JSONParser(bytes: Array(bytes))
        self = try parser.document()
    }

    /// Reads one document from text; see `init(parsing:)` for bytes.
    public init(parsing text: String) throws(JSONError) {
        try self.init(parsing: text.utf8)
    }
}

/// A recursive-descent reader over bytes; its depth is bounded, so its recursion is too.
struct JSONParser {
    static let maximumDepth = 64

    let bytes: [UInt8]
    var offset = 0
    var depth = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func document() throws(JSONError) -> JSONValue {
        let value = try value()
        skipSpace()
        guard offset == bytes.count else { throw error("there is something after the document") }
        return value
    }

    mutating func value() throws(JSONError) -> JSONValue {
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): return try nested { (parser) throws(JSONError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { (parser) throws(JSONError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw error(offset < bytes.count ? "a value was expected" : "the document ends too early")
        }
    }

    private mutating func nested(_ body: (inout JSONParser) throws(JSONError) -> JSONValue) throws(JSONError) -> JSONValue {
        guard depth < Self.maximumDepth else { throw error("more than \(Self.maximumDepth) levels") }
        depth += 1
        defer { depth -= 1 }
        offset += 1
        return try body(&self)
    }

    private mutating func array() throws(JSONError) -> JSONValue {
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array([]) }
        while true {
            elements.append(try value())
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            guard take(UInt8(ascii: ",")) else { throw error("a comma or ] was expected") }
        }
    }

    private mutating func object() throws(JSONError) -> JSONValue {
        var object = JSONObject()
        var names = JSONNames()
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(object) }
        while true {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw error("a name in quotes was expected") }
            let name = try string()
            guard names.insert(name) else { throw error("the name \(quoted(name)) stands twice in one object") }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw error("a colon was expected") }
            object.append(unique: name, try value())
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(object) }
            guard take(UInt8(ascii: ",")) else { throw error("a comma or } was expected") }
        }
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let matches = text.withUTF8Buffer { bytes[offset...].starts(with: $0) }
        guard matches else { throw error("a value was expected") }
        offset += text.utf8CodeUnitCount
        return value
    }
}

extension JSONParser {
    /// The next byte; 0, which no document holds outside of texts, at the end.
    @inline(__always)
    var peek: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard offset < bytes.count, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    @inline(__always)
    mutating func skipSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    func error(_ reason: String) -> JSONError { JSONError(reason: reason, offset: offset) }

    private func quoted(_ name: String) -> String { "“\(name.prefix(40))”" }
}

/// The names in one object. Nearly all have a few, which are compared faster than they are hashed.
private struct JSONNames {
    private static let few = 12

    private var list: [String] = []
    private var set: Set<String> = []

    /// - Returns: false where the name is there already.
    mutating func insert(_ name: String) -> Bool {
        if !set.isEmpty { return set.insert(name).inserted }
        if list.contains(name) { return false }
        list.append(name)
        if list.count > Self.few { set = Set(list) }
        return true
    }
}
