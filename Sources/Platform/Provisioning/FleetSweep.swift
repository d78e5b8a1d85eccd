import Postgres

/// Finishes or cleans up whatever a crash has left of making and removing tenants. Safe to run at any time, and by several at once.
public struct FleetSweep: Sendable {
    public struct Outcome: Sendable {
        /// Tenants that are ready now, by slug.
        public let finished: [String]
        /// Schemas and roles that belonged to no tenant.
        public let removed: [String]
        /// A sentence for each thing that could not be put right.
        public let problems: [String]
    }

    private let platform: Platform

    /// - Parameter platform: one whose client is the `owner` login, with two connections or more.
    public init(_ platform: Platform) {
        self.platform = platform
    }

    /// What `run` would do, as far as that is known before.
    public func preview() async throws -> [PlannedChange] {
        try await Provisioning(platform).unfinished().map { PlannedChange("finish", "tenant \($0.slug)", "from where it stopped") }
            + TenantPurge(platform).owing().map { PlannedChange("remove", "files of \($0)", "left of a purged tenant") }
            + Orphans(platform).all().map {
                PlannedChange("remove", "\(SchemaName(tenantID: $0))", "belongs to no tenant; if that has been so for ten minutes")
            }
    }

    @discardableResult
    public func run() async throws -> Outcome {
        let (finished, unfinished) = try await Provisioning(platform).finishAll()
        try await TenantPurge(platform).finishAll()
        let (removed, left) = try await Orphans(platform).remove()
        for problem in unfinished + left { platform.logger.warning("a sweep left something", metadata: ["problem": "\(problem)"]) }
        return Outcome(finished: finished, removed: removed, problems: unfinished + left)
    }
}
