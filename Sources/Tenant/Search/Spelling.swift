import Foundation
import Postgres

/// Guesses what somebody meant who has mistyped: words that records are called by and that differ in a letter or two. They are
/// only guesses at what to look for; what is then shown is what the person may see.
struct Spelling: Sendable {
    /// So many are tried, of so many likely ones for each word.
    private static let tries = 5
    private static let guesses = 3

    let words: SearchWords
    private let asked: [String]

    init(_ words: SearchWords) {
        self.words = words
        // Numbers and addresses are no words, and two letters are like everything.
        asked = words.words.filter { (3...40).contains($0.count) && $0.allSatisfy(\.isLetter) }.prefix(4).map { $0 }
    }

    /// What may have been meant, the likeliest first. A word counts for no more where it is known: it may be known from records
    /// that whoever asks does not see, and that there are such is not theirs to learn.
    var question: Question<[SearchWords]> { Question(statements, reading: guesses) }

    /// For each word what is like it.
    private var statements: [SQL] {
        asked.map { word in
            """
            select word from (
                select word from search_words where word % \(word) and word <> \(word)
                order by similarity(word, \(word)) desc, word limit 20) alike
            union select word from search_words where word = any(\(Self.slips(of: word)))
            """
        }.map { ($0 as SQL).named("search.spelling") }
    }

    private func guesses(from answers: [Rows]) throws -> [SearchWords] {
        var likely: [String: [String]] = [:]
        for (word, rows) in zip(asked, answers) {
            let found = Self.likeliest(try rows.map { try $0.decode(String.self) }, for: word)
            if !found.isEmpty { likely[word] = found }
        }
        // One word is wrong, and may have been one of several; or all are that something is like.
        let alone = (0..<Self.guesses).map { number in
            asked.compactMap { word in likely[word].flatMap { $0.indices.contains(number) ? [word: $0[number]] : nil } }
        }
        let together = likely.count > 1 ? [likely.compactMapValues(\.first)] : []
        let tries = (alone[0] + together + alone[1...].joined()).prefix(Self.tries)
        return tries.map { meant in words.replacing(words.words.map { meant[$0] ?? $0 }) }
    }

    private static func likeliest(_ found: [String], for word: String) -> [String] {
        let near = found.map { (word: $0, distance: EditDistance.between(word, $0)) }
        let allowed = word.count < 5 ? 1 : 2
        let likely = near.filter { $0.distance <= allowed }.sorted { ($0.distance, $0.word) < ($1.distance, $1.word) }
        return likely.prefix(guesses).map(\.word)
    }

    /// Two letters in the wrong order, or one too many: what short words have no three letters in common after.
    static func slips(of word: String) -> [String] {
        let letters = Array(word)
        var slips: [String] = []
        for place in letters.indices {
            var fewer = letters
            fewer.remove(at: place)
            slips.append(String(fewer))
            guard place + 1 < letters.count else { continue }
            var swapped = letters
            swapped.swapAt(place, place + 1)
            slips.append(String(swapped))
        }
        return slips
    }
}

/// How many letters are too many, missing, wrong or swapped with their neighbour.
enum EditDistance {
    static func between(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left), Array(right))
        var rows = [Array(0...right.count)]
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                var least = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (left[i] == right[j] ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { least = min(least, rows[i - 1][j - 1] + 1) }
                row.append(least)
            }
            rows.append(row)
        }
        return rows[left.count][right.count]
    }
}
