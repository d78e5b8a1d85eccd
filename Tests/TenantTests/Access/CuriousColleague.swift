import Support
import Web

/// A tenant whose rep has a role of their own, and tries to find out what it keeps from them.
struct CuriousColleague: Sendable {
    let tenant: TestTenant
    let admin, rep: TestClient
    let browser: TestBrowser
    /// The rep's user id.
    let id: String

    /// - Parameters:
    ///   - reach: how far the rep reaches, whatever they do.
    ///   - rules: what the role hides or locks, by record type.
    init(reaching reach: String = "all", hiding rules: JSONValue = [:]) async throws {
        tenant = try await TestSite.shared().makeTenant()
        admin = try await tenant.api(as: .admin)
        let everything = ["view", "edit", "delete", "export", "share"].reduce(into: JSONObject()) { $0[$1] = .string(reach) }
        let more = ["create", "import", "assign"].reduce(into: everything) { $0[$1] = "all" }
        try await admin.create("roles", ["label": "Curious", "permissions": ["*": .object(more)], "field_rules": rules])
        try await tenant.give(.rep, roles: ["curious"])
        rep = try await tenant.api(as: .rep)
        browser = try await tenant.browser(as: .rep)
        id = try await tenant.id(of: .rep)
    }

    /// Ids of what the rep finds.
    func found(_ query: String) async throws -> [String] { try await rep.get("/api/v1/\(query)").ids }
}
