import Foundation
import Logging
import Postgres

/// Looks after tenants that have work due, one job at a time and in turn, so that nobody's thousand jobs delay another's one.
final class JobWorker: Sendable {
    private let platform: Platform
    private let kinds: [String: JobKind]
    private let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation
    private static let pause = Duration.seconds(1)
    private static let sweepInterval = Duration.seconds(60)

    init(platform: Platform, kinds: [JobKind]) {
        self.platform = platform
        self.kinds = Dictionary(uniqueKeysWithValues: kinds.map { ($0.name, $0) })
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// There may be work now.
    func wake() {
        wakeUp.yield()
    }

    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.tick() }
            group.addTask { await self.sweepRegularly() }
            group.addTask {
                for await _ in self.wakeUps { await self.work() }
            }
            await group.waitForAll()
        }
    }

    private func tick() async {
        while !Task.isCancelled {
            wake()
            try? await Task.sleep(for: Self.pause)
        }
        wakeUp.finish()
    }

    /// Runs what is due until nothing is; two tenants at a time.
    private func work() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    do {
                        while !Task.isCancelled, try await self.lookAfterOneTenant() {}
                    } catch {
                        self.platform.logger.warning("job worker pauses", metadata: ["error": "\(error)"])
                    }
                }
            }
        }
    }

    /// - Returns: false when no tenant has work due.
    private func lookAfterOneTenant() async throws -> Bool {
        guard let due = try await platform.client.perform(UnitSettings(), DueTenantQueries.take).first else { return false }
        let (id, taken) = try due.decode((UUID, Date).self)
        guard let tenant = try await platform.directory.tenant(id: id) else { return true }
        let scope = platform.scope(for: tenant, cause: .job)
        if let job = try await scope.database.write(JobQueries.claim).decode(ClaimedJob.self).first {
            await run(job, of: tenant)
        }
        let next = try await scope.database.read(JobQueries.nextDue).first?.decode(Date?.self) ?? nil
        try await platform.client.perform(UnitSettings(), DueTenantQueries.settle(id, taken: taken, at: next))
        return true
    }

    private func run(_ job: ClaimedJob, of tenant: Tenant) async {
        let scope = platform.scope(
            for: platform.jobScopeFault.load(of: tenant), actor: Actor(userID: job.actorID, cause: .job, requestID: job.requestID),
            requestID: job.requestID)
        var logger = scope.logger
        logger[metadataKey: "job"] = "\(job.kind)"
        do {
            guard let kind = kinds[job.kind] else { throw UnknownJob(kind: job.kind) }
            try await kind.run(job.payload, JobContext(scope: scope, jobID: job.id, attempt: job.attempt, platform: platform))
            try await scope.database.write(JobQueries.finish(job.id, attempt: job.attempt))
            logger.info("job done")
        } catch is LeaseLost {
            logger.warning("job was taken over by another worker")
        } catch {
            logger.error("job failed", metadata: ["error": "\(error)", "attempt": "\(job.attempt)"])
            _ = try? await scope.database.write(JobQueries.fail(job.id, attempt: job.attempt, error: "\(error)"))
        }
    }

    /// Rebuilds the index of who has work, for the case that a server died between a commit and its wake-up.
    private func sweepRegularly() async {
        while !Task.isCancelled {
            do {
                try await sweep()
            } catch {
                platform.logger.warning("job sweep failed", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: Self.sweepInterval)
        }
    }

    private func sweep() async throws {
        for row in try await platform.client.perform(UnitSettings(), DueTenantQueries.idle) {
            let id = try row.decode(UUID.self)
            guard let tenant = try await platform.directory.tenant(id: id) else { continue }
            let database = platform.scope(for: tenant, cause: .job).database
            try await database.write(JobQueries.deleteFinished)
            guard let next = try await database.read(JobQueries.nextDue).first?.decode(Date?.self) ?? nil else { continue }
            try await platform.client.perform(UnitSettings(), DueTenantQueries.wake(id, at: next))
        }
    }
}

struct UnknownJob: Error, CustomStringConvertible {
    let kind: String
    var description: String { "no feature runs jobs of kind \(kind)" }
}
