import Foundation
import Web

/// Reads typed values out of environment variables and collects what is wrong, so that one start names every problem.
struct EnvironmentReader {
    private let variables: [String: String]
    private var problems: [String] = []

    init(_ variables: [String: String]) {
        self.variables = variables
    }

    func finish() throws {
        if !problems.isEmpty { throw ConfigurationError(problems: problems) }
    }

    mutating func complain(_ sentence: String) {
        problems.append(sentence)
    }

    func optional(_ name: String) -> String? {
        guard let value = variables[name], !value.isEmpty else { return nil }
        return value
    }

    func string(_ name: String, default fallback: String) -> String {
        optional(name) ?? fallback
    }

    func list(_ name: String) -> [String] {
        string(name, default: "").split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
    }

    func optionalSecret(_ name: String) -> Secret? {
        optional(name).map { Secret($0) }
    }

    mutating func secret(_ name: String) -> Secret {
        if let value = optionalSecret(name) { return value }
        complain("\(name) is not set.")
        return Secret("")
    }

    mutating func secretKeys(_ name: String) -> [Secret] {
        let keys = list(name)
        if keys.isEmpty { complain("\(name) is not set: give at least 32 random characters.") }
        if keys.contains(where: { $0.utf8.count < 32 }) { complain("\(name) is too short: each key needs at least 32 characters.") }
        return keys.map { Secret($0) }
    }

    mutating func flag(_ name: String, default fallback: Bool) -> Bool {
        guard let value = optional(name) else { return fallback }
        switch value.lowercased() {
        case "true", "1", "yes", "on": return true
        case "false", "0", "no", "off": return false
        default:
            complain("\(name) is \"\(value)\": use true or false.")
            return fallback
        }
    }

    mutating func integer(_ name: String, default fallback: Int, in range: ClosedRange<Int>) -> Int {
        guard let value = optional(name) else { return fallback }
        if let number = Int(value), range.contains(number) { return number }
        complain("\(name) is \"\(value)\": use a whole number from \(range.lowerBound) to \(range.upperBound).")
        return fallback
    }

    /// The address of an outside service. Keys travel there, so it must be encrypted unless it is on this machine.
    mutating func serviceURL(_ name: String, default fallback: String) -> String {
        let text = string(name, default: fallback)
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty, parts.user == nil, parts.query == nil,
            parts.scheme == "https" || (parts.scheme == "http" && (isOpenTo(host)))
        else {
            complain("\(name) is \"\(text)\": use an address that begins with https://.")
            return fallback
        }
        return text
    }

    private func isOpenTo(_ host: String) -> Bool {
        ["localhost", "127.0.0.1", "[::1]", "::1"].contains(host) || string("APP_ENV", default: "production") != "production"
    }

    /// nil unless a bucket is named; then the rest is needed too.
    mutating func s3Settings() -> S3Settings? {
        guard let bucket = optional("S3_BUCKET") else { return nil }
        let region = string("S3_REGION", default: "us-east-1")
        return S3Settings(
            endpoint: serviceURL("S3_ENDPOINT", default: "https://s3.\(region).amazonaws.com"), bucket: bucket, region: region,
            keyID: secret("S3_ACCESS_KEY_ID").revealed, secret: secret("S3_SECRET_ACCESS_KEY"))
    }

    /// Sizes are given in MB.
    mutating func fileLimits() -> FileLimits {
        let refused = list("REFUSED_FILE_TYPES")
        return FileLimits(
            file: integer("FILE_LIMIT", default: 25, in: 1...1_024) << 20,
            tenant: integer("FILE_QUOTA", default: 1_024, in: 1...10_000_000) << 20,
            refusedTypes: refused.isEmpty ? FileLimits.programs : Set(refused))
    }

    mutating func ranges(_ name: String) -> [AddressRange] {
        list(name).compactMap { text in
            let range = AddressRange(text)
            if range == nil { complain("\(name) holds \"\(text)\": use addresses and ranges such as 10.1.0.0/16.") }
            return range
        }
    }

    /// Complains where `parse` refuses the variable's value; what it throws must not repeat secrets.
    mutating func check(_ name: String, _ parse: (String) throws -> Void) {
        guard let value = optional(name) else { return }
        do { try parse(value) } catch { complain("\(name) is malformed: \(error)") }
    }

    mutating func choice<T: RawRepresentable & CaseIterable>(_ name: String, default fallback: T) -> T where T.RawValue == String {
        guard let value = optional(name) else { return fallback }
        if let known = T(rawValue: value) { return known }
        let choices = T.allCases.map(\.rawValue).joined(separator: ", ")
        complain("\(name) is \"\(value)\": use one of \(choices).")
        return fallback
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text)
    }
}
