/// A start tag with the values of its attributes as they are meant, not as they are written.
struct MarkupTag: Equatable {
    let name: String
    var attributes: [String: String] = [:]
}

/// Takes markup of the one form that our renderers write apart: lower-case tags, attributes in double quotes. Whatever looks
/// different is text.
struct MarkupReader {
    enum Token: Equatable {
        case text(String)
        case start(MarkupTag)
        case end(String)
        case comment
    }

    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next() -> Token? {
        guard index < bytes.count else { return nil }
        if bytes[index] == UInt8(ascii: "<"), let token = tag() { return token }
        let start = index
        repeat { index += 1 } while index < bytes.count && bytes[index] != UInt8(ascii: "<")
        return .text(Self.meant(bytes[start..<index]))
    }

    /// The tag at `index`, which is passed only if there is one.
    private mutating func tag() -> Token? {
        if starts(with: "<!--") { return comment() }
        guard let end = end(of: index) else { return nil }
        var inside = bytes[(index + 1)..<end]
        defer { index = end + 1 }
        if inside.first == UInt8(ascii: "/") { return .end(String(decoding: inside.dropFirst(), as: UTF8.self)) }
        let name = inside.prefix { Self.isNamed($0) }
        inside = inside.dropFirst(name.count)
        return .start(MarkupTag(name: String(decoding: name, as: UTF8.self), attributes: Self.attributes(inside)))
    }

    private mutating func comment() -> Token {
        var end = index + 4
        while end < bytes.count, !bytes[end...].starts(with: "-->".utf8) { end += 1 }
        index = min(bytes.count, end + 3)
        return .comment
    }

    /// Where the tag that begins at `start` is closed, quotes apart; nil where none begins.
    private func end(of start: Int) -> Int? {
        guard start + 1 < bytes.count, Self.isNamed(bytes[start + 1]) || bytes[start + 1] == UInt8(ascii: "/") else { return nil }
        var isQuoted = false
        for place in (start + 1)..<bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ">") where !isQuoted: return place
            case UInt8(ascii: "<") where !isQuoted: return nil
            default: continue
            }
        }
        return nil
    }

    /// `name="value"` and bare names, with blanks between.
    private static func attributes(_ text: ArraySlice<UInt8>) -> [String: String] {
        var attributes: [String: String] = [:]
        var rest = text.drop { !isNamed($0) }
        while !rest.isEmpty {
            let name = rest.prefix { isNamed($0) }
            rest = rest.dropFirst(name.count)
            var value: ArraySlice<UInt8> = []
            if rest.starts(with: "=\"".utf8) {
                value = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "\"") }
                rest = rest.dropFirst(2 + value.count + 1)
            }
            attributes[String(decoding: name, as: UTF8.self)] = meant(value)
            rest = rest.drop { !isNamed($0) }
        }
        return attributes
    }

    private static func isNamed(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
    }

    private func starts(with text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[index...].starts(with: $0) }
    }

    /// Text whose entities are read; others than these a renderer does not write, and they stay as they are.
    private static func meant(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")].reduce(text) {
            $0.replacing($1.0, with: $1.1)
        }
    }
}
