/// What a form sent: names with values in their order, a name may come several times.
///
/// Texts come out trimmed and NFC-normalised. `raw(_:)` is for passwords, where each character counts.
public struct FormData: Sendable {
    /// Name and value as they were sent.
    public struct Entry: Sendable, Hashable {
        public let name: String
        public let value: String
    }

    /// In the order they were sent.
    public private(set) var entries: [Entry] = []
    private var positions: [String: [Int]] = [:]

    public init() {}

    /// Reads `application/x-www-form-urlencoded` text.
    ///
    /// - Throws: `Failure.badRequest` for broken escapes, broken UTF-8 and U+0000.
    public init(urlEncoded bytes: some Sequence<UInt8>) throws(Failure) {
        for pair in try decodePairs(bytes) { append(pair.name, pair.value) }
    }

    /// Adds a value.
    public mutating func append(_ name: String, _ value: String) {
        positions[name, default: []].append(entries.count)
        entries.append(Entry(name: name, value: value))
    }

    /// Whether the form sent `name`, even if empty.
    public func contains(_ name: String) -> Bool { positions[name] != nil }

    /// The first value of `name` exactly as it was typed.
    public func raw(_ name: String) -> String? {
        positions[name].map { entries[$0[0]].value }
    }

    /// The first value of `name`, clean; nil when it was not sent.
    public func text(_ name: String) -> String? {
        raw(name).flatMap(cleanText)
    }

    /// The first value of `name`, clean; empty when it was not sent.
    public func string(_ name: String) -> String { text(name) ?? "" }

    /// The first value of `name`, clean; nil when it was not sent or is empty.
    public func nonEmpty(_ name: String) -> String? {
        text(name).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// All values of `name`, clean, in their order: check boxes, multiple choice.
    public func strings(_ name: String) -> [String] {
        positions[name, default: []].compactMap { cleanText(entries[$0].value) }
    }
}
