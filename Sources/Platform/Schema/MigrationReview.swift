import Foundation
import Postgres

/// What pending migrations would mean for the tenants of one version: what they lock, how big that is, how long it takes, and what
/// speaks against them.
public struct MigrationReview: Sendable {
    /// One statement of a pending migration.
    public struct Step: Sendable {
        public let migration: String
        public let statement: String
        public let lock: LockMode
        /// The table that it works on, where that is there already.
        public let table: String?
        /// Of this table: in the schema where it is biggest, and in all of them together. In bytes, with indexes.
        public let largest: Int
        public let total: Int
        public let flaws: [LintRule]
    }

    public let steps: [Step]

    /// What must not be applied, in a sentence each.
    public var refusals: [String] {
        steps.flatMap { step in step.flaws.map { "\(step.migration) (\($0.rawValue)): \($0.advice)" } }
    }
}

/// How long pending migrations will take.
public struct MigrationEstimate: Sendable {
    /// For all tenants of a group, with one worker.
    public let seconds: Double
    /// What it rests on.
    public let basis: String
}

/// Looks at groups of tenants before anything is done to them.
public struct MigrationReviewer: Sendable {
    /// From here on a table counts as big: reading it takes longer than people wait.
    static let bigTable = 100 << 20
    /// So many ledgers say how long a migration takes.
    private static let sample = 20

    private let platform: Platform
    private let bigTable: Int
    private var client: PostgresClient { platform.client }

    /// - Parameters:
    ///   - platform: one whose client is the `owner` login.
    ///   - bigTable: from how many bytes on a table counts as big.
    public init(_ platform: Platform, bigTable: Int? = nil) {
        self.platform = platform
        self.bigTable = bigTable ?? Self.bigTable
    }

    public func review(_ group: SchemaStatus.Group) async throws -> MigrationReview {
        let sizes = try await sizes(of: group)
        let big = Set(sizes.filter { $0.value.largest >= bigTable }.keys)
        let flaws = MigrationLint(bigTables: big).flaws(in: group.tenants == nil ? [] : group.pending)
        let steps = group.pending.flatMap { migration in
            migration.shownStatements.map { statement in
                let table = SQLWords(statement).table.flatMap { sizes[$0] == nil ? nil : $0 }
                return MigrationReview.Step(
                    migration: migration.id, statement: statement, lock: StatementLock(statement).mode, table: table,
                    largest: table.flatMap { sizes[$0]?.largest } ?? 0, total: table.flatMap { sizes[$0]?.total } ?? 0,
                    flaws: flaws.filter { $0.migration == migration.id && $0.statement == statement }.map(\.rule))
            }
        }
        return MigrationReview(steps: steps)
    }

    /// From the ledgers of tenants that have these migrations already, or else from a try on a template.
    /// - Returns: nil where nothing is pending, and for the platform's own schema.
    public func estimate(_ group: SchemaStatus.Group) async throws -> MigrationEstimate? {
        guard let count = group.tenants, !group.pending.isEmpty else { return nil }
        let ids = group.pending.map(\.id)
        let others = try await tenants(where: "schema_version = \(platform.schemaPlan.version) limit \(Self.sample)")
        var known: [Double] = []
        for tenant in others {
            let rows = try await client.perform(
                SchemaLedger(schema: SchemaName(tenantID: tenant).description).settings,
                "select sum(seconds) from _migrations where id = any(\(ids)) having count(seconds) = \(ids.count)")
            if let seconds = try rows.first?.decode(Double.self) { known.append(seconds) }
        }
        if !known.isEmpty {
            let mean = known.reduce(0, +) / Double(known.count)
            return MigrationEstimate(seconds: mean * Double(count), basis: "the ledgers of \(known.count) tenants")
        }
        let applied = platform.schemaPlan.migrations.filter { !ids.contains($0.id) }
        let times = try await FleetMigrations(platform).rehearse(group.pending, after: SchemaPlan(applied))
        return MigrationEstimate(seconds: times.values.reduce(0, +) * Double(count), basis: "a try on an empty schema")
    }

    /// Of the tables that pending statements work on.
    private func sizes(of group: SchemaStatus.Group) async throws -> [String: (largest: Int, total: Int)] {
        let tables = Set(group.pending.flatMap(\.shownStatements).compactMap { SQLWords($0).table })
        let rows = try await client.perform(
            UnitSettings(),
            """
            select c.relname::text, max(pg_total_relation_size(c.oid)), sum(pg_total_relation_size(c.oid))::bigint
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relname::text = any(\(Array(tables))) and n.nspname = any(\(try await schemas(of: group))) group by c.relname
            """)
        var sizes: [String: (largest: Int, total: Int)] = [:]
        for row in rows {
            let (table, largest, total) = try row.decode((String, Int, Int).self)
            sizes[table] = (largest, total)
        }
        return sizes
    }

    private func schemas(of group: SchemaStatus.Group) async throws -> [String] {
        if group.tenants == nil { return ["platform"] }
        return try await tenants(where: "schema_version = \(group.version)").map { SchemaName(tenantID: $0).description }
    }

    private func tenants(where condition: SQL) async throws -> [UUID] {
        let states = Tenant.State.withSchema.map(\.rawValue)
        return try await client.perform(UnitSettings(), "select id from platform.tenants where state = any(\(states)) and \(condition)")
            .map { try $0.decode(UUID.self) }
    }
}
