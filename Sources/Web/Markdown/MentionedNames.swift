/// People as a text may name them behind an `@`: by full name, by first name where only one has it, or by the first part of their
/// address. Whom a text tells and what of it stands out follow from the same rule.
public struct MentionedNames: Sendable {
    /// Somebody who may be named.
    public struct Name: Sendable, Hashable {
        let full: String
        let login: String

        public init(_ full: String, email: String = "") {
            self.full = full
            login = email.prefix { $0 != "@" }.lowercased()
        }

        fileprivate var first: String { folded(String(full.prefix { $0 != " " })) }
    }

    /// Where a text names somebody.
    struct Mention: Hashable {
        /// Which of the names.
        let index: Int
        /// With its `@`.
        let range: Range<String.Index>
    }

    private let names: [Name]
    /// By how they begin. The longest first, so that nobody is cut short by a namesake.
    private let full: [String: [Int]]
    private let first: [String: Int]
    private let logins: [String: Int]

    public init(_ names: [Name] = []) {
        self.names = names
        let longest = names.indices.filter { !names[$0].full.isEmpty }.sorted { names[$0].full.count > names[$1].full.count }
        full = Dictionary(grouping: longest) { names[$0].full.prefix(1).lowercased() }
        first = Dictionary(grouping: names.indices) { names[$0].first }.filter { $1.count == 1 }.mapValues { $0[0] }
        logins = Dictionary(names.enumerated().map { ($1.login, $0) }, uniquingKeysWith: { one, _ in one })
    }

    func mentions(in text: String) -> [Mention] {
        guard !names.isEmpty else { return [] }
        var found: [Mention] = []
        var place = text.startIndex
        while let sign = text[place...].firstIndex(of: "@") {
            let behind = text[text.index(after: sign)...]
            place = behind.startIndex
            // Within a word it is an address.
            let isWithin = sign > text.startIndex && Self.isWord(text[text.index(before: sign)])
            guard !isWithin, let (index, name) = named(by: behind) else { continue }
            found.append(Mention(index: index, range: sign..<name.endIndex))
            place = name.endIndex
        }
        return found
    }

    func marked(in text: String) -> HTML {
        var html = HTML()
        var place = text.startIndex
        for mention in mentions(in: text) {
            html += "\(text[place..<mention.range.lowerBound])<b class=\"mention\">\(text[mention.range])</b>"
            place = mention.range.upperBound
        }
        return html + "\(text[place...])"
    }

    private func named(by text: Substring) -> (index: Int, name: Substring)? {
        for index in full[text.prefix(1).lowercased()] ?? [] {
            let part = text.prefix(names[index].full.count)
            if part.lowercased() == names[index].full.lowercased(), Self.isEnd(text[part.endIndex...]) { return (index, part) }
        }
        var word = text.prefix { Self.isWord($0) || $0 == "." || $0 == "-" }
        while word.last == "." || word.last == "-" { word.removeLast() }
        guard !word.isEmpty, Self.isEnd(text[word.endIndex...]) else { return nil }
        return (first[folded(String(word))] ?? logins[word.lowercased()]).map { ($0, word) }
    }

    /// Names end where words do, and what goes on behind a dot, a hyphen or another sign is one word: an address, a double name.
    private static func isEnd(_ rest: Substring) -> Bool {
        guard let next = rest.first else { return true }
        let joins = next == "." || next == "-" || next == "@"
        return joins ? !(rest.dropFirst().first.map(isWord) ?? false) : !isWord(next)
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}
