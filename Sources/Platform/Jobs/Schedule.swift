import Foundation
import Postgres

/// Work that comes back: a job that is queued once in each slot of time, whatever the number of servers.
public struct Schedule: Sendable {
    /// When the slots begin. All times are UTC.
    public struct Rhythm: Sendable, Hashable {
        let period: TimeInterval
        let offset: TimeInterval
        /// Tenants take their turns at different moments, so that not all of them want the database at once.
        let isSpread: Bool

        /// At some moment of each period, another one for each tenant.
        public static func every(_ period: Duration) -> Rhythm {
            Rhythm(period: period / .seconds(1), offset: 0, isSpread: true)
        }

        public static func daily(hour: Int, minute: Int = 0) -> Rhythm {
            Rhythm(period: 86_400, offset: Double(hour * 3_600 + minute * 60), isSpread: false)
        }

        /// - Parameter day: 1 is Monday, 7 is Sunday.
        public static func weekly(day: Int, hour: Int, minute: Int = 0) -> Rhythm {
            // The first of January 1970 was a Thursday.
            Rhythm(period: 7 * 86_400, offset: Double((day + 3) % 7 * 86_400 + hour * 3_600 + minute * 60), isSpread: false)
        }

        /// The beginning of the slot that `date` lies in.
        func slot(at date: Date, of tenantID: UUID?) -> Date {
            let shift = offset + (isSpread ? tenantID.map(share) ?? 0 : 0)
            return Date(timeIntervalSince1970: ((date.timeIntervalSince1970 - shift) / period).rounded(.down) * period + shift)
        }

        /// The last bytes of an id are random: a steady moment within the period.
        private func share(_ id: UUID) -> TimeInterval {
            let bytes = withUnsafeBytes(of: id.uuid) { Array($0.suffix(4)) }
            let number = bytes.reduce(0) { $0 << 8 | UInt32($1) }
            return (Double(number) / Double(UInt32.max) * period).rounded(.down)
        }
    }

    /// Names the schedule in the database; never changes once released.
    public let name: String
    let rhythm: Rhythm
    let isPlatform: Bool
    let insertion: @Sendable () throws -> SQL

    /// A job in each tenant. The same job still waiting or running is not queued a second time.
    public init<J: Job>(_ name: String, _ rhythm: Rhythm, job: @escaping @Sendable () -> J) {
        (self.name, self.rhythm, isPlatform) = (name, rhythm, false)
        insertion = { try Self.insertion(kind: J.kind, job(), name) }
    }

    /// A job of the platform.
    public init<J: PlatformJob>(platform name: String, _ rhythm: Rhythm, job: @escaping @Sendable () -> J) {
        (self.name, self.rhythm, isPlatform) = (name, rhythm, true)
        insertion = { try Self.insertion(kind: J.kind, job(), name) }
    }

    /// Due at once by the clock that the queue goes by, whatever the platform's says.
    private static func insertion(kind: String, _ job: some Encodable, _ name: String) throws -> SQL {
        try JobQueries.insert(kind: kind, payload: job, actor: Actor(userID: nil, cause: .job), at: Date(), uniqueKey: "schedule \(name)")
    }

    func next(after date: Date, of tenantID: UUID?) -> Date {
        rhythm.slot(at: date, of: tenantID).addingTimeInterval(rhythm.period)
    }
}

enum ScheduleQueries {
    /// A schedule that is seen for the first time begins with its next slot.
    static func register(_ schedules: [Schedule], at now: Date, of tenantID: UUID?) -> SQL {
        """
        insert into job_schedules (name, slot)
        select w.name, w.slot from \(slots(schedules, now, tenantID))
        where not exists (select from job_schedules s where s.name = w.name)
        on conflict (name) do nothing
        """
    }

    /// Moves on to the current slot. Of several servers one gets the name back, the others wait for it and get nothing.
    static func advance(_ schedules: [Schedule], at now: Date, of tenantID: UUID?) -> SQL {
        """
        update job_schedules s set slot = w.slot from \(slots(schedules, now, tenantID))
        where s.name = w.name and s.slot < w.slot
        returning s.name
        """
    }

    /// Changes one row for whoever takes the slot first, and none for all others.
    static func take(_ name: String, _ slot: Date) -> SQL {
        """
        insert into job_schedules as s (name, slot) values (\(name), \(slot))
        on conflict (name) do update set slot = excluded.slot where s.slot < excluded.slot
        """
    }

    private static func slots(_ schedules: [Schedule], _ now: Date, _ tenantID: UUID?) -> SQL {
        "unnest(\(schedules.map(\.name)), \(schedules.map { $0.rhythm.slot(at: now, of: tenantID) })) as w (name, slot)"
    }
}
