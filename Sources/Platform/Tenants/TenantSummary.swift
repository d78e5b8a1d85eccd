import Foundation
import Postgres

/// What operators see of a tenant at a glance.
public struct TenantSummary: Sendable, RowDecodable {
    public let id: UUID
    public let slug: String
    public let name: String
    public let state: Tenant.State
    /// Nil until provisioning has come that far.
    public let plan: String?
    public let trialEndsAt: Date?
    /// A digest of the migrations it has; equal to `SchemaPlan.version` when nothing is left to migrate.
    public let schemaVersion: String
    public let createdAt: Date
    public let updatedAt: Date
    /// From when on a deleted tenant may be purged; nil for all others.
    public let purgeAt: Date?

    public init(row: inout RowReader) throws {
        id = try row.next()
        slug = try row.next()
        name = try row.next()
        state = Tenant.State(rawValue: try row.next()) ?? .suspended
        plan = try row.next()
        trialEndsAt = try row.next()
        schemaVersion = try row.next()
        createdAt = try row.next()
        updatedAt = try row.next()
        purgeAt = try row.next()
    }

    public var schema: SchemaName { SchemaName(tenantID: id) }
}
