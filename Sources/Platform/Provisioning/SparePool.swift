import Foundation
import Postgres

/// Tenants built ahead of need. A spare has its final id, schema and role and all migrations, so that giving it out is an update.
public struct SparePool: Sendable {
    public struct Status: Sendable, Equatable {
        /// Can be given out.
        public let ready: Int
        /// Wait for a migration.
        public let behind: Int
    }

    /// How many are built in one transaction. Every new role makes all connections look up their memberships again, so
    /// roles come several at a time; but each table takes locks that all transactions share.
    static let batch = 5

    private let platform: Platform
    private var version: String { platform.schemaPlan.version }

    /// - Parameter platform: one whose client is the `owner` login.
    public init(_ platform: Platform) {
        self.platform = platform
    }

    public func status() async throws -> Status {
        let row = try await platform.client.perform(UnitSettings(), SpareQueries.count(version: version)).first
        let (ready, behind) = try row?.decode((Int, Int).self) ?? (0, 0)
        return Status(ready: ready, behind: behind)
    }

    /// Builds spares until `size` can be given out. Killed at any point, each batch is there whole or not at all.
    /// - Parameter report: told after each batch how many have been built.
    /// - Returns: how many were built.
    @discardableResult
    public func fill(to size: Int, report: @Sendable (Int) async -> Void = { _ in }) async throws -> Int {
        var built = 0
        while true {
            let more = try await build(to: size)
            built += more
            if more == 0 { return built }
            await report(built)
        }
    }

    /// Removes spares, with their schemas and roles.
    /// - Parameter limit: at most so many; nil for all.
    /// - Returns: how many were removed.
    @discardableResult
    public func drain(limit: Int? = nil, report: @Sendable (Int) async -> Void = { _ in }) async throws -> Int {
        var removed = 0
        while removed < limit ?? .max, try await removeOne() {
            removed += 1
            await report(removed)
        }
        return removed
    }

    private func build(to size: Int) async throws -> Int {
        try await platform.client.transaction(.schemaWork) { transaction in
            let answers = try await transaction.pipeline([
                SpareQueries.lock, SpareQueries.count(version: version), "select current_setting('server_version_num')::int4",
            ])
            let (ready, _) = try answers[1].first?.decode((Int, Int).self) ?? (0, 0)
            let server = try answers[2].first?.decode(Int.self) ?? 0
            let ids = (0..<max(0, min(Self.batch, size - ready))).map { _ in UUID.v7() }
            if ids.isEmpty { return 0 }
            try platform.plantedStop.pass()
            _ = try await transaction.pipeline(
                ids.flatMap { [SpareQueries.insert($0, version: version)] + platform.schema(of: $0).creation(on: server) })
            try platform.plantedStop.pass()
            return ids.count
        }
    }

    private func removeOne() async throws -> Bool {
        try await platform.client.transaction(.schemaWork) { transaction in
            guard let id = try await transaction.query(SpareQueries.takeOut).first?.decode(UUID.self) else { return false }
            _ = try await transaction.pipeline([TenantQueries.lock(SchemaName(tenantID: id))] + platform.schema(of: id).removal)
            try platform.plantedStop.pass()
            return true
        }
    }
}
