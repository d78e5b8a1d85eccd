import Foundation
import Postgres

extension Platform {
    /// Follows what servers tell each other, over one connection: which tenants are not what they were, and what changed in them.
    func followAnnouncements() async {
        for await event in client.listen(to: ["tenants", "live"]) {
            switch event {
            case .connected:
                directory.forgetAll()
                live.connected()
            case .notification("live", let payload): live.hear(payload)
            case .notification(_, let payload): if let id = UUID(uuidString: payload) { directory.forget(id) }
            }
        }
    }

    /// Tells all servers, this one included, and has workers look after those whose events somebody waits for.
    func announce(_ changes: Pulse.Changes) async throws {
        try await client.perform(
            UnitSettings(),
            [
                DueTenantQueries.wake(Array(changes.keys)),
                "select pg_notify('live', payload) from unnest(\(LiveMessage.payloads(changes))) as payload",
            ])
        worker.wake()
    }
}
