/// RFC 2045: text as ASCII lines of at most 76 characters, readable where it was ASCII before.
enum QuotedPrintable {
    /// Any line end becomes CRLF.
    static func encode(_ text: String) -> String {
        let lines = text.split(separator: /\r\n|\r|\n/, omittingEmptySubsequences: false)
        return lines.map(encodeLine).joined(separator: "\r\n")
    }

    private static func encodeLine(_ line: Substring) -> String {
        var output = ""
        var width = 0
        let bytes = Array(line.utf8)
        for (index, byte) in bytes.enumerated() {
            let isEnd = index == bytes.count - 1
            let piece = isPlain(byte, atEnd: isEnd) ? String(UnicodeScalar(byte)) : "=" + hexadecimal(byte)
            // The 76th place is for the sign of a soft line end.
            if width + piece.utf8.count > 75 {
                output += "=\r\n"
                width = 0
            }
            output += piece
            width += piece.utf8.count
        }
        return output
    }

    /// Blanks at the end of a line get lost on the way.
    private static func isPlain(_ byte: UInt8, atEnd: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "="): false
        case UInt8(ascii: " "), UInt8(ascii: "\t"): !atEnd
        default: (0x21...0x7E).contains(byte)
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return byte < 16 ? "0" + digits : digits
    }

    /// The bytes that `text` stands for. What is not quoted-printable is left as it is.
    static func decode(_ text: some StringProtocol) -> [UInt8] {
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let escape = bytes[index...].prefix(3).dropFirst()
            if bytes[index] == UInt8(ascii: "="), let byte = UInt8(String(decoding: escape, as: UTF8.self), radix: 16) {
                output.append(byte)
                index += 3
            } else if bytes[index] == UInt8(ascii: "="), escape.elementsEqual("\r\n".utf8) {
                index += 3
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return output
    }
}
