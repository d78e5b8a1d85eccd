import Foundation
import Postgres

/// A schema without a tenant, built from migrations alone, inside a transaction that is always rolled back.
struct SchemaTemplate: Sendable {
    private let platform: Platform
    private let plan: SchemaPlan

    init(_ plan: SchemaPlan, on platform: Platform) {
        self.plan = plan
        self.platform = platform
    }

    /// Lends it to `body`, which runs with the template's search path.
    func use<T: Sendable>(_ body: @Sendable (Transaction, SchemaName) async throws -> T) async throws -> T {
        let id = UUID()
        let schema = TenantSchema(tenantID: id, plan: plan, serverRole: platform.serverRole)
        do {
            return try await platform.client.transaction(.schemaWork) { transaction in
                let number = try await transaction.query("select current_setting('server_version_num')::int4").first?.decode(Int.self)
                _ = try await transaction.pipeline(schema.creation(on: number ?? 0))
                throw RolledBack(value: try await body(transaction, SchemaName(tenantID: id)))
            }
        } catch let end as RolledBack<T> {
            return end.value
        }
    }
}

/// Thrown so that nothing is kept, with what was found out.
private struct RolledBack<T: Sendable>: Error {
    let value: T
}
