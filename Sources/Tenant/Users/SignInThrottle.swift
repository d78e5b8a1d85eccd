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

    /// - Throws: `Failure.tooManyRequests` while the account or the address is blocked.
    func check() async throws {
        let rows = try await scope.database.read(
            "select max(blocked_until) from sign_in_failures where subject = any(\(subjects)) and blocked_until > \(scope.now)")
        guard let until = try rows.first?.decode(Date?.self) ?? nil else { return }
        throw Failure.tooManyRequests(retryAfter: max(1, Int(until.timeIntervalSince(scope.now).rounded(.up))))
    }

    /// Each failure beyond the limit doubles the wait, up to an hour. A quiet day forgets.
    /// - Parameter entry: writes the attempt down.
    func noteFailure(_ entry: SQL) async throws {
        let now = scope.now
        try await scope.database.transaction { transaction in
            try await transaction.execute(entry)
            for (subject, limit) in zip(subjects, [Self.accountLimit, Self.addressLimit]) {
                let rows = try await transaction.query(
                    """
                    insert into sign_in_failures as f (subject, count, last_at) values (\(subject), 1, \(now))
                    on conflict (subject) do update set last_at = \(now),
                        count = case when f.last_at < \(now.addingTimeInterval(-86_400)) then 1 else f.count + 1 end
                    returning count
                    """)
                let count = try rows.first?.decode(Int.self) ?? 0
                guard count >= limit else { continue }
                let wait = min(3_600, 30 * pow(2, Double(min(count - limit, 10))))
                try await transaction.execute(
                    "update sign_in_failures set blocked_until = \(now.addingTimeInterval(wait)) where subject = \(subject)")
            }
        }
    }

    func noteSuccess() async throws {
        try await scope.database.write("delete from sign_in_failures where subject = \(subjects[0])")
    }
}
