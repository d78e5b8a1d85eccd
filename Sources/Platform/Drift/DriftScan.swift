import Foundation
import Postgres

/// Compares tenants' schemas with templates built from the migrations that their ledgers name.
public struct DriftScan: Sendable {
    private let platform: Platform
    private let templates: DriftTemplates
    private var client: PostgresClient { platform.client }
    /// Large enough that reading the whole catalogue once for each does not count.
    private static let chunk = 50

    /// - Parameter platform: one whose client is the `owner` login.
    public init(_ platform: Platform) {
        self.platform = platform
        templates = DriftTemplates(platform)
    }

    /// The tenants that have a schema, spares included, by slug.
    public func tenants(_ selector: TenantSelector = TenantSelector(), limit: Int? = nil) async throws -> [TenantSummary] {
        let all = try await TenantRegister(platform).list(selector, withSpares: true)
        return Array(all.filter { Tenant.State.withSchema.contains($0.state) }.prefix(limit ?? .max))
    }

    /// - Parameters:
    ///   - workers: how many connections at once.
    ///   - report: told how many have been looked at.
    /// - Returns: those that differ or cannot be compared, by slug.
    public func scan(
        _ tenants: [TenantSummary], workers: Int = 2, report: (Int) async -> Void = { _ in }
    ) async throws -> [TenantDrift] {
        var chunks = stride(from: 0, to: tenants.count, by: Self.chunk)
            .map { Array(tenants[$0..<min($0 + Self.chunk, tenants.count)]) }.makeIterator()
        return try await withThrowingTaskGroup(of: (Int, [TenantDrift]).self) { group in
            var (seen, drifts) = (0, [TenantDrift]())
            for _ in 0..<max(1, workers) {
                if let chunk = chunks.next() { group.addTask { (chunk.count, try await compare(chunk)) } }
            }
            while let (count, found) = try await group.next() {
                seen += count
                drifts += found
                await report(seen)
                if let chunk = chunks.next() { group.addTask { (chunk.count, try await compare(chunk)) } }
            }
            return drifts.sorted { $0.slug < $1.slug }
        }
    }

    private func compare(_ tenants: [TenantSummary]) async throws -> [TenantDrift] {
        let schemas = tenants.map(\.schema.description)
        let ledgers = try await ledgers(of: schemas)
        var digests: [String: String] = [:]
        for row in try await client.perform(SchemaFingerprint.settings, SchemaFingerprint.digests(of: schemas)) {
            let (schema, digest) = try row.decode((String, String).self)
            digests[schema] = digest
        }
        var drifts: [TenantDrift] = []
        for tenant in tenants {
            let name = tenant.schema.description
            let drift = try await drift(of: tenant, ledger: ledgers[name], digest: digests[name])
            if !drift.isClean { drifts.append(drift) }
        }
        return drifts
    }

    private func drift(of tenant: TenantSummary, ledger: [AppliedMigration]?, digest: String?) async throws -> TenantDrift {
        guard let ledger else {
            return TenantDrift(slug: tenant.slug, version: "", differences: [], problem: "its schema or its ledger is missing")
        }
        do {
            let plan = try platform.schemaPlan.applied(in: ledger)
            if try await templates.template(of: plan).digest != digest { return try await closerLook(at: tenant) }
            return TenantDrift(slug: tenant.slug, version: plan.version, differences: [], problem: nil)
        } catch let error as SchemaError {
            return TenantDrift(slug: tenant.slug, version: "", differences: [], problem: "\(error)")
        }
    }

    /// Compares object by object while no migrator can be at work: between two looks the tenant may have become newer.
    private func closerLook(at tenant: TenantSummary) async throws -> TenantDrift {
        let name = tenant.schema.description
        let (ledger, facts) = try await client.transaction(SchemaFingerprint.settings) { transaction in
            try await transaction.execute(TenantQueries.lock(tenant.schema))
            let ledger = try await transaction.query(.ddl("select id, checksum from \(name)._migrations")).decode(AppliedMigration.self)
            return (ledger, try await transaction.query(SchemaFingerprint.facts(of: name)).facts)
        }
        let plan = try platform.schemaPlan.applied(in: ledger)
        let template = try await templates.template(of: plan)
        return TenantDrift(
            slug: tenant.slug, version: plan.version, differences: .between(expected: template.facts, found: facts), problem: nil)
    }

    /// The ledgers that are there, by schema.
    private func ledgers(of schemas: [String]) async throws -> [String: [AppliedMigration]] {
        let present = try await client.perform(
            UnitSettings(),
            """
            select n.nspname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relname = '_migrations' and n.nspname = any(\(schemas))
            """
        ).map { try $0.decode(String.self) }
        guard !present.isEmpty else { return [:] }
        let selects = present.map { SQL.ddl("select '\($0)' as space, id, checksum from \($0)._migrations") }
        var ledgers: [String: [AppliedMigration]] = Dictionary(uniqueKeysWithValues: present.map { ($0, []) })
        for row in try await client.perform(UnitSettings(), selects.joined(by: " union all ")) {
            var reader = row.reader
            let schema: String = try reader.next()
            ledgers[schema]?.append(try AppliedMigration(row: &reader))
        }
        return ledgers
    }
}

extension Rows {
    /// The answer of `SchemaFingerprint.facts` by object.
    var facts: [String: String] {
        get throws {
            var facts: [String: String] = [:]
            for row in self {
                let (object, fact) = try row.decode((String, String).self)
                facts[object] = facts[object].map { $0 + "; " + fact } ?? fact
            }
            return facts
        }
    }
}
