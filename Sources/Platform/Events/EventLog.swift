import Foundation
import Postgres
import Web

/// A tenant's whole event log, for operators: whether it is as it was written, and how to take personal data out of it.
public struct EventLog: Sendable {
    private let platform: Platform
    private let tenant: Tenant

    /// - Parameter platform: one whose client is the `owner` login, since not even the tenant may change its history.
    public init(_ platform: Platform, of tenant: Tenant) {
        (self.platform, self.tenant) = (platform, tenant)
    }

    /// Follows the chain of seals from its beginning.
    /// - Parameter head: what an earlier run has shown and somebody has kept: it must still be part of the chain.
    public func verify(against head: ChainHead? = nil) async throws -> SealedChain {
        var (chain, hasMore) = (SealedChain(name: tenant.slug, mustHold: head), true)
        while hasMore && chain.problem == nil {
            let rows = try await perform(EventSeal.check(after: chain.rows))
            for row in rows where chain.problem == nil {
                let (number, events, hash, holds) = try row.decode((Int, Int, String, Bool).self)
                chain.follow(number, entries: events, hash: hash, holds: holds)
            }
            hasMore = !rows.isEmpty
        }
        chain.end()
        if let problem = try await erasures(), chain.problem == nil { chain.problem = problem }
        return chain
    }

    /// As `verify`, with a log that cannot be read as a problem among others.
    public func verified(against head: ChainHead? = nil) async -> SealedChain {
        do {
            return try await verify(against: head)
        } catch {
            var chain = SealedChain(name: tenant.slug, mustHold: head)
            chain.problem = "the log cannot be read: \(error)"
            return chain
        }
    }

    private func erasures() async throws -> String? {
        let count = try await perform(EventSeal.unexplained).first?.decode(Int.self) ?? 0
        return count == 0 ? nil : "\(count) events were emptied without an event that says so"
    }

    /// A record that the log tells of.
    public struct LoggedRecord: Sendable {
        let type: String
        let id: UUID
        /// How many of its events have not been emptied.
        public let events: Int
    }

    /// - Throws: `UnknownName` for what no event tells of.
    public func record(_ type: String, _ id: String) async throws -> LoggedRecord {
        guard let number = UUID(uuidString: id) else { throw UnknownName(type, id) }
        let rows = try await perform(
            """
            select count(*), count(*) filter (where erased_by is null and kind <> 'event.erased') from events
            where record_type = \(type) and record_id = \(number)
            """)
        guard let (all, full) = try rows.first?.decode((Int, Int).self), all > 0 else { throw UnknownName(type, id) }
        return LoggedRecord(type: type, id: number, events: full)
    }

    /// Takes out what the events of a record say was changed; that something was stays. The erasure is an event itself.
    /// - Returns: how many events were emptied.
    @discardableResult
    public func erase(_ record: LoggedRecord) async throws -> Int {
        let (id, actor) = (UUID.v7(), Actor(userID: nil, cause: .console))
        return try await platform.client.transaction(settings) { transaction in
            try await transaction.execute(
                """
                insert into events (id, at, kind, record_type, record_id, cause)
                values (\(id), \(platform.now()), 'event.erased', \(record.type), \(record.id), \(actor.cause.rawValue))
                """)
            return try await transaction.execute(
                """
                update events e set erased_digest = \(EventSeal.payload), erased_by = \(id), before = null, after = null, salt = null
                where e.record_type = \(record.type) and e.record_id = \(record.id) and e.erased_by is null
                  and e.kind <> 'event.erased'
                """)
        }
    }

    func perform(_ statement: SQL) async throws -> Rows {
        try await platform.client.perform(settings, statement)
    }

    private var settings: UnitSettings {
        UnitSettings(searchPath: tenant.schema.searchPath, statementTimeout: .seconds(300))
    }
}
