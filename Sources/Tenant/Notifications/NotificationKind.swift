import Foundation
import Platform
import Postgres
import Web

/// Something that people are told of. A feature declares its own; all else follows: inbox, bell, mails, choices, API.
struct NotificationKind: Sendable {
    /// As stored and as clients see it; never changes once released.
    let name: String
    /// What the page of choices calls it.
    let label: Phrase
    let icon: Icon
    /// Whom these events concern; asked with all events of a batch, whatever they are about.
    let occasions: @Sendable ([StoredEvent], TenantTransaction) async throws -> [Occasion]
    /// What has happened, on one line.
    let sentence: @Sendable (Happening) -> Phrase
    /// What it is about, where that is no record.
    var subject: Subject?
    /// Which of the type's records it is about, where it is about many: a query of the list.
    var list: String?
    /// Whether whoever did it is told too: what they have started has come to its end.
    var tellsDoer = false
    /// Whether it is mailed to those who have not chosen.
    var isMailed = true

    /// What a sentence is made of.
    struct Happening: Sendable {
        let who: String
        let what: String
        /// How often it has happened.
        let times: Int
        /// How many further records it has happened to at once.
        let others: Int
    }

    /// Something beside records that one can be told about.
    struct Subject: Sendable {
        /// As events call it.
        let type: String
        let path: @Sendable (UUID) -> String
        /// Selects id and title of those among these that the viewer may see.
        let titles: @Sendable ([UUID], Viewer) -> SQL
    }

    /// Every kind that a feature has declared.
    static let all: [NotificationKind] = Features.all.flatMap(\.notifications)
    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    static func named(_ name: String) -> NotificationKind? { byName[name] }
}

/// An event, and somebody whom it concerns.
struct Occasion: Sendable {
    let userID: UUID
    let event: StoredEvent

    init(_ userID: UUID, _ event: StoredEvent) {
        (self.userID, self.event) = (userID, event)
    }
}

extension StoredEvent {
    var record: RecordKey { RecordKey(type: recordType, id: recordID) }

    /// The last part of the kind, such as `created`.
    var verb: String { kind.split(separator: ".").last.map { String($0) } ?? "" }

    func before(_ name: String) -> JSONValue? { Self.member(name, of: before) }
    func after(_ name: String) -> JSONValue? { Self.member(name, of: after) }

    private static func member(_ name: String, of text: String?) -> JSONValue? {
        text.flatMap { try? JSONValue(parsing: $0) }?[name]
    }
}

extension JSONValue {
    var id: UUID? { string.flatMap { UUID(uuidString: $0) } }
    var ids: [UUID] { array?.compactMap(\.id) ?? [] }
}
