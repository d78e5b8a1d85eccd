import Foundation

/// `text` as search columns hold it and as search terms are compared with it: lower case, compatibility forms
/// unified (NFKC), no diacritics, invisible characters gone, white space collapsed to single spaces and trimmed.
///
/// The database cannot do this in an index, since `unaccent` is not immutable, so that both sides are folded here.
/// Only marks over letters that are also written without them go: the vowel signs of Indic scripts and the
/// voicing marks of kana tell words apart and stay.
public func folded(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0x80 } ? foldedASCII(text) : foldedUnicode(text)
}

private func foldedASCII(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var gap = false
    for byte in text.utf8 {
        switch byte {
        case 0x09...0x0D, 0x20: gap = true
        case 0x00...0x1F, 0x7F: continue
        default:
            if gap && !bytes.isEmpty { bytes.append(0x20) }
            gap = false
            bytes.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

private func foldedUnicode(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    var gap = false
    for scalar in text.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
        if scalar.properties.isWhitespace {
            gap = true
        } else if !isDropped(scalar) {
            if gap && !scalars.isEmpty { scalars.append(" ") }
            gap = false
            if let plain = letters[scalar] { scalars.append(contentsOf: plain.unicodeScalars) } else { scalars.append(scalar) }
        }
    }
    return String(scalars).precomposedStringWithCompatibilityMapping
}

private func isDropped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0300...0x036F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF: true
    default: scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.generalCategory == .control
    }
}

/// Letters that no decomposition takes apart but that people type without their stroke or as two letters.
private let letters: [Unicode.Scalar: String] = [
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŧ": "t", "þ": "th",
    "ς": "σ",
]
