/// All texts in one language: looks up what a phrase is there, and writes numbers, dates and amounts as its readers do.
///
/// Pages get it as a value. A phrase that the catalogue does not have is said in English.
public final class Texts: Sendable {
    public let language: Language
    private let entries: [String: Entry]
    /// Whether some entries stand for a phrase with certain phrases in it: `New company` beside `New {1}`.
    private let hasSpecialEntries: Bool

    /// What a catalogue says for a phrase: one text, or one for each way its language counts.
    enum Entry: Sendable, Hashable {
        case text(String)
        case forms([PluralCategory: String])
    }

    init(language: Language, entries: [String: Entry]) {
        self.language = language
        self.entries = entries
        hasSpecialEntries = !entries.isEmpty
    }

    /// As the source says it.
    public static let english = Texts(language: .english, entries: [:])

    /// The phrase in this language.
    public func callAsFunction(_ phrase: Phrase) -> String {
        if phrase.values.isEmpty, phrase.count == nil, !phrase.isWithinSentence { return pattern(of: phrase) }
        let text = filled(pattern(of: phrase), phrase.values) { written($0) }
        return phrase.isWithinSentence && language.writesNounsSmall ? text.lowercased() : text
    }

    /// The phrase in this language, if there is one.
    public func callAsFunction(ifAny phrase: Phrase?) -> String? {
        phrase.map { self($0) }
    }

    /// One phrase or the other, as the language counts. Both hold the same values in the same order.
    public func callAsFunction(_ count: Int, one: Phrase, other: Phrase) -> String {
        self(.plural(count, one: one, other: other))
    }

    /// A phrase with markup in it. The catalogue's own text is escaped.
    public func html(_ phrase: Phrase) -> HTML {
        var html = HTML()
        each(pattern(of: phrase), values: phrase.values.count) { piece in
            switch piece {
            case .text(let text): html += "\(String(text))"
            case .value(let index):
                if case .html(let markup) = phrase.values[index] { html += markup } else { html += "\(written(phrase.values[index]))" }
            }
        }
        return html
    }

    private func written(_ value: Phrase.Value) -> String {
        switch value {
        case .text(let text): text
        case .number(let number): grouped(number)
        case .phrase(let phrase): self(phrase)
        case .list(let phrases): phrases.map { self($0) }.joined(separator: ", ")
        case .html(let html): html.description
        }
    }

    // MARK: Looking up

    private func pattern(of phrase: Phrase) -> String {
        let entry = special(phrase) ?? entries[phrase.key]
        guard let count = phrase.count else {
            if case .text(let text)? = entry { return text }
            return phrase.key
        }
        switch entry {
        case .forms(let forms): return forms[language.plurals.category(of: count)] ?? forms[.other] ?? phrase.key
        case .text(let text): return text
        case nil: return Language.english.plurals.category(of: count) == .one ? phrase.keyOfOne ?? phrase.key : phrase.key
        }
    }

    /// What the catalogue says for this phrase with just these phrases in it, so that a noun can have its own gender.
    private func special(_ phrase: Phrase) -> Entry? {
        guard hasSpecialEntries, phrase.values.contains(where: \.isPhrase) else { return nil }
        var key = ""
        each(phrase.key, values: phrase.values.count) { piece in
            switch piece {
            case .text(let text): key += text
            case .value(let index):
                if case .phrase(let inner) = phrase.values[index] { key += inner.description } else { key += "{\(index + 1)}" }
            }
        }
        return entries[key]
    }

    private func filled(_ pattern: String, _ values: [Phrase.Value], _ text: (Phrase.Value) -> String) -> String {
        var filled = ""
        each(pattern, values: values.count) { piece in
            switch piece {
            case .text(let part): filled += part
            case .value(let index): filled += text(values[index])
            }
        }
        return filled
    }
}

extension Phrase.Value {
    fileprivate var isPhrase: Bool { if case .phrase = self { true } else { false } }
}

/// A part of a pattern such as `{1} of {2}`.
private enum PatternPiece {
    case text(Substring)
    /// The position of a value, counted from zero.
    case value(Int)
}

/// Goes through a pattern; a number in braces that no value has is text.
private func each(_ pattern: String, values: Int, _ body: (PatternPiece) -> Void) {
    var rest = pattern[...]
    var searched = rest.startIndex
    while let open = rest[searched...].firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
        searched = rest.index(after: open)
        guard let number = Int(rest[searched..<close]), (1...max(values, 1)).contains(number), values > 0 else { continue }
        if rest.startIndex < open { body(.text(rest[..<open])) }
        body(.value(number - 1))
        rest = rest[rest.index(after: close)...]
        searched = rest.startIndex
    }
    if !rest.isEmpty { body(.text(rest)) }
}
