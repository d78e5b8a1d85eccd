import Foundation
import Web

/// A folder of languages as the server reads it, gone when the test is.
final class SampleLanguages {
    let folder = NSTemporaryDirectory() + "texts-\(UUID().uuidString)"

    /// - Parameter files: texts as JSON members, by language.
    init(_ files: [String: String], plurals: String = #""one": "i = 1 and v = 0""#, isRightToLeft: Bool = false) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (tag, texts) in files {
            let file = """
                {"language": {"name": "Sample \(tag)", "isRightToLeft": \(isRightToLeft), "writesNounsSmall": \(tag == "en"),
                "plurals": {\(plurals)}, "digitGroup": ".", "decimalPoint": ",", "money": "{amount} {currency}",
                "day": "{day}. {month} {year}", "months": ["1", "2", "März", "4", "5", "6", "7", "8", "9", "10", "11", "12"]},
                "texts": {\(texts)}}
                """
            try file.write(toFile: "\(folder)/\(tag).json", atomically: true, encoding: .utf8)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var languages: Languages { get throws { try Languages(directory: folder) } }

    /// One language with these texts.
    static func texts(
        _ members: String, tag: String = "de", plurals: String = #""one": "i = 1 and v = 0""#, isRightToLeft: Bool = false
    ) throws -> Texts {
        let languages = try SampleLanguages([tag: members], plurals: plurals, isRightToLeft: isRightToLeft).languages
        return languages.texts(tag) ?? languages.english
    }
}
