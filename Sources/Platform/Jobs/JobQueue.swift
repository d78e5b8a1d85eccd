import Foundation
import Logging
import Postgres

/// Where jobs wait: in a tenant's schema, or in the platform's own for work that belongs to no tenant.
enum JobQueue: Sendable {
    case tenant(TenantScope)
    case platform(Platform)

    /// Brings in what schedules have due and takes the next job.
    /// - Returns: the job, and whether a schedule has queued more.
    func claim(_ schedules: [Schedule], at now: Date) async throws -> (job: ClaimedJob?, hasMore: Bool) {
        try await transaction { transaction in
            let answers = try await transaction.pipeline([
                ScheduleQueries.register(schedules, at: now, of: tenantID),
                ScheduleQueries.advance(schedules, at: now, of: tenantID), JobQueries.bury, JobQueries.claim,
            ])
            try await transaction.tell(.givenUp, answers[2])
            let due = Set(try answers[1].map { try $0.decode(String.self) })
            if !due.isEmpty { _ = try await transaction.pipeline(schedules.filter { due.contains($0.name) }.map { try $0.insertion() }) }
            return (try answers[3].decode(ClaimedJob.self).first, !due.isEmpty)
        }
    }

    func perform(_ statement: SQL) async throws -> Rows {
        try await transaction { try await $0.pipeline([statement])[0] }
    }

    /// Changes jobs, and what they were working on where that is a turn in their lives.
    /// - Parameter statement: answers with `TurnedJob.columns`.
    /// - Returns: the states in which it left them.
    func change(_ statement: SQL, telling turn: JobTurn) async throws -> [String] {
        try await transaction { transaction in
            let rows = try await transaction.pipeline([statement])[0]
            try await transaction.tell(turn, rows)
            return try rows.decode(TurnedJob.self).map(\.state)
        }
    }

    var tenantID: UUID? {
        if case .tenant(let scope) = self { scope.tenant.id } else { nil }
    }

    var logger: Logger {
        switch self {
        case .tenant(let scope): scope.logger
        case .platform(let platform): platform.logger
        }
    }

    static let platformSettings = UnitSettings(searchPath: "platform, extensions")

    private func transaction<T: Sendable>(_ body: @Sendable (QueueTransaction) async throws -> T) async throws -> T {
        switch self {
        case .tenant(let scope): try await scope.database.transaction { try await body(.tenant($0)) }
        case .platform(let platform):
            try await platform.client.transaction(Self.platformSettings) { try await body(.platform($0)) }
        }
    }
}
