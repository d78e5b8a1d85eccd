import Foundation

/// The languages that the product speaks: English, and one for each further file `LANGUAGE.json` in a folder.
public struct Languages: Sendable {
    /// English first, the others by name.
    public let all: [Texts]

    /// English alone.
    public init() {
        all = [.english]
    }

    /// Reads every language in `directory`; one that does not exist has none but English.
    /// - Throws: `LanguageFileError` with a sentence that names the file.
    public init(directory: String) throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        let read = try names.filter { $0.hasSuffix(".json") }.map { try Texts(file: "\(directory)/\($0)", tag: String($0.dropLast(5))) }
        let english = read.first { $0.language.tag == Language.english.tag } ?? .english
        all = [english] + read.filter { $0 !== english }.sorted { $0.language.name < $1.language.name }
    }

    public var english: Texts { all[0] }

    /// The language with this tag; nil where there is none.
    public func texts(_ tag: String?) -> Texts? {
        all.first { $0.language.tag == tag }
    }

    /// What suits a browser best, by its `Accept-Language`; English where nothing does.
    public func texts(accepting header: String?) -> Texts {
        let wishes = (header ?? "").split(separator: ",").prefix(20).map { LanguageWish(String($0)) }
        for wish in wishes.sorted(by: { $0.quality > $1.quality }) where wish.quality > 0 {
            if let texts = all.first(where: { wish.accepts($0.language.tag) }) { return texts }
        }
        return english
    }
}

/// `de-AT;q=0.8`
private struct LanguageWish {
    let tag: String
    let quality: Double

    init(_ text: String) {
        let parts = text.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        tag = parts.first ?? ""
        quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
    }

    /// Whether somebody who asks for this reads `other`: the same language, whatever the country.
    func accepts(_ other: String) -> Bool {
        let other = other.lowercased()
        return tag == other || tag.split(separator: "-").first == other.split(separator: "-").first
    }
}

/// Why a language cannot be used, in a sentence.
public struct LanguageFileError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Texts {
    /// - Throws: `LanguageFileError`.
    convenience init(file path: String, tag: String) throws {
        do {
            let file = try JSONDecoder().decode(LanguageFile.self, from: try Data(contentsOf: URL(fileURLWithPath: path)))
            // What says the same as the source need not be looked up.
            let entries = file.texts.filter { $0.value != .text($0.key) }
            self.init(language: try file.language.language(tag: tag), entries: entries)
        } catch {
            throw LanguageFileError("\(path) cannot be read: \(error)")
        }
    }
}

private struct LanguageFile: Decodable {
    let language: Head
    let texts: [String: Texts.Entry]

    struct Head: Decodable {
        let name: String
        let isRightToLeft: Bool?
        let writesNounsSmall: Bool
        let plurals: [String: String]
        let digitGroup: String
        let decimalPoint: String
        let money: String
        let day: String
        let months: [String]

        func language(tag: String) throws -> Language {
            guard months.count == 12 else { throw LanguageFileError("A year has twelve months.") }
            return Language(
                tag: tag, name: name, isRightToLeft: isRightToLeft ?? false, writesNounsSmall: writesNounsSmall,
                plurals: try PluralRules(plurals), digitGroup: digitGroup, decimalPoint: decimalPoint, money: money, day: day,
                months: months)
        }
    }
}

extension Texts.Entry: Decodable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
            return
        }
        let forms = try container.decode([String: String].self)
        self = .forms(
            try Dictionary(
                uniqueKeysWithValues: forms.map { name, text in
                    guard let category = PluralCategory(rawValue: name) else {
                        throw LanguageFileError("There is no plural category \"\(name)\".")
                    }
                    return (category, text)
                }))
    }
}
