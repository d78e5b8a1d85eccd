import Foundation
import Logging
import Postgres
import Synchronization

/// Which tenant a slug belongs to, remembered for a minute and forgotten at once when the tenant changes.
public final class TenantDirectory: Sendable {
    private struct Entry {
        let tenant: Tenant?
        let freshUntil: ContinuousClock.Instant
    }

    private let client: PostgresClient
    private let entries = Mutex<[String: Entry]>([:])
    /// For the test that looks for leaks: entries that forget whose they are.
    package let keysForgetTenant = Atomic(false)
    private static let lifetime = Duration.seconds(60)
    /// Unknown names are remembered too; a stranger who makes them up cannot fill the memory with them.
    private static let capacity = 10_000

    init(client: PostgresClient) {
        self.client = client
    }

    /// - Returns: nil where no tenant has this slug.
    public func tenant(slug: String) async throws -> Tenant? {
        let now = ContinuousClock.now
        let key = keysForgetTenant.load(ordering: .relaxed) ? "" : slug
        if let entry = entries.withLock({ $0[key] }), entry.freshUntil > now { return entry.tenant }
        let tenant = try await client.perform(UnitSettings(), TenantQueries.find(slug: slug)).decode(Tenant.self).first
        entries.withLock { entries in
            if entries.count >= Self.capacity { entries.removeAll(keepingCapacity: true) }
            entries[key] = Entry(tenant: tenant, freshUntil: now + Self.lifetime)
        }
        return tenant
    }

    public func tenant(id: UUID) async throws -> Tenant? {
        try await client.perform(UnitSettings(), TenantQueries.find(id: id)).decode(Tenant.self).first
    }

    /// Drops what is remembered of `id`, whatever its slug was.
    func forget(_ id: UUID) {
        entries.withLock { entries in
            entries = entries.filter { $0.value.tenant != nil && $0.value.tenant?.id != id }
        }
    }

    /// Announcements may have been missed.
    func forgetAll() {
        entries.withLock { $0.removeAll() }
    }
}
