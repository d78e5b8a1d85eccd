import AsyncHTTPClient
import Foundation
import NIOCore
import Platform
import Web

extension BenchSite {
    /// Reads of single contacts, ten of each tenant.
    func recordCalls() async throws -> [Load.Call] {
        var calls: [Load.Call] = []
        for call in self.calls("/api/v1/contacts?limit=10&fields=id") {
            let answer = try await send(call)
            for record in (try JSONValue(parsing: answer.body))["data"]?.array ?? [] {
                guard let id = record["id"]?.string else { continue }
                calls.append(Load.Call(path: "/api/v1/contacts/\(id)", host: call.host, token: call.token))
            }
        }
        return calls
    }

    /// The pages of single contacts, each with a note and a comment on it, as the signed-in admin of one tenant opens them.
    func recordPageCalls() async throws -> [Load.Call] {
        guard let signedIn = try await browserCalls("/").first else { throw ServerSilent() }
        var calls: [Load.Call] = []
        for call in try await recordCalls() where call.host == signedIn.host {
            for kind in ["notes", "comments"] {
                var addition = call
                (addition.method, addition.path, addition.body) = (
                    "POST", "\(call.path)/\(kind)", "{\"body\":\"Prefers **calls** in the morning.\"}"
                )
                _ = try await send(addition)
            }
            calls.append(Load.Call(path: String(call.path.dropFirst("/api/v1".count)), host: call.host, cookie: signedIn.cookie))
        }
        return calls
    }

    /// The page `path` as the signed-in admin of one tenant opens it.
    func browserCalls(_ path: String) async throws -> [Load.Call] {
        let host = "\(tenants[0].slug).localhost"
        let form = try await send(Load.Call(path: "/login", host: host))
        let text = String(decoding: form.body, as: UTF8.self)
        guard let start = text.range(of: "name=\"_csrf\" value=\"") else { throw ServerSilent() }
        let token = text[start.upperBound...].prefix { $0 != "\"" }
        let fields = "_csrf=\(token)&email=admin%40\(tenants[0].slug).test&password=demo-password"
        let signedIn = try await send(
            Load.Call(method: "POST", path: "/login", host: host, body: fields), cookie: form.cookie,
            type: "application/x-www-form-urlencoded")
        return [Load.Call(path: path, host: host, cookie: signedIn.cookie)]
    }

    /// What an API call by the admin of one tenant is answered.
    /// - Parameter number: of the tenant among `tenants`.
    func json(_ method: String, _ path: String, body: String? = nil, type: String = "application/json", ofTenant number: Int = 0)
        async throws -> JSONValue
    {
        let call = Load.Call(method: method, path: path, host: "\(tenants[number].slug).localhost", token: tokens[number], body: body)
        return try JSONValue(parsing: try await send(call, type: type).body)
    }

    func send(_ call: Load.Call, cookie: String? = nil, type: String = "application/json") async throws -> (
        body: [UInt8], cookie: String
    ) {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(call.path)")
        request.method = .RAW(value: call.method)
        request.headers.add(name: "Host", value: call.host)
        if let token = call.token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let cookie {
            request.headers.add(name: "Cookie", value: cookie)
            request.headers.add(name: "Origin", value: "http://\(call.host)")
        }
        if let body = call.body {
            request.headers.add(name: "Content-Type", value: type)
            request.body = .bytes(ByteBuffer(string: body))
        }
        let answer = try await HTTPClient.withoutRedirects.execute(request, timeout: .seconds(60))
        let cookies = answer.headers["Set-Cookie"].compactMap { $0.split(separator: ";").first.map { String($0) } }
        return (Array(try await answer.body.collect(upTo: 16 << 20).readableBytesView), cookies.joined(separator: "; "))
    }
}

extension HTTPClient {
    static let withoutRedirects: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
