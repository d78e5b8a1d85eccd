/// A text that people read, as the source says it: in English, with the values in it kept apart, so that a catalogue can
/// say it in another language and another order.
///
/// A string literal *is* a phrase:
/// ```swift
/// let phrase: Phrase = "\(user.name) was invited by mail."   // the catalogue knows it as "{1} was invited by mail."
/// ```
/// What is interpolated is data and stays as it is, unless it is a phrase itself: then it is translated too.
public struct Phrase: Sendable, Hashable {
    /// What catalogues call it: the English text, with `{1}`, `{2}`, … where its values stand.
    public private(set) var key: String
    private(set) var values: [Value]
    /// Where it counts something: how many, and the English text for one.
    private(set) var count: Int?
    private(set) var keyOfOne: String?
    private(set) var isWithinSentence = false

    /// What stands in a phrase.
    enum Value: Sendable, Hashable {
        case text(String)
        /// Written with the digits in groups.
        case number(Int)
        case phrase(Phrase)
        case list([Phrase])
        case html(HTML)
    }

    /// A phrase that is known by its English text alone, such as one that was stored.
    public init(english: String) {
        (key, values) = (english, [])
    }

    /// One phrase or the other, as the language counts. Both hold the same values in the same order.
    public static func plural(_ count: Int, one: Phrase, other: Phrase) -> Phrase {
        var phrase = other
        (phrase.count, phrase.keyOfOne) = (count, one.key)
        return phrase
    }

    /// The phrase as it stands within a sentence: in small letters, where the language writes nouns so.
    public func lowercased() -> Phrase {
        var phrase = self
        phrase.isWithinSentence = true
        return phrase
    }
}

extension Phrase: CustomStringConvertible {
    /// In English: for logs, the console, and the API, whose texts stay the same for every client.
    public var description: String { Texts.english(self) }
}

extension Phrase: ExpressibleByStringInterpolation {
    public init(stringLiteral literal: String) {
        self.init(english: literal)
    }

    public init(stringInterpolation interpolation: StringInterpolation) {
        (key, values) = (interpolation.key, interpolation.values)
    }

    /// Collects the parts of a literal, and numbers its values.
    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        var key = ""
        var values: [Value] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            key.reserveCapacity(literalCapacity + interpolationCount * 3)
        }

        public mutating func appendLiteral(_ literal: String) {
            key += literal
        }

        /// `\(name)`: a text that stays as it is.
        public mutating func appendInterpolation(_ text: some StringProtocol) {
            append(.text(String(text)))
        }

        /// `\(year)`: digits, without grouping.
        public mutating func appendInterpolation(_ number: Int) {
            append(.text(String(number)))
        }

        /// `\(grouped: rows)`: digits in groups, as in `100,585`.
        public mutating func appendInterpolation(grouped number: Int) {
            append(.number(number))
        }

        /// `\(type.label)`: a phrase, in the same language as the one around it.
        public mutating func appendInterpolation(_ phrase: Phrase) {
            append(.phrase(phrase))
        }

        /// `\(list: choices)`: phrases with commas between.
        public mutating func appendInterpolation(list phrases: [Phrase]) {
            append(.list(phrases))
        }

        /// `\(html: link)`: markup, for phrases that `Texts.html` says.
        public mutating func appendInterpolation(html: HTML) {
            append(.html(html))
        }

        private mutating func append(_ value: Value) {
            values.append(value)
            key += "{\(values.count)}"
        }
    }
}
