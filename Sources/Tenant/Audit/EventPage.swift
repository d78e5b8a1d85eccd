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

    static func load(_ filter: EventFilter, after place: LogPlace?, limit: Int, in scope: TenantScope) async throws -> EventPage {
        let found = try await scope.database.read(EventQueries.page(filter, after: place, limit: limit + 1)).decode(LoggedEvent.self)
        if found.count > limit { return EventPage(events: Array(found.prefix(limit)), next: found[limit - 1].place, isSearching: false) }
        let end = try await scope.database.read(EventQueries.endOfWindow(filter, after: place)).decode(LogPlace.self).first
        return EventPage(events: found, next: end, isSearching: end != nil)
    }
}
