import ArgumentParser
import Platform

/// Which tenants a command means that works on many.
struct SelectionOptions: ParsableArguments {
    @Option(help: "Only these tenants: plan=pro,state=active (keys: slug, plan, state).")
    var selector: String?

    @Option(help: "At most so many tenants.")
    var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be 1 or more.") }
    }

    /// - Throws: `SelectorError`.
    func tenants(of platform: Platform) async throws -> [TenantSummary] {
        try await TenantRegister(platform).list(chosen, limit: limit)
    }

    /// - Throws: `SelectorError`.
    var chosen: TenantSelector {
        get throws { try selector.map { try TenantSelector($0) } ?? TenantSelector() }
    }
}
