import Foundation
import Platform
import Postgres
import Web

/// What is to be done with each of many records.
enum BulkChange: Sendable, Hashable {
    /// Sets fields to values, as a JSON body gives them.
    case edit(JSONObject)
    case tags(add: [String], remove: [String])
    case delete
    case restore
    /// Takes back what a batch has done.
    case revert(batch: UUID)
    /// Takes back one event.
    case revertEvent(UUID)

    /// What somebody must be allowed to do with the records.
    var action: Action {
        switch self {
        case .edit, .tags, .revert, .revertEvent: .edit
        case .delete, .restore: .delete
        }
    }

    /// What it is about is in the trash.
    var isAboutDeleted: Bool { self == .restore }
}

extension BulkChange {
    /// As a batch keeps it.
    var stored: JSON { JSON(text: String(decoding: json.serialized, as: UTF8.self)) }

    private var json: JSONValue {
        switch self {
        case .edit(let values): ["action": "edit", "values": .object(values)]
        case .tags(let add, let remove):
            ["action": "tags", "add": .array(add.map { .string($0) }), "remove": .array(remove.map { .string($0) })]
        case .delete: ["action": "delete"]
        case .restore: ["action": "restore"]
        case .revert(let batch): ["action": "revert", "batch": .string(batch.text)]
        case .revertEvent(let event): ["action": "revert_event", "event": .string(event.text)]
        }
    }

    /// - Throws: `Failure.invalid` for what is no change.
    init(stored text: String) throws {
        let json = try JSONValue(parsing: text)
        switch json["action"]?.string {
        case "revert": self = .revert(batch: json["batch"]?.string.flatMap { UUID(uuidString: $0) } ?? UUID())
        case "revert_event": self = .revertEvent(json["event"]?.string.flatMap { UUID(uuidString: $0) } ?? UUID())
        default: self = try BulkChange(asked: json)
        }
    }

    /// As clients know it.
    var name: String { json["action"]?.string ?? "" }

    /// The names that clients give.
    static let names = ["edit", "tags", "delete", "restore"]

    init(asked json: JSONValue) throws {
        self = try JSONInput.read(json) { try BulkChange(&$0) }
    }

    /// As a client asks for it: `action` and what that takes.
    init(_ input: inout JSONInput) throws {
        let values = input.object("values") ?? JSONObject()
        let (add, remove) = (input.texts("add") ?? [], input.texts("remove") ?? [])
        switch try input.required("action", of: Self.names, as: { $0 }) {
        case "edit":
            guard !values.isEmpty else { throw input.missing("values", "Say which fields become what.") }
            self = .edit(values)
        case "tags":
            guard !add.isEmpty || !remove.isEmpty else { throw input.missing("add", "Give at least one tag.") }
            self = .tags(add: add, remove: remove)
        case "restore": self = .restore
        default: self = .delete
        }
    }
}
