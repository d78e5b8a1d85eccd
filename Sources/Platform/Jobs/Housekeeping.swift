import Foundation
import Postgres

/// Rows that nobody needs after a while.
public struct Retention: Sendable {
    let table: SQLIdentifier
    let condition: SQL

    /// - Parameter condition: what goes, such as `expires_at < now() - interval '7 days'`; an index should lead to it.
    public init(_ table: SQLIdentifier, where condition: SQL) {
        (self.table, self.condition) = (table, condition)
    }

    static let batch = 1_000

    /// Takes a few at a time, so that no lock is held for long.
    var deletion: SQL {
        "delete from \(table) where ctid = any(array(select ctid from \(table) where \(condition) limit \(Self.batch)))"
    }

    /// Of the tables that every schema has.
    static let base = jobs + [Retention("idempotency_keys", where: "created_at < now() - interval '1 day'")]

    /// What was given up is kept longer: somebody may still want to know why.
    static let jobs = [
        Retention("jobs", where: "finished_at < now() - interval '7 days' and state <> 'dead'"),
        Retention("jobs", where: "finished_at < now() - interval '90 days'"),
    ]
}

/// Sweeps out of a tenant's schema what is past its time.
struct Housekeeping: Job {
    static let kind = "platform.housekeeping"
    static let schedule = Schedule("platform.housekeeping", .every(.seconds(3_600))) { Housekeeping() }

    func run(in context: JobContext) async throws {
        for retention in Retention.base + context.platform.features.flatMap(\.retentions) {
            while try await context.scope.database.write(retention.deletion).affected == Retention.batch {}
        }
    }
}

/// The same for the platform's own jobs.
struct PlatformHousekeeping: PlatformJob {
    static let kind = "platform.own-housekeeping"
    static let schedule = Schedule(platform: "platform.own-housekeeping", .every(.seconds(3_600))) { PlatformHousekeeping() }

    func run(in context: PlatformJobContext) async throws {
        let client = context.platform.client
        for retention in Retention.jobs {
            while try await client.perform(JobQueue.platformSettings, retention.deletion).affected == Retention.batch {}
        }
    }
}
