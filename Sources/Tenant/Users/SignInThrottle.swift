import Foundation
import Platform
import Postgres
import Web

/// Slows down guessing, per account and per address, in the database: a restart forgets nothing.
struct SignInThrottle: Sendable {
    let scope: TenantScope
    let email: String
    let address: String

    private static let accountLimit = 5
    /// Many people may share an address, so it takes more to block one.
    private static let addressLimit = 50

    private var subjects: [String] { ["account:\(email)", "address:\(address)"] }

    /// Counts an attempt before it is looked at, so that of many at once no more than the limit are. Each beyond the limit
    /// doubles the wait, up to an hour; a quiet day forgets.
    /// - Throws: `Failure.tooManyRequests` while the account or the address is blocked.
    func admit() async throws -> Admission {
        let now = scope.now
        let (until, admission) = try await scope.database.transaction { transaction -> (Date?, Admission) in
            var (blocked, admission): (Date?, Admission) = (nil, Admission())
            for (subject, limit) in zip(subjects, [Self.accountLimit, Self.addressLimit]) {
                let found = try await transaction.query(Self.counting(subject, at: now)).first?.decode((Int, Date?).self)
                guard let (count, until) = found else { continue }
                if let until, until > now {
                    blocked = max(until, blocked ?? until)
                } else if count >= limit {
                    let end = now.addingTimeInterval(min(3_600, 30 * pow(2, Double(min(count - limit, 10)))))
                    try await transaction.execute("update sign_in_failures set blocked_until = \(end) where subject = \(subject)")
                    admission.blocks[subject] = end
                }
            }
            return (blocked, admission)
        }
        guard let until else { return admission }
        throw Failure.tooManyRequests(retryAfter: max(1, Int(until.timeIntervalSince(now).rounded(.up))))
    }

    /// One more, unless the subject is blocked.
    private static func counting(_ subject: String, at now: Date) -> SQL {
        """
        insert into sign_in_failures as f (subject, count, last_at) values (\(subject), 1, \(now))
        on conflict (subject) do update set last_at = \(now),
            count = case
                when f.blocked_until > \(now) then f.count
                when f.last_at < \(now.addingTimeInterval(-86_400)) then 1
                else f.count + 1
            end
        returning f.count, f.blocked_until
        """
    }

    /// An attempt that is being looked at: until when others have to wait should it be wrong.
    struct Admission: Sendable {
        fileprivate var blocks: [String: Date] = [:]
    }

    /// The attempt was right, or right as far as it went: it does not count.
    func giveBack(_ admission: Admission) async throws {
        try await scope.database.transaction { transaction in
            _ = try await transaction.pipeline(
                subjects.map { subject in
                    """
                    update sign_in_failures
                    set count = greatest(count - 1, 0), blocked_until = nullif(blocked_until, \(admission.blocks[subject]))
                    where subject = \(subject)
                    """
                })
        }
    }

    /// Whoever gets in has not been guessing.
    func noteSuccess(_ admission: Admission) async throws {
        try await giveBack(admission)
        try await scope.database.write("delete from sign_in_failures where subject = \(subjects[0])")
    }
}
