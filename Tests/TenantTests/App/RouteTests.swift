import HTTPTypes
import Support
import Testing
import Web

@testable import Tenant

/// Every address there is, as the application itself lists them.
struct RouteTests {
    /// What strangers may open.
    private static let open: Set<String> = [
        "GET /login", "POST /login", "POST /login/code", "POST /logout", "POST /theme", "GET /forgot", "POST /forgot",
        "GET /invitation/{token}",
        "POST /invitation/{token}", "GET /reset/{token}", "POST /reset/{token}", "POST /api/v1/auth/token", "POST /api/v1/auth/refresh",
        "POST /api/v1/auth/revoke", "GET /api/v1/openapi.json", "GET /api/docs",
        // The link itself says who asks, and is checked against what they may still do.
        "GET /exports/files/{token}",
    ]

    @Test func everyOtherAddressWantsAPerson() async throws {
        let tenant = try await SharedTenant.get()
        let table = buildTenantApplication(tenant.site.crm).table
        #expect(table.endpoints.count > 40)
        for endpoint in table.endpoints where endpoint.kind != .plumbing && !Self.open.contains(endpoint.title) {
            let stranger = TestBrowser(client: tenant.guest)
            let csrf = try await stranger.get("/login").csrf
            switch (endpoint.kind, endpoint.method) {
            case (.api, _):
                let answer = try await tenant.guest.send(endpoint.method.rawValue, endpoint.example)
                #expect(answer.status == 401, "\(endpoint.title)")
                #expect(answer.header("Content-Type") == "application/problem+json")
            case (_, .get):
                let answer = try await stranger.get(endpoint.example)
                #expect(answer.status == 303 && answer.location?.hasPrefix("/login") == true, "\(endpoint.title)")
            default:
                #expect(try await stranger.post(endpoint.example, [:]).status == 403, "\(endpoint.title) without a token")
                #expect(try await stranger.post(endpoint.example, ["_csrf": csrf], headers: [:]).status == 401, "\(endpoint.title)")
            }
        }
    }

    @Test func noPageRemembersASessionThatHasEnded() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let pages = buildTenantApplication(tenant.site.crm).table.endpoints.filter { $0.kind == .page && $0.method == .get }
        let browser = try await tenant.browser(as: .admin)
        #expect(try await browser.get("/contacts").status == 200)
        try await tenant.database.write("update sessions set revoked_at = now()")
        for endpoint in pages where !Self.open.contains(endpoint.title) {
            #expect(try await browser.get(endpoint.example).status != 200, "\(endpoint.title)")
        }
    }

    @Test func whatIsOpenIsSaidToBe() async throws {
        let table = buildTenantApplication(try await SharedTenant.get().site.crm).table
        let titles = Set(table.endpoints.map(\.title))
        #expect(Self.open.isSubset(of: titles), "\(Self.open.subtracting(titles))")
        for endpoint in table.endpoints where endpoint.kind == .api {
            #expect((endpoint.security == .none) == Self.open.contains(endpoint.title), "\(endpoint.title)")
        }
    }

    @Test func descriptionHasEveryAddressOfTheAPI() async throws {
        let tenant = try await SharedTenant.get()
        let answer = try await tenant.guest.get("/api/v1/openapi.json")
        #expect(answer.status == 200 && answer.header("Content-Type") == "application/json")
        let document = answer.json
        #expect(document["openapi"]?.string?.hasPrefix("3.1") == true)
        let endpoints = buildTenantApplication(tenant.site.crm).table.endpoints.filter { $0.kind == .api }
        for endpoint in endpoints {
            let operation = document["paths"]?[endpoint.path]?[endpoint.method.rawValue.lowercased()]
            #expect(operation?["operationId"]?.string == endpoint.id, "\(endpoint.title)")
            #expect(operation?["responses"]?.object?.isEmpty == false)
        }
        let described = document["paths"]?.object?.members.reduce(0) { count, path in
            count + (path.value.object?.names.filter { ["get", "post", "put", "patch", "delete"].contains($0) }.count ?? 0)
        }
        #expect(described == endpoints.count)
        #expect(Set(endpoints.map(\.id)).count == endpoints.count)
    }

    @Test func everyReferenceInTheDescriptionLeadsSomewhere() async throws {
        let document = try await SharedTenant.get().guest.get("/api/v1/openapi.json").json
        let references = Self.references(in: document)
        #expect(!references.isEmpty)
        for reference in references {
            let target = reference.dropFirst(2).split(separator: "/").reduce(document as JSONValue?) { $0?[String($1)] }
            #expect(reference.hasPrefix("#/") && target != nil, "\(reference)")
        }
    }

    private static func references(in json: JSONValue) -> Set<String> {
        switch json {
        case .array(let items): return items.reduce(into: []) { $0.formUnion(references(in: $1)) }
        case .object(let object):
            return object.members.reduce(into: []) { found, member in
                if member.name == "$ref", let text = member.value.string { found.insert(text) }
                found.formUnion(references(in: member.value))
            }
        default: return []
        }
    }
}

extension EndpointDescription {
    fileprivate var title: String { "\(method.rawValue) \(path)" }
    /// The address with something that might be an id in each of its gaps.
    fileprivate var example: String { path.replacing(#/\{\w+\}/#, with: unknownID) }
}
