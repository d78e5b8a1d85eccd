import Foundation

/// `text` as it is stored: NFC and without white space around it; nil when it holds U+0000, which PostgreSQL cannot store.
public func cleanText(_ text: String) -> String? {
    var needsNormalizing = false
    for byte in text.utf8 {
        if byte == 0 { return nil }
        // Everything below U+0300 is NFC already; its lead bytes end at 0xCB.
        if byte > 0xCB { needsNormalizing = true }
    }
    let normal = needsNormalizing ? text.precomposedStringWithCanonicalMapping : text
    guard let first = normal.unicodeScalars.first, let last = normal.unicodeScalars.last else { return normal }
    guard first.properties.isWhitespace || last.properties.isWhitespace else { return normal }
    return normal.trimmingCharacters(in: .whitespacesAndNewlines)
}
