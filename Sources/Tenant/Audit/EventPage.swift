import Foundation
import Platform
import Postgres
import Web

/// A page of a tenant's log, and where it goes on.
struct EventPage: Sendable {
    let events: [LoggedEvent]
    let next: LogPlace?
    /// The next page begins behind events that were looked at in vain: what is wanted is rare.
    let isSearching: Bool

    /// What cursors of the log are good for.
    static func list(_ tenant: Tenant) -> String { "\(tenant.id)/events" }

    /// - Parameter type: of the record that the events are about, as the reader sees it; nil for the whole log.
    static func load(
        _ filter: EventFilter, after place: LogPlace?, limit: Int, seenAs type: RecordType? = nil, in scope: TenantScope
    ) async throws -> EventPage {
        let query = EventQueries.page(filter, after: place, limit: limit + 1, seenAs: type)
        let found = try await scope.database.read(query).decode(LoggedEvent.self)
        if found.count > limit { return EventPage(events: Array(found.prefix(limit)), next: found[limit - 1].place, isSearching: false) }
        let end = try await scope.database.read(EventQueries.endOfWindow(filter, after: place)).decode(LogPlace.self).first
        return EventPage(events: found, next: end, isSearching: end != nil)
    }
}
