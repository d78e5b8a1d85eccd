import Foundation
import Postgres

/// `platform.tenants.next_job_at`: an index of who has work when.
enum DueTenantQueries {
    /// The tenant that has waited longest; it goes to the back of the queue while it is looked after.
    /// - Parameter busy: tenants that this worker does enough for already.
    static func take(except busy: [UUID]) -> SQL {
        """
        update platform.tenants set next_job_at = now() + interval '30 seconds'
        where id = (
            select id from platform.tenants
            where next_job_at <= now() and state in ('active', 'read_only') and id <> all(\(busy))
            order by next_job_at
            for update skip locked
            limit 1
        )
        returning id, next_job_at
        """
    }

    static func wake(_ tenantID: UUID, at: Date) -> SQL {
        "update platform.tenants set next_job_at = least(next_job_at, \(at)) where id = \(tenantID)"
    }

    /// Those that are due already are left alone: a row that many write to grows.
    static func wake(_ tenantIDs: [UUID]) -> SQL {
        """
        update platform.tenants set next_job_at = now()
        where id = any(\(tenantIDs)) and (next_job_at is null or next_job_at > now())
        """
    }

    /// Says when the tenant is due next, unless somebody has queued a job since it was taken: that one would be forgotten.
    static func settle(_ tenantID: UUID, taken: Date, at: Date?) -> SQL {
        "update platform.tenants set next_job_at = \(at) where id = \(tenantID) and next_job_at = \(taken)"
    }

    static let due: SQL = "select count(*) from platform.tenants where next_job_at <= now() + interval '1 minute'"

    /// Whom no worker would visit within the next minute.
    static let unvisited: SQL = """
        select id from platform.tenants
        where (next_job_at is null or next_job_at > now() + interval '1 minute') and state in ('active', 'read_only')
        """
}
