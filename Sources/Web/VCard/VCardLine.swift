import Foundation

/// A whole line of a card, taken apart: `item1.EMAIL;TYPE=work;PREF=1:ann@example.org`.
struct VCardLine {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Nil for what is no property.
    var property: VCardProperty? {
        guard let colon = colon else { return nil }
        let parts = Self.split(bytes[..<colon], at: UInt8(ascii: ";")).map { String(decoding: $0, as: UTF8.self) }
        guard let name = parts.first?.split(separator: ".").last?.trimmingCharacters(in: .whitespaces).uppercased(), !name.isEmpty else {
            return nil
        }
        let parameters = Self.parameters(parts.dropFirst())
        return VCardProperty(name, parameters: parameters, value: Self.value(bytes[(colon + 1)...], parameters))
    }

    /// The first colon that stands in no quotes.
    private var colon: Int? {
        var isQuoted = false
        return bytes.firstIndex { byte in
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            return byte == UInt8(ascii: ":") && !isQuoted
        }
    }

    private static func split(_ bytes: ArraySlice<UInt8>, at separator: UInt8) -> [ArraySlice<UInt8>] {
        var isQuoted = false
        return bytes.split(omittingEmptySubsequences: false) { byte in
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            return byte == separator && !isQuoted
        }
    }

    private static func parameters(_ parts: some Sequence<String>) -> [String: [String]] {
        var parameters: [String: [String]] = [:]
        for part in parts {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
            let (name, value) = pair.count == 2 ? (pair[0].trimmingCharacters(in: .whitespaces).uppercased(), pair[1]) : bare(part)
            // Several kinds stand in quotes together as often as not.
            parameters[name, default: []] += value.filter { $0 != "\"" }.split(separator: ",").map { String($0) }
        }
        return parameters
    }

    /// What 2.1 leaves the name out of.
    private static func bare(_ part: String) -> (String, String) {
        let encodings = ["QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"]
        return (encodings.contains(part.uppercased()) ? "ENCODING" : "TYPE", part)
    }

    private static func value(_ bytes: ArraySlice<UInt8>, _ parameters: [String: [String]]) -> String {
        var plain = Array(bytes)
        if parameters["ENCODING"]?.first?.uppercased() == "QUOTED-PRINTABLE" { plain = unquoted(plain) }
        if let charset = parameters["CHARSET"]?.first, let text = text(plain, TextEncoding(rawValue: charset)) { return text }
        if let text = String(validating: plain, as: UTF8.self) { return text }
        // Old phones say nothing of what they write in.
        return text(plain, .windows1252) ?? String(decoding: plain, as: UTF8.self)
    }

    private static func text(_ bytes: [UInt8], _ encoding: TextEncoding) -> String? {
        guard let transcoder = try? TextTranscoder(from: encoding) else { return nil }
        var text = ""
        bytes.withUnsafeBufferPointer { buffer in
            transcoder.feed(buffer, isLast: true) { text = String(decoding: $0, as: UTF8.self) }
        }
        return text
    }

    /// What is not quoted-printable stays as it is. Soft line ends are gone by now.
    private static func unquoted(_ bytes: [UInt8]) -> [UInt8] {
        var plain: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let digits = bytes[index...].dropFirst().prefix(2)
            if bytes[index] == UInt8(ascii: "="), digits.count == 2, let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) {
                plain.append(byte)
                index += 3
            } else {
                plain.append(bytes[index])
                index += 1
            }
        }
        return plain
    }
}
