/// Writes cards of version 4.0 (RFC 6350), folded at 75 bytes, that ``VCardParser`` reads back.
public struct VCardWriter {
    private static let width = 75

    /// What has been written and not been taken yet.
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public mutating func append(_ card: VCard) {
        line("BEGIN:VCARD")
        line("VERSION:4.0")
        for property in card.properties { line(Self.text(of: property)) }
        line("END:VCARD")
    }

    /// Gives up what has been written so far, for sending it on while more is to come.
    public mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    /// Text as a value, or as one of its components.
    public static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\", ",", ";":
                escaped.append("\\")
                escaped.append(character)
            case "\n", "\r\n", "\r": escaped += "\\n"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    private static func text(of property: VCardProperty) -> String {
        let parameters = property.parameters.sorted { $0.key < $1.key }.map { name, values in
            ";\(name)=" + values.map(quoted).joined(separator: ",")
        }
        return property.name + parameters.joined() + ":" + property.value.filter { !$0.isNewline }
    }

    private static func quoted(_ value: String) -> String {
        let clean = value.filter { $0 != "\"" && !$0.isNewline }
        return clean.contains { ":;,".contains($0) } ? "\"\(clean)\"" : clean
    }

    /// A line is cut between characters, never within one.
    private mutating func line(_ text: String) {
        var room = Self.width
        for character in text.unicodeScalars {
            let scalar = UTF8.encode(character).map { Array($0) } ?? []
            if scalar.count > room {
                bytes += [0x0D, 0x0A, UInt8(ascii: " ")]
                room = Self.width - 1
            }
            bytes += scalar
            room -= scalar.count
        }
        bytes += [0x0D, 0x0A]
    }
}
