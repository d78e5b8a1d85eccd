import CPostgres

/// Reads connection strings as libpq does.
enum ConnectionString {
    static func parse(_ text: String) throws -> [String: String] {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &message) else {
            defer { PQfreemem(message) }
            throw PostgresError(.configuration, message.map { withoutQuotes(String(cString: $0)) } ?? "not readable")
        }
        defer { PQconninfoFree(options) }
        var parameters: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return parameters
    }

    /// Whether any of the hosts is reached over a network that others may listen to.
    static func leavesMachine(_ parameters: [String: String]) -> Bool {
        let hosts = (parameters["hostaddr"] ?? parameters["host"] ?? "").split(separator: ",")
        return hosts.contains { host in
            !(host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost" || host.hasPrefix("127.") || host == "::1")
        }
    }

    /// libpq quotes what it could not read, which may be the password.
    private static func withoutQuotes(_ message: String) -> String {
        let parts = message.split(separator: "\"", omittingEmptySubsequences: false)
        let kept = parts.enumerated().map { $0.offset.isMultiple(of: 2) ? String($0.element) : "…" }.joined()
        return kept.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
