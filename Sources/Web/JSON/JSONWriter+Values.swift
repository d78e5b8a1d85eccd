import Foundation

extension JSONWriter {
    /// A string, escaped; bytes are copied in one piece when nothing in them needs escaping.
    public mutating func value(_ text: String) {
        var text = text
        text.withUTF8 { value(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// A string whose UTF-8 is at hand; it is not checked to be valid.
    public mutating func value(utf8 bytes: UnsafeRawBufferPointer) {
        bytes.withMemoryRebound(to: UInt8.self) { utf8 in
            let isPlain = isPlainJSON(utf8)
            // A control character takes six bytes.
            beginValue((isPlain ? utf8.count : utf8.count * 6) + 2)
            quote()
            if isPlain { putUnchecked(utf8) } else { put { writeEscaped(utf8, to: $0) } }
            quote()
        }
    }

    public mutating func value(_ number: Int) {
        beginValue(20)
        put { writeDecimal(number, to: $0) }
    }

    public mutating func value(_ number: Int64) { value(Int(number)) }

    /// A number; JSON has no infinities and no NaN, they become null.
    public mutating func value(_ number: Double) {
        if number.isFinite { raw(number.description) } else { null() }
    }

    public mutating func value(_ flag: Bool) { raw(flag ? "true" : "false") }

    /// Lower case with hyphens.
    public mutating func value(_ id: UUID) {
        beginValue(38)
        quote()
        put { writeUUID(id, to: $0) }
        quote()
    }

    /// An RFC 3339 instant in UTC, cut to milliseconds: `2026-01-31T09:15:00.250Z`.
    public mutating func value(_ instant: Date) {
        beginValue(26)
        quote()
        put { Instant.write(instant, to: $0) }
        quote()
    }

    /// A calendar day: `2026-01-31`.
    public mutating func value(_ day: Day) {
        beginValue(12)
        quote()
        put { day.write(to: $0) }
        quote()
    }

    public mutating func null() { raw("null") }

    /// JSON text that is already written, such as a `jsonb` column; it is not checked.
    public mutating func raw(_ json: String) {
        var json = json
        json.withUTF8 { raw(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// JSON that is already written; it is not checked.
    public mutating func raw(utf8 bytes: UnsafeRawBufferPointer) {
        bytes.withMemoryRebound(to: UInt8.self) { utf8 in
            beginValue(utf8.count)
            putUnchecked(utf8)
        }
    }

    /// JSON that is already written; it is not checked.
    public mutating func raw(_ json: [UInt8]) {
        json.withUnsafeBufferPointer { bytes in
            beginValue(bytes.count)
            putUnchecked(bytes)
        }
    }

    /// A parsed document.
    public mutating func value(_ json: JSONValue) {
        switch json {
        case .null: null()
        case .bool(let flag): value(flag)
        case .int(let number): value(number)
        case .double(let number): value(number)
        case .string(let text): value(text)
        case .array(let elements): array(elements) { $0.value($1) }
        case .object(let object):
            self.object { writer in
                for member in object.members {
                    writer.name(dynamic: member.name)
                    writer.value(member.value)
                }
            }
        }
    }

    @inline(__always)
    private mutating func quote() {
        put {
            $0.pointee = UInt8(ascii: "\"")
            return 1
        }
    }
}

extension JSONValue {
    /// This document as compact JSON.
    public var serialized: [UInt8] { JSONWriter.bytes { $0.value(self) } }
}
