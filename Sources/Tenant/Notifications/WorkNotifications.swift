import Foundation
import Platform
import Postgres
import Web

extension NotificationKind {
    /// An import that I have started has come to its end.
    static let imported = NotificationKind(
        name: "imported", label: "My import has ended", icon: .upload, occasions: starters(of: ["import.done", "import.failed"]),
        sentence: { told in "Your import of \(told.what) has ended" },
        subject: Subject(
            type: Import.topic, path: { "/imports/\($0.text)" },
            titles: { ids, viewer in "select id, file_name from imports where id = any(\(ids)) and created_by = \(viewer.userID)" }),
        tellsDoer: true, isMailed: false)

    /// A change of many records that I have started has come to its end.
    static let batchDone = NotificationKind(
        name: "batch_done", label: "My change of many records has ended", icon: .list,
        occasions: starters(of: ["batch.done", "batch.failed"]),
        sentence: { told in "Your change of \(told.what) records has ended" },
        subject: Subject(
            type: Batch.topic, path: { Batch.path($0) },
            titles: { ids, viewer in "select id, total::text from batches where id = any(\(ids)) and created_by = \(viewer.userID)" }),
        tellsDoer: true, isMailed: false)

    /// Whoever has set it going.
    private static func starters(of kinds: Set<String>) -> @Sendable ([StoredEvent], TenantTransaction) async throws -> [Occasion] {
        { events, _ in
            events.filter { kinds.contains($0.kind) }.compactMap { event in event.actorID.map { Occasion($0, event) } }
        }
    }
}
