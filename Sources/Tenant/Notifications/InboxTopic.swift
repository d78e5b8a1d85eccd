import Foundation
import Platform
import Postgres

/// What a line of an inbox is about: a record, or something that a kind of notification knows of.
struct InboxTopic: Sendable, Hashable {
    let kind: String
    let key: RecordKey

    init(kind: NotificationKind, _ key: RecordKey) {
        (self.kind, self.key) = (kind.name, key)
    }

    init(_ line: StoredNotification) {
        (kind, key) = (line.kind, RecordKey(type: line.recordType, id: line.recordID))
    }

    /// What one reads of it.
    struct Shown: Sendable {
        let title: String
        let path: String
    }

    /// What `viewer` reads of those that they may see. A record in the trash is shown there.
    static func shown(_ topics: [InboxTopic], to viewer: Viewer, reading: RecordTitles.Reading) async throws -> [RecordKey: Shown] {
        let titles = try await RecordTitles.of(topics.map(\.key), for: viewer, trash: true, reading: reading)
        var shown = titles.mapValues { Shown(title: $0.text, path: $0.path) }
        for (kind, topics) in Dictionary(grouping: topics, by: \.kind) {
            guard let subject = NotificationKind.named(kind)?.subject else { continue }
            for row in try await reading([subject.titles(topics.map(\.key.id), viewer)]).joined() {
                let (id, title) = try row.decode((UUID, String).self)
                shown[RecordKey(type: subject.type, id: id)] = Shown(title: title, path: subject.path(id))
            }
        }
        return shown
    }
}
