import Foundation
import Postgres

/// Compares what `platform.tenants` says of versions with the ledgers in the schemas, which are the truth.
public struct LedgerCheck: Sendable {
    /// A tenant of which something else is noted than its schema says.
    public struct Fault: Sendable {
        public let slug: String
        public let id: UUID
        public let noted: String
        /// What the ledger stands for; nil where it cannot be said.
        public let actual: String?
        /// Why the ledger cannot be trusted or read.
        public let problem: String?
    }

    private let platform: Platform
    private let plan: SchemaPlan

    /// - Parameter platform: one whose client is the `owner` login.
    public init(_ platform: Platform) {
        self.platform = platform
        plan = platform.schemaPlan
    }

    /// - Parameter report: told how many have been looked at.
    public func faults(_ tenants: [TenantSummary], report: (Int) async -> Void = { _ in }) async -> [Fault] {
        var faults: [Fault] = []
        for (index, tenant) in tenants.enumerated() {
            if let fault = await fault(of: tenant) { faults.append(fault) }
            await report(index + 1)
        }
        return faults
    }

    /// Notes what the ledgers say.
    /// - Returns: how many were put right; the others have a problem.
    public func repair(_ faults: [Fault]) async throws -> Int {
        let repairable = faults.filter { $0.actual != nil }
        let statements = repairable.flatMap { fault in
            [TenantQueries.setSchemaVersion(fault.actual ?? "", of: fault.id), TenantQueries.announceChange(of: fault.id)]
        }
        if !statements.isEmpty { try await platform.client.perform(UnitSettings(), statements) }
        return repairable.count
    }

    private func fault(of tenant: TenantSummary) async -> Fault? {
        do {
            let settings = SchemaLedger(schema: tenant.schema.description).settings
            let ledger = try await platform.client.perform(settings, SchemaLedger.applied).decode(AppliedMigration.self)
            let actual = try plan.applied(in: ledger).version
            guard actual != tenant.schemaVersion else { return nil }
            return Fault(slug: tenant.slug, id: tenant.id, noted: tenant.schemaVersion, actual: actual, problem: nil)
        } catch {
            return Fault(slug: tenant.slug, id: tenant.id, noted: tenant.schemaVersion, actual: nil, problem: "\(error)")
        }
    }
}
