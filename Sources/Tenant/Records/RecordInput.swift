import Foundation
import Web

/// Fills a draft from a form or a JSON body, and gathers every mistake, so that a person mends them all at once.
struct RecordInput {
    let type: RecordType

    /// Only the fields that the form carries change.
    func fill(_ draft: inout Draft, from form: FormData) throws {
        var errors: [FieldError] = []
        for field in type.fields(for: .form) where !field.isReadOnly {
            do throws(FieldError) {
                if let value = try value(of: field, in: form) { draft.give(value, to: field.name) }
            } catch {
                errors.append(error)
            }
        }
        if !errors.isEmpty { throw Failure.invalid(errors) }
    }

    /// A merge patch: members that are absent stay as they are. Unknown ones are refused, so that a typing error never looks
    /// like success.
    func fill(_ draft: inout Draft, from json: JSONValue) throws {
        guard let object = json.object else { throw Failure.badRequest(detail: "The body is a JSON object.") }
        var errors: [FieldError] = []
        for member in object.members where member.name != "version" {
            do throws(FieldError) {
                let field = try writable(member.name)
                draft.give(try FieldInput(field).value(json: member.value), to: field.name)
            } catch {
                errors.append(error)
            }
        }
        if !errors.isEmpty { throw Failure.invalid(errors) }
    }

    private func writable(_ name: String) throws(FieldError) -> Field {
        guard let field = type.field(name), field.uses.contains(.api) else {
            throw FieldError(field: name, code: "unknown_field", message: "\(type.pluralLabel) have no field \"\(name)\".")
        }
        guard field.uses != .system, field.column != nil else {
            throw FieldError(field: name, code: "read_only", message: "\(field.label) is set by the system.")
        }
        if field.isReadOnly {
            throw FieldError(field: name, code: "read_only", message: "Your role does not let you change \(field.label.lowercased()).")
        }
        return field
    }

    private func value(of field: Field, in form: FormData) throws(FieldError) -> FieldValue? {
        switch field.type {
        case .rows(let parts):
            guard form.entries.contains(where: { $0.name == field.name || $0.name.hasPrefix(field.name + "[") }) else { return nil }
            return try RowsInput(field: field, parts: parts).value(form)
        case .bool:
            // A box that is not ticked sends nothing; a hidden twin says that the form had one.
            guard form.contains(field.name) else { return nil }
            return .bool(form.strings(field.name).contains("1"))
        default:
            guard let typed = form.text(field.name) else { return nil }
            return try FieldInput(field).value(typed: typed)
        }
    }
}
