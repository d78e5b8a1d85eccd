/// A card of a person or an organisation, as address books hand it around.
public struct VCard: Sendable, Hashable {
    /// `2.1`, `3.0` or `4.0`; what stood there, where it was something else.
    public var version = ""
    public var properties: [VCardProperty] = []

    public init() {}

    /// Those of a name, in capitals; the preferred ones first.
    public func all(_ name: String) -> [VCardProperty] {
        properties.filter { $0.name == name }.enumerated()
            .sorted { ($0.element.preference, $0.offset) < ($1.element.preference, $1.offset) }.map(\.element)
    }

    public func first(_ name: String) -> VCardProperty? { all(name).first }
}

/// One line of a card.
public struct VCardProperty: Sendable, Hashable {
    /// In capitals, without a group in front: `EMAIL`.
    public let name: String
    /// By name in capitals; what a parameter without a name says is a `TYPE`.
    public let parameters: [String: [String]]
    /// As it is written: with backslashes in front of what would mean something else.
    public let value: String

    public init(_ name: String, parameters: [String: [String]] = [:], value: String) {
        (self.name, self.parameters, self.value) = (name, parameters, value)
    }

    /// Whether it is said to be of this kind, such as `work`.
    public func isOf(_ type: String) -> Bool {
        parameters["TYPE"]?.contains { $0.lowercased() == type } ?? false
    }

    /// 1 is preferred most.
    var preference: Int {
        if let rank = parameters["PREF"]?.first.flatMap({ Int($0) }) { return rank }
        return isOf("pref") ? 1 : 101
    }

    /// The whole value as text.
    public var text: String { Self.unescaped(value) }

    /// The parts between semicolons, such as those of a name or an address.
    public var components: [String] { Self.split(value, at: ";").map { Self.unescaped($0) } }

    /// The parts between commas, such as categories.
    public var items: [String] { Self.split(value, at: ",").map { Self.unescaped($0) } }

    private static func split(_ text: String, at separator: Character) -> [Substring] {
        var parts: [Substring] = []
        var (start, index) = (text.startIndex, text.startIndex)
        while index < text.endIndex {
            if text[index] == "\\" {
                index = text.index(index, offsetBy: 2, limitedBy: text.endIndex) ?? text.endIndex
                continue
            }
            if text[index] == separator {
                parts.append(text[start..<index])
                start = text.index(after: index)
            }
            index = text.index(after: index)
        }
        return parts + [text[start...]]
    }

    private static func unescaped(_ text: some StringProtocol) -> String {
        guard text.contains("\\") else { return String(text) }
        var plain = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                plain.append(character == "n" || character == "N" ? "\n" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                plain.append(character)
            }
        }
        return isEscaped ? plain + "\\" : plain
    }
}
