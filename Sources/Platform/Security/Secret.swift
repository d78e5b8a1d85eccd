/// Text that must not end up in a log, an error or a dump: a password, a key, a connection string.
///
/// Printing, interpolating, debugging and reflecting all show `•••`. ``revealed`` is the only way in,
/// named so that each use is easy to find.
public struct Secret: Sendable, Hashable {
    /// The text itself. Hand it to what needs it and keep it nowhere.
    public let revealed: String

    public init(_ text: String) {
        revealed = text
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "•••" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }
}

extension Secret: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) {
        self.init(value)
    }
}
