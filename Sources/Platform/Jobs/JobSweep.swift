import Foundation
import Postgres

/// Rebuilds the index of who has work, for the case that a server died between a commit and its wake-up: once a minute, by
/// whichever server is first.
struct JobSweep: Sendable {
    let platform: Platform
    let consumption: EventConsumption

    static let interval = Duration.seconds(60)

    func run() async {
        while !Task.isCancelled {
            do {
                if try await isOurs() { try await sweep() }
            } catch is CancellationError {
                return
            } catch {
                platform.logger.warning("job sweep failed", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: Self.interval / 4)
        }
    }

    private func isOurs() async throws -> Bool {
        let slot = Schedule.Rhythm.every(Self.interval).slot(at: platform.now(), of: nil)
        return try await platform.client.perform(JobQueue.platformSettings, ScheduleQueries.take("jobs.sweep", slot)).affected == 1
    }

    func sweep() async throws {
        for row in try await platform.client.perform(UnitSettings(), DueTenantQueries.unvisited) {
            let id = try row.decode(UUID.self)
            guard let tenant = try await platform.servedTenant(id: id) else { continue }
            do {
                try await visit(tenant)
            } catch let error as PostgresError where !error.isTransient {
                // One broken schema must not keep the others from being visited.
                platform.logger.warning("a tenant cannot be swept", metadata: ["tenant": "\(tenant.slug)", "error": "\(error)"])
            }
        }
    }

    private func visit(_ tenant: Tenant) async throws {
        let rows = try await platform.scope(for: tenant, cause: .job).database.read([JobQueries.nextDue, consumption.nextDue])
        guard let next = try rows.compactMap({ try $0.first?.decode(Date?.self) ?? nil }).min() else { return }
        try await platform.client.perform(UnitSettings(), DueTenantQueries.wake(tenant.id, at: next))
    }
}
