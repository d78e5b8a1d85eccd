import Foundation
import Synchronization
import Web

/// A browser without JavaScript: keeps cookies, sends forms with the token of the page they stand on.
public final class TestBrowser: Sendable {
    private let client: TestClient
    private let cookies = Mutex<[String: String]>([:])

    public init(client: TestClient) {
        self.client = client
    }

    public func get(_ path: String) async throws -> TestAnswer {
        try await send("GET", path)
    }

    /// Fills in the form on `page` and posts it.
    public func submit(_ path: String, from page: String, _ fields: [String: String]) async throws -> TestAnswer {
        let form = try await get(page)
        var fields = fields
        fields["_csrf"] = form.csrf
        return try await post(path, fields)
    }

    /// Posts exactly these fields.
    public func post(_ path: String, _ fields: [String: String]) async throws -> TestAnswer {
        let body = fields.map { "\(Self.escaped($0.key))=\(Self.escaped($0.value))" }.joined(separator: "&")
        return try await send("POST", path, body: Array(body.utf8), headers: ["Content-Type": "application/x-www-form-urlencoded"])
    }

    public func send(_ method: String, _ path: String, body: [UInt8]? = nil, headers: [String: String] = [:]) async throws -> TestAnswer {
        var headers = headers
        let jar = cookies.withLock { $0 }
        if !jar.isEmpty { headers["Cookie"] = jar.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
        let answer = try await client.send(method, path, body: body, headers: headers)
        keep(answer.headers["Set-Cookie"])
        return answer
    }

    public func cookie(_ name: String) -> String? { cookies.withLock { $0[name] } }

    public func setCookie(_ name: String, _ value: String) {
        cookies.withLock { $0[name] = value }
    }

    private func keep(_ headers: [String]) {
        for header in headers {
            guard let pair = header.split(separator: ";").first?.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false),
                pair.count == 2
            else { continue }
            let isRemoved = header.contains("Max-Age=0")
            cookies.withLock { $0[String(pair[0])] = isRemoved ? nil : String(pair[1]) }
        }
    }

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

extension TestAnswer {
    /// The token of the first form on the page.
    public var csrf: String {
        guard let start = text.range(of: "name=\"_csrf\" value=\"") else { return "" }
        return String(text[start.upperBound...].prefix { $0 != "\"" })
    }
}
