import Foundation

/// Text in mail headers, which are ASCII lines (RFC 5322); anything else goes into encoded words (RFC 2047).
enum HeaderText {
    /// The names that a message writes itself.
    private static let own: Set<String> = [
        "date", "from", "to", "cc", "bcc", "subject", "message-id", "mime-version", "content-type",
        "content-transfer-encoding", "in-reply-to", "references",
    ]

    /// A header's value. Control characters, line ends among them, become spaces.
    static func encoded(_ text: String) -> String {
        let text = withoutControls(text)
        return isPlain(text) ? text : encodedWords(text)
    }

    /// A name before an address: quoted, so that commas and brackets in it mean nothing.
    static func phrase(_ text: String) -> String {
        let text = withoutControls(text)
        return isPlain(text) ? quoted(text) : encodedWords(text)
    }

    /// The same in Unicode, for whoever encodes it themselves.
    static func quoted(_ text: String) -> String {
        let escaped = line(text).replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
        return "\"\(escaped)\""
    }

    /// Text on one line, in Unicode.
    static func line(_ text: String) -> String { withoutControls(text) }

    /// What may stand between the brackets of a message id; the rest is left out.
    static func identifier(_ text: String) -> String {
        String(text.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "!#$%&'*+-/=?^_`{|}~.@".contains($0)) })
    }

    /// - Throws: a permanent ``MailError``
    static func checkedName(_ name: String) throws -> String {
        let isWellFormed = !name.isEmpty && name.unicodeScalars.allSatisfy { ("!"..."~").contains($0) && $0 != ":" }
        guard isWellFormed, !own.contains(name.lowercased()) else {
            throw MailError(.permanent, reason: "a header cannot have that name")
        }
        return name
    }

    private static func withoutControls(_ text: String) -> String {
        String(text.map { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? " " : $0 })
    }

    /// Lines are at most 998 bytes long, the header's name included.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.count < 900 && text.utf8.allSatisfy { $0 < 0x80 } && !text.contains("=?")
    }

    /// 45 bytes make 60 of base64: with what goes around them a word stays within its 75.
    private static func encodedWords(_ text: String) -> String {
        var words: [String] = []
        for scalar in text.unicodeScalars {
            let fits = words.last.map { $0.utf8.count + UTF8.width(scalar) <= 45 } ?? false
            if !fits { words.append("") }
            words[words.count - 1].unicodeScalars.append(scalar)
        }
        return words.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }
}
