import Foundation
import Web

/// Fills a draft from a form or a JSON body, and gathers every mistake, so that a person mends them all at once.
struct RecordInput {
    let type: RecordType
    /// Where moments without a zone are meant.
    var timeZone = TimeZone.gmt

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
        var errors: [FieldError] = []
        for member in try json.bodyMembers().members where member.name != "version" {
            do throws(FieldError) {
                let field = try writable(member.name)
                if case .custom = field.type {
                    errors += try fill(&draft, fromCustom: member.value)
                } else {
                    draft.give(try FieldInput(field).value(json: member.value), to: field.name)
                }
            } catch {
                errors.append(error)
            }
        }
        if !errors.isEmpty { throw Failure.invalid(errors) }
    }

    /// A merge patch within the merge patch: null empties one of the tenant's own fields, or all of them.
    private func fill(_ draft: inout Draft, fromCustom json: JSONValue) throws(FieldError) -> [FieldError] {
        if json.isNull {
            for field in type.customFields where !field.isReadOnly { draft.give(.empty(of: field.type), to: field.name) }
            return []
        }
        guard let object = json.object else {
            throw FieldError(field: "custom", code: "wrong_type", message: "Custom fields are an object, not \(json.kind).")
        }
        var errors: [FieldError] = []
        for member in object.members {
            do throws(FieldError) {
                let field = try custom(member.name)
                draft.give(try FieldInput(field).value(json: member.value), to: field.name)
            } catch {
                errors.append(error)
            }
        }
        return errors
    }

    private func custom(_ name: String) throws(FieldError) -> Field {
        guard let field = type.field("custom.\(name)"), field.custom != nil else {
            throw FieldError(field: "custom.\(name)", code: "unknown_field", message: "There is no custom field \"\(name)\".")
        }
        return try unlocked(field)
    }

    private func writable(_ name: String) throws(FieldError) -> Field {
        guard let field = type.field(name), field.uses.contains(.api) else {
            throw FieldError(field: name, code: "unknown_field", message: "\(type.pluralLabel) have no field \"\(name)\".")
        }
        guard field.uses != .system, field.column != nil else {
            throw FieldError(field: name, code: "read_only", message: "\(field.label) is set by the system.")
        }
        return try unlocked(field)
    }

    private func unlocked(_ field: Field) throws(FieldError) -> Field {
        if field.isReadOnly {
            throw FieldError(
                field: field.name, code: "read_only", message: "Your role does not let you change \(field.label.lowercased()).")
        }
        return field
    }

    /// What the form says of one field; nil where it does not carry it.
    func value(of field: Field, in form: FormData) throws(FieldError) -> FieldValue? {
        switch field.type {
        case .rows(let parts):
            guard form.entries.contains(where: { $0.name == field.name || $0.name.hasPrefix(field.name + "[") }) else { return nil }
            return try RowsInput(field: field, parts: parts).value(form)
        case .bool:
            // A box that is not ticked sends nothing; a hidden twin says that the form had one.
            guard form.contains(field.name) else { return nil }
            return .bool(form.strings(field.name).contains("1"))
        case .choices:
            guard form.contains(field.name) else { return nil }
            return try FieldInput(field).value(typed: form.strings(field.name).joined(separator: ","))
        default:
            guard let typed = form.text(field.name) else { return nil }
            return try FieldInput(field, timeZone: timeZone).value(typed: typed)
        }
    }
}
