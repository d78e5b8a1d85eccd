import Foundation
import Web

/// A person's name as far as comparing needs it: folded words, the umlauts one way, without titles.
struct PersonName: Sendable, Hashable {
    let given: [String]
    let family: [String]

    init(given: String, family: String) {
        (self.given, self.family) = (Self.words(given), Self.words(family))
    }

    var isEmpty: Bool { given.isEmpty && family.isEmpty }
    var first: String { given.first ?? "" }
    var last: String { family.joined(separator: " ") }

    /// Folded, and with ü and ue written alike.
    static func word(_ text: String) -> String {
        var (word, last): ([UInt8], UInt8) = ([], 0)
        for byte in folded(text).utf8 {
            if byte != UInt8(ascii: "e") || !"aou".utf8.contains(last) { word.append(byte) }
            last = byte
        }
        return String(decoding: word, as: UTF8.self)
    }

    private static let titles: Set<String> = ["dr", "prof", "mr", "mrs", "ms", "herr", "frau", "jr", "sr", "phd", "md", "dipl", "ing"]

    private static func words(_ text: String) -> [String] {
        word(text).split { !$0.isLetter && !$0.isNumber }.map { String($0) }.filter { !titles.contains($0) }
    }

    /// What all spellings have in common that are the same but for short names and order; nil where half of a name is missing.
    var key: String? {
        guard !first.isEmpty, !last.isEmpty else { return nil }
        return ([first] + family).map { Nicknames.family(of: $0) }.sorted().joined(separator: " ")
    }

    /// 0…1; 1 only for the very same name.
    func similarity(to other: PersonName) -> Double {
        let straight = Self.similarity(given, family, other.given, other.family)
        return straight > 0.9 ? straight : max(straight, 0.95 * Self.similarity(given, family, other.family, other.given))
    }

    private static func similarity(_ given: [String], _ family: [String], _ otherGiven: [String], _ otherFamily: [String]) -> Double {
        if family.isEmpty && otherFamily.isEmpty { return givenSimilarity(given, otherGiven) * 0.6 }
        let last = alike(family.joined(separator: " "), otherFamily.joined(separator: " "))
        if given.isEmpty || otherGiven.isEmpty { return last * 0.6 }
        return (last * givenSimilarity(given, otherGiven)).squareRoot()
    }

    private static func givenSimilarity(_ one: [String], _ other: [String]) -> Double {
        guard let left = one.first, let right = other.first else { return 0 }
        if one == other { return 1 }
        if left == right { return 0.97 }
        if Nicknames.areRelated(left, right) { return 0.95 }
        if left.count == 1 || right.count == 1 { return left.first == right.first ? 0.8 : 0 }
        return alike(left, right)
    }

    /// Words that have little in common are different words.
    private static func alike(_ one: String, _ other: String) -> Double {
        if one.isEmpty || other.isEmpty { return 0 }
        let similarity = textSimilarity(one, other)
        return similarity < 0.7 ? 0 : similarity
    }
}
