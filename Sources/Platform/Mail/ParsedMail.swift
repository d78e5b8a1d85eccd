import Foundation

/// Takes apart mail as ``MailMessage/source()`` writes it. No reader for other people's mail, which needs more care.
struct ParsedMail {
    let headers: [(name: String, value: String)]
    let parts: [(type: String, body: String)]

    init(_ source: String) {
        let (headers, body) = Self.split(source)
        self.headers = headers
        let type = Self.value("Content-Type", in: headers) ?? "text/plain"
        guard let boundary = type.firstMatch(of: /boundary="([^"]+)"/)?.1 else {
            parts = [Self.part(headers, body)]
            return
        }
        parts = body.components(separatedBy: "--\(boundary)").dropFirst().dropLast().map { text in
            let (headers, body) = Self.split(String(text.trimmingPrefix("\r\n")))
            return Self.part(headers, body)
        }
    }

    subscript(name: String) -> String? { Self.value(name, in: headers) }

    private static func value(_ name: String, in headers: [(name: String, value: String)]) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    private static func split(_ text: String) -> (headers: [(name: String, value: String)], body: String) {
        let halves = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let unfolded = halves[0].replacingOccurrences(of: "?=\r\n =?", with: "?==?").replacingOccurrences(of: "\r\n ", with: " ")
        let headers = unfolded.components(separatedBy: "\r\n").compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            return (String(line[..<colon]), withoutEncodedWords(value))
        }
        return (headers, halves.count == 2 ? String(halves[1]) : "")
    }

    private static func part(_ headers: [(name: String, value: String)], _ body: String) -> (type: String, body: String) {
        let type = value("Content-Type", in: headers)?.prefix { $0 != ";" } ?? "text/plain"
        let text = body.hasSuffix("\r\n") ? String(body.dropLast()) : body
        return (String(type), String(decoding: QuotedPrintable.decode(text), as: UTF8.self))
    }

    private static func withoutEncodedWords(_ value: String) -> String {
        value.replacing(/=\?utf-8\?B\?([A-Za-z0-9+\/=]*)\?=/) { word in
            String(decoding: Data(base64Encoded: String(word.1)) ?? Data(), as: UTF8.self)
        }
    }
}
