import Foundation
import Web

extension MailMessage {
    /// The message as it travels (RFC 5322 and MIME), in ASCII, with CRLF line ends.
    ///
    /// - Throws: a permanent ``MailError`` for a header name that cannot be or is taken, or without recipients.
    func source() throws -> [UInt8] {
        let boundary = "=_" + UUID().uuidString
        let content = html.map { alternatives($0, boundary: boundary) } ?? part("text/plain", text)
        return Array((try head() + content).utf8)
    }

    private func head() throws -> String {
        guard !to.isEmpty else { throw MailError(.permanent, reason: "it has no recipient") }
        let own = [
            ("Date", Self.dateFormat.string(from: date)),
            ("From", fromName.map { HeaderText.phrase($0) + " <\(from.wireForm)>" } ?? from.wireForm),
            ("To", to.map(\.wireForm).joined(separator: ",\r\n ")),
            ("Subject", HeaderText.encoded(subject)),
            ("Message-ID", "<\(HeaderText.identifier(messageID))>"),
            ("MIME-Version", "1.0"),
        ]
        let further = try headers.sorted { $0.key < $1.key }.map { name, value in
            (try HeaderText.checkedName(name), HeaderText.encoded(value))
        }
        return (own + threadHeaders + further).map { "\($0): \($1)\r\n" }.joined()
    }

    private func alternatives(_ html: String, boundary: String) -> String {
        "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"\r\n\r\n"
            + "--\(boundary)\r\n" + part("text/plain", text)
            + "--\(boundary)\r\n" + part("text/html", html)
            + "--\(boundary)--\r\n"
    }

    private func part(_ type: String, _ body: String) -> String {
        "Content-Type: \(type); charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            + QuotedPrintable.encode(body) + "\r\n"
    }

    private static let dateFormat: DateFormatter = {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
        return format
    }()
}

extension EmailAddress {
    /// As mail servers take it without extensions: in ASCII.
    var wireForm: String { "\(local)@\(asciiDomain)" }
}
