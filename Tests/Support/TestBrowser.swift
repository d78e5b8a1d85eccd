import Foundation
import Synchronization
import Web

/// A browser without JavaScript: keeps cookies, fills in the forms that pages show, and says where it sends them from.
public final class TestBrowser: Sendable {
    private let client: TestClient
    private let isSecure: Bool
    private let cookies = Mutex<[String: String]>([:])

    /// - Parameter secure: speaks as if a proxy in front of the site had ended TLS.
    public init(client: TestClient, secure: Bool = false) {
        self.client = client
        isSecure = secure
    }

    public func get(_ path: String) async throws -> TestAnswer {
        try await send("GET", path)
    }

    /// Opens `page`, changes these fields of the form that goes to `path`, and sends all of it.
    /// - Throws: `NoSuchForm` where the page has none.
    public func submit(_ path: String, from page: String, _ fields: [String: String] = [:]) async throws -> TestAnswer {
        try await submit(path, on: try await get(page), fields)
    }

    /// The same on a page that has been opened before.
    public func submit(_ path: String, on page: TestAnswer, _ fields: [String: String] = [:]) async throws -> TestAnswer {
        guard let form = page.forms.first(where: { $0.action == path }) else { throw NoSuchForm(action: path, page: page) }
        return try await post(path, form.fields.merging(fields) { $1 })
    }

    /// Posts exactly these fields.
    public func post(_ path: String, _ fields: [String: String], headers: [String: String] = [:]) async throws -> TestAnswer {
        let body = fields.map { "\(Self.escaped($0.key))=\(Self.escaped($0.value))" }.joined(separator: "&")
        let type = ["Content-Type": "application/x-www-form-urlencoded", "Origin": origin]
        return try await send("POST", path, body: Array(body.utf8), headers: type.merging(headers) { $1 })
    }

    /// Posts an upload.
    public func upload(_ path: String, _ body: [UInt8], type: String) async throws -> TestAnswer {
        try await send("POST", path, body: body, headers: ["Content-Type": type, "Origin": origin])
    }

    public func send(_ method: String, _ path: String, body: [UInt8]? = nil, headers: [String: String] = [:]) async throws -> TestAnswer {
        var headers = headers
        let jar = cookies.withLock { $0 }
        if !jar.isEmpty { headers["Cookie"] = jar.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
        if isSecure { headers["X-Forwarded-Proto"] = "https" }
        let answer = try await client.send(method, path, body: body, headers: headers)
        keep(answer.headers["Set-Cookie"])
        return answer
    }

    var ownHeaders: [String: String] {
        ["Host": client.tenant.host, "Cookie": cookies.withLock { $0 }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")]
    }

    func address(_ path: String) -> String { "http://127.0.0.1:\(client.tenant.site.port)\(path)" }

    public func cookie(_ name: String) -> String? { cookies.withLock { $0[name] } }

    public func setCookie(_ name: String, _ value: String?) {
        cookies.withLock { $0[name] = value }
    }

    private var origin: String { "\(isSecure ? "https" : "http")://\(client.tenant.host)" }

    private func keep(_ headers: [String]) {
        for header in headers {
            guard let pair = header.split(separator: ";").first?.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false),
                pair.count == 2
            else { continue }
            let isRemoved = header.contains("Max-Age=0")
            setCookie(String(pair[0]), isRemoved ? nil : String(pair[1]))
        }
    }

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

/// A page has no form that goes to this address.
public struct NoSuchForm: Error, CustomStringConvertible {
    public let description: String

    init(action: String, page: TestAnswer) {
        description = "no form to \(action) among \(page.forms.map(\.action)) on a page with status \(page.status)"
    }
}
