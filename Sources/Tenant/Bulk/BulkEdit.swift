import Foundation
import Web

/// A change of fields, read once and then done to one record after the other.
struct BulkEdit {
    private let values: [String: FieldValue]
    private let tags: TagChange?

    private struct TagChange {
        let field: Field
        let add: [String]
        let remove: Set<String>
    }

    /// Those that get the same value in every record.
    var fields: Set<String> { Set(values.keys) }

    /// - Parameter type: as the person sees it, so that nobody changes what they do not see.
    /// - Throws: `Failure.invalid` for what a field does not take.
    init(_ change: BulkChange, of type: RecordType) throws {
        switch change {
        case .edit(let values): (self.values, tags) = (try Self.read(values, type), nil)
        case .tags(let add, let remove): (values, tags) = ([:], try Self.read(add, remove, type))
        case .delete, .restore, .revert, .revertEvent: (values, tags) = ([:], nil)
        }
    }

    private static func read(_ values: JSONObject, _ type: RecordType) throws -> [String: FieldValue] {
        var draft = Draft(new: type, id: .v7())
        try RecordInput(type: type).fill(&draft, from: .object(values))
        return Dictionary(uniqueKeysWithValues: draft.given.map { ($0, draft[$0]) })
    }

    private static func read(_ add: [String], _ remove: [String], _ type: RecordType) throws -> TagChange {
        guard let field = type.field("tags"), !field.isReadOnly else {
            throw Failure.invalid("tags", "unknown_field", "\(type.pluralLabel) have no field \"\("tags")\".")
        }
        do throws(FieldError) {
            let added = try FieldInput(field).value(json: .array(add.map { .string($0) })).tags
            return TagChange(field: field, add: added, remove: Set(remove.compactMap { cleanText($0) }))
        } catch {
            throw Failure.invalid("add", error.code, error.message)
        }
    }

    /// - Throws: where the record cannot take it, such as a tag more than fit.
    func apply(to draft: inout Draft) throws(FieldError) {
        for (name, value) in values { draft.give(value, to: name) }
        guard let tags else { return }
        let there = draft["tags"].tags.filter { !tags.remove.contains($0) }
        let value = try FieldInput(tags.field).value(json: .array((there + tags.add).map { .string($0) }))
        draft.give(value, to: tags.field.name)
    }
}
