import Foundation
import Logging
import Postgres
import Synchronization

/// Looks after tenants that have work due, in turn and a few jobs each, so that nobody's thousand jobs delay another's one.
final class JobWorker: Sendable {
    private let platform: Platform
    private let tenantSchedules: [Schedule]
    private let platformSchedules: [Schedule]
    private let consumption: EventConsumption
    private let wakeUp = WakeUp()
    /// How many of this worker's slots are with each tenant.
    private let visits = Mutex<[UUID: Int]>([:])

    /// Jobs that run at once.
    private static let slots = 4
    /// Those of one tenant: its long ones leave room for others.
    private static let slotsOfTenant = 2
    private static let jobsInTurn = 4
    private static let turn = Duration.seconds(1)
    private static let tick = Duration.seconds(1)

    init(platform: Platform) {
        self.platform = platform
        let schedules = platform.features.flatMap(\.schedules) + [Housekeeping.schedule, PlatformHousekeeping.schedule]
        tenantSchedules = schedules.filter { !$0.isPlatform }
        platformSchedules = schedules.filter(\.isPlatform)
        consumption = EventConsumption(platform.eventConsumers)
    }

    /// There may be work now.
    func wake() {
        wakeUp.ring()
    }

    func run() async {
        await withTaskCancellationHandler {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<Self.slots { group.addTask { await self.fillSlot() } }
                group.addTask { await self.lookAfterPlatform() }
                group.addTask { await JobSweep(platform: self.platform, consumption: self.consumption).run() }
                await group.waitForAll()
            }
        } onCancel: {
            wakeUp.end()
        }
    }

    // MARK: Tenants

    private func fillSlot() async {
        while await wakeUp.wait() {
            do {
                while !Task.isCancelled, try await lookAfterOneTenant() {}
            } catch is CancellationError {
                return
            } catch {
                platform.logger.warning("job worker pauses", metadata: ["error": "\(error)"])
            }
        }
    }

    /// - Returns: false when no tenant has work due.
    private func lookAfterOneTenant() async throws -> Bool {
        let busy = visits.withLock { visits in visits.filter { $0.value >= Self.slotsOfTenant }.map(\.key) }
        guard let due = try await platform.client.perform(UnitSettings(), DueTenantQueries.take(except: busy)).first else { return false }
        wake() // The next slot looks whether there is more.
        let (id, taken) = try due.decode((UUID, Date).self)
        guard let tenant = try await platform.servedTenant(id: id) else { return true }
        visits.withLock { $0[id, default: 0] += 1 }
        defer { visits.withLock { $0[id] = $0[id].flatMap { $0 > 1 ? $0 - 1 : nil } } }
        let next = try await lookAfter(tenant)
        try await platform.client.perform(UnitSettings(), DueTenantQueries.settle(id, taken: taken, at: next))
        return true
    }

    /// - Returns: when it is due next.
    private func lookAfter(_ tenant: Tenant) async throws -> Date? {
        let scope = platform.scope(for: tenant, cause: .job)
        await consumption.run(in: scope)
        let end = ContinuousClock.now + Self.turn
        for _ in 0..<Self.jobsInTurn {
            let (job, hasMore) = try await JobQueue.tenant(scope).claim(tenantSchedules, at: platform.now())
            if let job { await run(job, from: .tenant(scope)) }
            if (job == nil && !hasMore) || ContinuousClock.now > end || Task.isCancelled { break }
        }
        let now = platform.now()
        let rows = try await scope.database.read([JobQueries.nextDue, consumption.nextDue])
        let queued = try rows.compactMap { try $0.first?.decode(Date?.self) ?? nil }
        return (queued + tenantSchedules.map { $0.next(after: now, of: tenant.id) }).min()
    }

    // MARK: The platform

    /// One slot of its own; its tick is the worker's clock.
    private func lookAfterPlatform() async {
        while !Task.isCancelled {
            wake()
            do {
                while let job = try await JobQueue.platform(platform).claim(platformSchedules, at: platform.now()).job {
                    await run(job, from: .platform(platform))
                }
            } catch is CancellationError {
                return
            } catch {
                platform.logger.warning("jobs of the platform wait", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: Self.tick)
        }
    }

    private func run(_ job: ClaimedJob, from queue: JobQueue) async {
        await JobRun(platform: platform, queue: queue, job: job, kind: platform.jobKinds[job.kind]).run()
    }
}
