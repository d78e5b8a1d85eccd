import Foundation
import Logging
import Synchronization

/// One attempt at one job: runs it under its lease and writes down how it ended.
struct JobRun: Sendable {
    let platform: Platform
    let queue: JobQueue
    let job: ClaimedJob
    let kind: JobKind?
    /// How long the job may go on when its worker stops, before it is handed to another.
    var grace = Duration.seconds(8)

    private static let heartbeat = Duration.seconds(20)

    /// Cancelling the worker's task reaches the job only after the grace; then the job goes back to the queue as if nothing
    /// had been tried.
    func run() async {
        let work = Task { await attempt() }
        await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            Task {
                try? await Task.sleep(for: grace)
                work.cancel()
            }
        }
    }

    private func attempt() async {
        let began = ContinuousClock.now
        platform.jobMetrics.began()
        let outcome = await outcome()
        // In a task of its own: how it ended is written down even when this one is cancelled.
        let ending = await Task { await settle(outcome) }.value
        platform.jobMetrics.ended(job.kind, ending, after: ContinuousClock.now - began)
    }

    private func outcome() async -> Result<Void, any Error> {
        let isLost = Atomic(false)
        let work = Task { try await perform() }
        let heart = Task {
            while true {
                try await Task.sleep(for: Self.heartbeat)
                guard let rows = try? await queue.perform(JobQueries.extendLease(of: job.id, attempt: job.attempt)) else { continue }
                if rows.affected > 0 { continue }
                isLost.store(true, ordering: .relaxed)
                return work.cancel()
            }
        }
        defer { heart.cancel() }
        let result = await withTaskCancellationHandler {
            await work.result
        } onCancel: {
            work.cancel()
        }
        return isLost.load(ordering: .relaxed) ? .failure(LeaseLost()) : result
    }

    private func perform() async throws {
        switch (kind?.run, queue) {
        case (.tenant(let run)?, .tenant(let scope)):
            let tenant = platform.jobScopeFault.load(of: scope.tenant)
            let actor = Actor(userID: job.actorID, cause: .job, requestID: job.requestID)
            let own = platform.scope(for: tenant, actor: actor, requestID: job.requestID)
            try await run(job.payload, JobContext(scope: own, jobID: job.id, attempt: job.attempt, platform: platform))
        case (.platform(let run)?, .platform):
            try await run(job.payload, PlatformJobContext(platform: platform, jobID: job.id, attempt: job.attempt))
        default: throw UnknownJob(kind: job.kind)
        }
    }

    private func settle(_ outcome: Result<Void, any Error>) async -> JobMetrics.Ending {
        do {
            switch outcome {
            case .success:
                _ = try await queue.perform(JobQueries.finish(job.id, attempt: job.attempt))
                logger.info("job done")
                return .done
            case .failure(is LeaseLost):
                logger.warning("job was taken over by another worker, or cancelled")
                return .lost
            case .failure(is CancellationError):
                _ = try await queue.perform(JobQueries.release(job.id, attempt: job.attempt))
                logger.notice("job was given back, as this worker stops")
                return .released
            case .failure(let error): return try await fail(error)
            }
        } catch {
            logger.error("how a job ended could not be written down; its lease will run out", metadata: ["error": "\(error)"])
            return .lost
        }
    }

    private func fail(_ error: any Error) async throws -> JobMetrics.Ending {
        let isLasting = (error as? any LastingFailure)?.isLasting ?? false
        let attempts = isLasting ? job.attempt : JobQueries.attempts
        let failure = JobQueries.fail(job.id, attempt: job.attempt, error: "\(error)", attempts: attempts)
        let isDead = try await queue.change(failure, telling: .givenUp) == [JobTurn.givenUp.state]
        logger.error(
            isDead ? "job failed and was given up" : "job failed", metadata: ["error": "\(error)", "attempt": "\(job.attempt)"])
        return isDead ? .dead : .failed
    }

    private var logger: Logger {
        var logger = queue.logger
        logger[metadataKey: "job"] = "\(job.kind)"
        logger[metadataKey: "job_id"] = "\(job.id)"
        if let requestID = job.requestID { logger[metadataKey: "request_id"] = "\(requestID)" }
        return logger
    }
}

struct UnknownJob: Error, CustomStringConvertible {
    let kind: String
    var description: String { "no feature runs jobs of kind \(kind)" }
}
