/// A piece of HTML, kept as the UTF-8 bytes that go out on the wire.
///
/// A string literal *is* HTML; whatever is interpolated into it is escaped, unless it is HTML already:
///
/// ```swift
/// let row: HTML = "<td title=\"\(contact.name)\">\(contact.name) \(Badge("Won", tone: .success))</td>"
/// ```
///
/// Escaping is right for text and for attribute values **in quotes**; never write an attribute without them.
public struct HTML: Sendable, Hashable {
    /// The UTF-8 bytes of the markup.
    public internal(set) var bytes: [UInt8]

    /// Nothing at all.
    public static let empty = HTML()

    /// An empty piece, with room for `capacity` bytes.
    public init(capacity: Int = 0) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Markup that is **not** escaped: only for bytes this program made, or that a sanitiser let through.
    public init(unescapedTrusted bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// Markup that is **not** escaped: only for text this program made, or that a sanitiser let through.
    public init(unescapedTrusted text: String) {
        bytes = Array(text.utf8)
    }

    /// True when there is nothing to show.
    public var isEmpty: Bool { bytes.isEmpty }

    /// Both pieces, one after the other.
    public static func + (left: HTML, right: HTML) -> HTML {
        var both = left
        both += right
        return both
    }

    /// Appends a piece in place.
    public static func += (left: inout HTML, right: HTML) {
        left.bytes.append(contentsOf: right.bytes)
    }
}

extension HTML: CustomStringConvertible {
    /// The markup as text, for tests and logs.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension Sequence<HTML> {
    /// All pieces in order, with `separator` between them.
    public func joined(separator: HTML = .empty) -> HTML {
        var whole = HTML()
        var isFirst = true
        for piece in self {
            if !isFirst { whole += separator }
            whole += piece
            isFirst = false
        }
        return whole
    }
}

/// A value that knows how it looks: spliced into HTML by plain interpolation.
public protocol Component: Sendable {
    /// The markup of the value.
    var html: HTML { get }
}
