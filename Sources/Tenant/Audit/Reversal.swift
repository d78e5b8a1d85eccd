import Foundation
import Platform
import Postgres
import Web

/// What some events did to one record, taken together, and so what it takes to undo them.
struct Reversal: Sendable {
    /// As the person who reverts sees it.
    let type: RecordType
    let id: UUID
    private(set) var wasCreated = false
    /// By field: what it was before the first of the events, and after the last.
    private(set) var fields: [(name: String, before: JSONValue, after: JSONValue)] = []
    /// Whether the record was in the trash before, and after.
    private(set) var trash: (before: Bool, after: Bool)?
    /// The last of the events.
    private(set) var lastEvent: UUID
    /// Who caused them.
    private var actors: Set<UUID?> = []

    /// Nothing yet.
    /// - Parameter first: the first event that will be added.
    init(_ type: RecordType, before first: LoggedChange) {
        (self.type, id, lastEvent) = (type, first.recordID, first.id)
    }

    /// - Parameter event: one that came after those added before.
    mutating func add(_ event: LoggedChange) {
        lastEvent = event.id
        actors.insert(event.actorID)
        switch event.verb {
        case "created": wasCreated = true
        case "updated": addFields(event)
        case "deleted": trash = (trash?.before ?? false, true)
        case "restored": trash = (trash?.before ?? true, false)
        default: break
        }
    }

    private mutating func addFields(_ event: LoggedChange) {
        for member in event.after.members {
            if let index = fields.firstIndex(where: { $0.name == member.name }) {
                fields[index].after = member.value
            } else {
                fields.append((member.name, event.before[member.name] ?? .null, member.value))
            }
        }
    }

    /// Where the record goes: nil leaves it where it is.
    var target: (isDeleted: Bool, from: Bool)? {
        if wasCreated { return (true, false) }
        return trash.flatMap { $0.before == $0.after ? nil : ($0.before, $0.after) }
    }

    /// What somebody must be allowed to do with the record.
    var action: Action { target == nil ? .edit : .delete }

    /// Whether `viewer`, and nobody else, caused the events.
    func isDeed(of viewer: Viewer) -> Bool {
        viewer.userID != nil && actors == [viewer.userID]
    }

    /// Whether `viewer` put the record where its present owner has it: then they may bring it back, even if it is out of their
    /// reach now.
    func gaveAway(_ current: Record, by viewer: Viewer) -> Bool {
        guard isDeed(of: viewer), let owner = fields.first(where: { $0.name == "owner_id" })?.after.string, let now = current.ownerID else {
            return false
        }
        return UUID(uuidString: owner) == now
    }

    /// Puts fields back that are still as the events left them.
    /// - Returns: the names of those that are not, with what is in the way.
    func apply(to draft: inout Draft, for viewer: Viewer) -> [(field: String, obstacle: Obstacle)] {
        var left: [(field: String, obstacle: Obstacle)] = []
        for (name, before, after) in fields {
            guard let field = type.field(name), !field.isReadOnly else {
                left.append((name, .outOfReach))
                continue
            }
            guard let was = try? FieldInput(field).value(json: before), let became = try? FieldInput(field).value(json: after) else {
                left.append((name, .outdated))
                continue
            }
            // Giving a record back is giving it to somebody, unless it was oneself who took it from them.
            if name == "owner_id", !isDeed(of: viewer), !type.allows(.assign, for: viewer, owner: was.id) {
                left.append((name, .outOfReach))
                continue
            }
            let now = draft[name]
            if now.means(was) { continue }
            if now.means(became) { draft.give(was, to: name) } else { left.append((name, .changedSince(now))) }
        }
        return left
    }

    /// Why a field stays as it is.
    enum Obstacle {
        case changedSince(FieldValue)
        /// The person may not change it.
        case outOfReach
        /// The field does not take any more what it held.
        case outdated
    }
}

/// A change as the log has it.
struct LoggedChange: Sendable, RowDecodable {
    let id: UUID
    let recordType: String
    let recordID: UUID
    let kind: String
    let actorID: UUID?
    let before: JSONObject
    let after: JSONObject

    init(row: inout RowReader) throws {
        id = try row.next()
        recordType = try row.next()
        recordID = try row.next()
        kind = try row.next()
        actorID = try row.next()
        before = try Self.object(row.next())
        after = try Self.object(row.next())
    }

    private static func object(_ text: String?) throws -> JSONObject {
        try text.flatMap { try JSONValue(parsing: $0).object } ?? JSONObject()
    }

    /// What happened to the record itself; nil for what happened beside it, such as a note.
    var verb: String? {
        let parts = kind.split(separator: ".")
        guard parts.count == 2, parts[0] == recordType, Self.reversible.contains(String(parts[1])) else { return nil }
        return String(parts[1])
    }

    static let reversible = ["created", "updated", "deleted", "restored"]
}
