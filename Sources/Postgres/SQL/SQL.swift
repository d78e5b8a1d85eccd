/// SQL text with bound values.
///
/// `"select name from contacts where id = \(id)"` sends `$1` and the value apart from the text. Fragments interpolate too:
/// they are spliced in and their values renumbered. Text can only come from the program itself, never from input.
/// Do not write `$1` by hand in a text that also interpolates.
public struct SQL: Sendable {
    /// A value's place in the text and its size in `values`.
    package struct Bind: Sendable {
        /// Where its `$n` starts, in UTF-8 bytes.
        var mark: Int
        /// The type's oid.
        var type: UInt32
        /// Size of the encoded value in bytes; nil is NULL.
        var length: Int?
    }

    package internal(set) var utf8: [UInt8]
    package internal(set) var binds: [Bind] = []
    /// The encoded values, one after the other.
    package internal(set) var values: [UInt8] = []

    /// What logs, metrics and errors call the statement instead of showing its text.
    public var name: String?

    /// No text at all; a fragment that changes nothing.
    public static let empty = SQL(utf8: [])

    init(utf8: [UInt8]) {
        self.utf8 = utf8
    }

    /// Text made at run time, such as migrations read from a file. The caller vouches that no input is in it.
    package init(unchecked text: String) {
        self.init(utf8: Array(text.utf8))
    }

    /// The text as sent, with `$1`, `$2`, … for the values.
    public var text: String { String(decoding: utf8, as: UTF8.self) }

    /// Whether there is no text.
    public var isEmpty: Bool { utf8.isEmpty }

    /// The same statement under a name for logs, metrics and errors.
    public func named(_ name: String) -> SQL {
        var copy = self
        copy.name = name
        return copy
    }

    /// The name, or the first 40 characters of the text; never a bound value.
    public var label: String { name ?? String(text.prefix(40)) }
}

extension SQL {
    /// Adds a fragment at the end; its values are renumbered.
    public mutating func append(_ other: SQL) {
        var copied = 0
        for bind in other.binds {
            utf8 += other.utf8[copied..<bind.mark]
            copied = other.utf8[(bind.mark + 1)...].firstIndex { !(0x30...0x39).contains($0) } ?? other.utf8.endIndex
            addPlaceholder(type: bind.type, length: bind.length)
        }
        utf8 += other.utf8[copied...]
        values += other.values
    }

    /// The second fragment behind the first.
    public static func + (first: SQL, second: SQL) -> SQL {
        var sum = first
        sum.append(second)
        return sum
    }

    mutating func bind<Value: PostgresEncodable>(_ value: Value?) {
        let start = values.count
        value?.encode(into: &values)
        addPlaceholder(type: Value.postgresType, length: value == nil ? nil : values.count - start)
    }

    /// Binds a value that is encoded already.
    mutating func bind(bytes: [UInt8], type: UInt32) {
        values += bytes
        addPlaceholder(type: type, length: bytes.count)
    }

    private mutating func addPlaceholder(type: UInt32, length: Int?) {
        binds.append(Bind(mark: utf8.count, type: type, length: length))
        utf8.append(UInt8(ascii: "$"))
        utf8 += String(binds.count).utf8
    }
}

extension [SQL] {
    /// The fragments in order with `separator` between them, as in `conditions.joined(by: " and ")`.
    public func joined(by separator: SQL) -> SQL {
        guard var sum = first else { return .empty }
        for fragment in dropFirst() {
            sum.append(separator)
            sum.append(fragment)
        }
        return sum
    }
}
