import Foundation
import Postgres

extension FleetMigrations {
    /// Runs what is pending in `tenants` on templates of their versions, one for each.
    /// - Throws: `RehearsalFailed` when it cannot work anywhere.
    func rehearse(for tenants: [Tenant]) async throws {
        let examples = Dictionary(grouping: tenants, by: \.schemaVersion).values.compactMap(\.first)
        for tenant in examples {
            // What is wrong with one tenant's ledger is found out, and told, with the tenant.
            guard let ledger = try? await ledger(of: tenant), let known = try? platform.schemaPlan.applied(in: ledger) else { continue }
            do {
                _ = try await rehearse(platform.schemaPlan.pending(after: ledger), after: known)
            } catch let error as PostgresError where !error.isTransient {
                throw RehearsalFailed(version: known.version, problem: "\(error)")
            }
        }
    }

    /// Runs `migrations` on a template.
    /// - Returns: how many seconds each took, by id.
    func rehearse(_ migrations: [Migration], after plan: SchemaPlan) async throws -> [String: Double] {
        try await SchemaTemplate(plan, on: platform).use { transaction, _ in
            var seconds: [String: Double] = [:]
            for migration in migrations {
                let began = ContinuousClock.now
                let statements = migration.statements.isEmpty ? migration.shownStatements : migration.statements
                _ = try await transaction.pipeline(statements.map { .ddl($0) })
                seconds[migration.id] = (ContinuousClock.now - began) / .seconds(1)
            }
            return seconds
        }
    }

    func ledger(of tenant: Tenant) async throws -> [AppliedMigration] {
        try await platform.client.perform(SchemaLedger(schema: tenant.schema.description).settings, SchemaLedger.applied)
            .decode(AppliedMigration.self)
    }
}

/// What is pending does not even work in an empty schema.
public struct RehearsalFailed: Error, CustomStringConvertible {
    let version: String
    let problem: String

    public var description: String { "The migrations fail in an empty schema of version \(version): \(problem). No tenant was touched." }
}
