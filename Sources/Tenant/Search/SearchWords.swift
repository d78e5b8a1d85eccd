import Foundation
import Web

/// What somebody looks for, as search texts are compared with it.
struct SearchWords: Sendable, Hashable {
    /// As it was typed.
    let typed: String
    /// Folded, in the order they were typed; what is beyond reason is left out.
    let words: [String]

    init(_ typed: String) {
        self.typed = typed.trimmingCharacters(in: .whitespacesAndNewlines)
        words = folded(String(self.typed.prefix(200))).split(separator: " ").prefix(8).map { String($0) }
    }

    /// The same with other words.
    func replacing(_ words: [String]) -> SearchWords { SearchWords(words.joined(separator: " ")) }

    /// In small letters but with their signs, for texts that are not kept folded.
    var plain: [String] { typed.prefix(200).lowercased().split(separator: " ").prefix(8).map { String($0) } }
    var isEmpty: Bool { words.isEmpty }
    var text: String { words.joined(separator: " ") }
    /// One letter occurs everywhere.
    var isTooShortToOccur: Bool { text.unicodeScalars.count < 2 }
    /// For numbers, which are kept without blanks and signs; nil for what is none.
    var digits: String? {
        let digits = text.filter(\.isNumber)
        return digits.count >= 5 && text.allSatisfy { $0.isNumber || " +-/().".contains($0) } ? digits : nil
    }

    /// What names may begin with: the words as they are, and with the last one first, as names are sorted.
    var beginnings: [String] {
        guard words.count > 1, let last = words.last else { return words }
        return [text, ([last] + words.dropLast()).joined(separator: " ")]
    }

    /// What quick search looks for: a number as its digits.
    var searched: String { digits ?? text }
}
