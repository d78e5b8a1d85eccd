import Foundation

/// A type that writes itself as one JSON value.
public protocol JSONWritable {
    func write(to json: inout JSONWriter)
}

extension JSONWriter {
    /// Writes `{…}`; `body` writes its fields.
    @inlinable
    public mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
        beginObject()
        try body(&self)
        endObject()
    }

    /// Writes `[…]`; `body` writes its elements.
    @inlinable
    public mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
        beginArray()
        try body(&self)
        endArray()
    }

    /// Writes `[…]`; `body` writes one element at a time.
    @inlinable
    public mutating func array<Elements: Sequence>(
        _ elements: Elements, _ body: (inout JSONWriter, Elements.Element) throws -> Void
    ) rethrows {
        beginArray()
        for element in elements { try body(&self, element) }
        endArray()
    }

    /// One field whose value `body` writes.
    @inlinable
    public mutating func field(_ name: StaticString, _ body: (inout JSONWriter) throws -> Void) rethrows {
        self.name(name)
        try body(&self)
    }

    /// One field; nil is written as null.
    @inlinable
    public mutating func field(_ name: StaticString, _ value: (some JSONWritable)?) {
        self.name(name)
        if let value { value.write(to: &self) } else { null() }
    }

    // The common types once more, without the detour over a protocol.

    public mutating func field(_ name: StaticString, _ value: String?) {
        self.name(name)
        if let value { self.value(value) } else { null() }
    }

    public mutating func field(_ name: StaticString, _ value: Int?) {
        self.name(name)
        if let value { self.value(value) } else { null() }
    }

    public mutating func field(_ name: StaticString, _ value: UUID?) {
        self.name(name)
        if let value { self.value(value) } else { null() }
    }

    public mutating func field(_ name: StaticString, _ value: Date?) {
        self.name(name)
        if let value { self.value(value) } else { null() }
    }
}

extension String: JSONWritable { public func write(to json: inout JSONWriter) { json.value(self) } }
extension Int: JSONWritable { public func write(to json: inout JSONWriter) { json.value(self) } }
extension Int64: JSONWritable { public func write(to json: inout JSONWriter) { json.value(self) } }
extension Double: JSONWritable { public func write(to json: inout JSONWriter) { json.value(self) } }
extension Bool: JSONWritable { public func write(to json: inout JSONWriter) { json.value(self) } }
extension UUID: JSONWritable { public func write(to json: inout JSONWriter) { json.value(self) } }
extension Date: JSONWritable { public func write(to json: inout JSONWriter) { json.value(self) } }
extension Day: JSONWritable { public func write(to json: inout JSONWriter) { json.value(self) } }
extension JSONValue: JSONWritable { public func write(to json: inout JSONWriter) { json.value(self) } }

extension Array: JSONWritable where Element: JSONWritable {
    @inlinable
    public func write(to json: inout JSONWriter) {
        json.array(self) { $1.write(to: &$0) }
    }
}
