/// A statement in lower-case words, without comments. Brackets, commas and semicolons are words of their own; so is a literal, which
/// keeps its quotes and its case.
struct SQLWords: Sendable, Hashable {
    let words: [String]

    init(_ statement: String) {
        var scanner = SQLScanner(statement)
        words = scanner.words()
    }

    init(words: some Sequence<String>) {
        self.words = Array(words)
    }

    var first: String? { words.first }

    func begins(_ phrase: String) -> Bool {
        words.starts(with: Self.split(phrase))
    }

    func contains(_ phrase: String) -> Bool {
        indices(of: phrase).first != nil
    }

    /// Where `phrase` begins.
    func indices(of phrase: String) -> [Int] {
        let phrase = Self.split(phrase)
        return words.indices.filter { words[$0...].starts(with: phrase) }
    }

    /// The words behind the first `phrase`; nil where it does not occur.
    func after(_ phrase: String) -> SQLWords? {
        indices(of: phrase).first.map { SQLWords(words: words.dropFirst($0 + Self.split(phrase).count)) }
    }

    /// The words without those in brackets.
    var outsideBrackets: SQLWords {
        var depth = 0
        return SQLWords(
            words: words.filter { word in
                if word == ")" { depth -= 1 }
                defer { if word == "(" { depth += 1 } }
                return depth == 0 && word != "(" && word != ")"
            })
    }

    /// The words in the first brackets.
    var inBrackets: SQLWords {
        var depth = 0
        var inside: [String] = []
        for word in words {
            if word == ")" {
                depth -= 1
                if depth == 0 { break }
            }
            if depth > 0 { inside.append(word) }
            if word == "(" { depth += 1 }
        }
        return SQLWords(words: inside)
    }

    /// The parts between commas that stand outside of brackets.
    var parts: [SQLWords] {
        var parts: [[String]] = [[]]
        var depth = 0
        for word in words {
            if word == "(" { depth += 1 }
            if word == ")" { depth -= 1 }
            if word == ",", depth == 0 { parts.append([]) } else { parts[parts.count - 1].append(word) }
        }
        return parts.map { SQLWords(words: $0) }
    }

    private static func split(_ phrase: String) -> [String] {
        phrase.split(separator: " ").map(String.init)
    }
}

/// Takes a statement apart.
private struct SQLScanner {
    private var rest: Substring
    private var found: [String] = []
    private var word = ""

    init(_ text: String) {
        rest = text[...]
    }

    mutating func words() -> [String] {
        while let next = rest.first {
            if rest.hasPrefix("--") {
                skip { $0.isNewline }
            } else if next.isWhitespace {
                end()
                rest.removeFirst()
            } else if "(),;".contains(next) {
                end()
                found.append(String(rest.removeFirst()))
            } else if next == "'" {
                takeLiteral(endingWith: "'")
            } else if next == "$", let tag = rest.prefixMatch(of: /\$[a-zA-Z_]*\$/) {
                takeLiteral(endingWith: String(tag.0))
            } else {
                word += rest.removeFirst().lowercased()
            }
        }
        end()
        return found
    }

    private mutating func end() {
        if !word.isEmpty { found.append(word) }
        word = ""
    }

    private mutating func skip(until isEnd: (Character) -> Bool) {
        rest = rest.drop { !isEnd($0) }
    }

    private mutating func takeLiteral(endingWith mark: String) {
        end()
        let body = rest.dropFirst(mark.count)
        guard let close = body.firstRange(of: mark) else {
            found.append(String(rest))
            rest = ""
            return
        }
        found.append(String(rest[..<close.upperBound]))
        rest = rest[close.upperBound...]
    }
}
