import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Platform
import Web

/// The people of a test tenant.
public enum Cast: String, CaseIterable, Sendable {
    case admin, manager, rep, viewer
}

/// A tenant of a running site, as clients reach it.
public struct TestTenant: Sendable {
    public let site: TestSite
    public let tenant: Tenant

    public init(site: TestSite, tenant: Tenant) {
        self.site = site
        self.tenant = tenant
    }

    public var host: String { "\(tenant.slug).localhost:\(site.port)" }

    /// Somebody who calls the API with a token.
    public func api(as member: Cast) async throws -> TestClient {
        try await api(email: "\(member.rawValue)@\(tenant.slug).test")
    }

    /// The same by address, for people beyond the usual cast.
    public func api(email: String, password: String = "demo-password") async throws -> TestClient {
        let login: JSONValue = ["email": .string(email), "password": .string(password)]
        let answer = try await guest.post("/api/v1/auth/token", login)
        guard let token = answer.json["access_token"]?.string else { throw UnexpectedAnswer(answer) }
        return TestClient(tenant: self, headers: ["Authorization": "Bearer \(token)"])
    }

    /// Somebody who is not signed in.
    public var guest: TestClient { TestClient(tenant: self, headers: [:]) }

    /// Somebody in a browser, signed in through the log-in page.
    public func browser(as member: Cast) async throws -> TestBrowser {
        let browser = TestBrowser(client: guest)
        let answer = try await browser.logIn("\(member.rawValue)@\(tenant.slug).test")
        guard answer.status == 303 else { throw UnexpectedAnswer(answer) }
        return browser
    }
}

extension TestBrowser {
    /// Fills in the log-in page.
    public func logIn(_ email: String, password: String = "demo-password", next: String = "") async throws -> TestAnswer {
        let page = "/login" + (next.isEmpty ? "" : "?next=\(next)")
        return try await submit("/login", from: page, ["email": email, "password": password])
    }
}

public struct UnexpectedAnswer: Error, CustomStringConvertible {
    public let description: String

    public init(_ answer: TestAnswer) {
        description = "\(answer.status): \(answer.text.prefix(600))"
    }
}

/// Sends requests to one tenant's host.
public struct TestClient: Sendable {
    public let tenant: TestTenant
    public var headers: [String: String]

    public init(tenant: TestTenant, headers: [String: String]) {
        self.tenant = tenant
        self.headers = headers
    }

    public func get(_ path: String, headers: [String: String] = [:]) async throws -> TestAnswer {
        try await send("GET", path, headers: headers)
    }

    public func post(_ path: String, _ json: JSONValue, headers: [String: String] = [:]) async throws -> TestAnswer {
        try await send("POST", path, json: json, headers: headers)
    }

    public func patch(_ path: String, _ json: JSONValue, headers: [String: String] = [:]) async throws -> TestAnswer {
        try await send("PATCH", path, json: json, headers: headers)
    }

    public func delete(_ path: String, headers: [String: String] = [:]) async throws -> TestAnswer {
        try await send("DELETE", path, headers: headers)
    }

    public func send(_ method: String, _ path: String, json: JSONValue, headers: [String: String] = [:]) async throws -> TestAnswer {
        var headers = headers
        headers["Content-Type"] = headers["Content-Type"] ?? "application/json"
        return try await send(method, path, body: json.serialized, headers: headers)
    }

    public func send(_ method: String, _ path: String, body: [UInt8]? = nil, headers: [String: String] = [:]) async throws -> TestAnswer {
        // Where a bracket stands in an address, Foundation would encode all of it once more.
        let path = path.replacing("[", with: "%5B").replacing("]", with: "%5D")
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(tenant.site.port)\(path)")
        request.method = HTTPMethod(rawValue: method)
        request.headers.add(name: "Host", value: tenant.host)
        for (name, value) in self.headers.merging(headers, uniquingKeysWith: { $1 }) {
            request.headers.replaceOrAdd(name: name, value: value)
        }
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await HTTPClient.tests.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        return TestAnswer(
            status: Int(response.status.code), headers: response.headers, bytes: Array(bytes.readableBytesView))
    }
}

public struct TestAnswer: Sendable {
    public let status: Int
    public let headers: HTTPHeaders
    public let bytes: [UInt8]

    public var text: String { String(decoding: bytes, as: UTF8.self) }
    /// The body as JSON; null where it is none.
    public var json: JSONValue { (try? JSONValue(parsing: bytes)) ?? .null }
    public func header(_ name: String) -> String? { headers.first(name: name) }
    /// The names of the fields that problem details complain about.
    public var wrongFields: [String] { json["errors"]?.array?.compactMap { $0["field"]?.string } ?? [] }
}
