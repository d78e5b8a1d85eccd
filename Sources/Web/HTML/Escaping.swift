extension [UInt8] {
    /// Appends text so that it reads as text inside an element and inside a quoted attribute value.
    ///
    /// Runs without special bytes are copied at once. NUL, which no HTML document may hold, becomes U+FFFD.
    mutating func appendEscaped(_ text: String) {
        var text = text
        text.withUTF8 { source in
            var runStart = 0
            for index in 0..<source.count where isSpecial(source[index]) {
                append(contentsOf: source[runStart..<index])
                entity(of: source[index]).withUTF8Buffer { append(contentsOf: $0) }
                runStart = index + 1
            }
            append(contentsOf: source[runStart...])
        }
    }
}

/// Every special byte sorts below "?", so that most letters cost one comparison.
@inline(__always)
private func isSpecial(_ byte: UInt8) -> Bool {
    guard byte < UInt8(ascii: "?") else { return false }
    return switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"), 0: true
    default: false
    }
}

private func entity(of byte: UInt8) -> StaticString {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: "\u{FFFD}"
    }
}
