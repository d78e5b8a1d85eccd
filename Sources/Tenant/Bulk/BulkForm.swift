import Foundation
import Hummingbird
import Platform
import Web

/// What the bulk bar of a list, and the pages behind it, send: which records are meant, and what is to become of them.
struct BulkForm: Sendable {
    let type: RecordType
    let form: FormData

    /// The ticked rows. They come one by one from the list, and with commas between from an address.
    var ids: [UUID] {
        form.strings("ids").flatMap { $0.split(separator: ",") }.compactMap { UUID(uuidString: String($0)) }
    }

    var isAboutAll: Bool { form.bool("all") }
    /// The list that the rows stand in, as its address says it.
    var list: String { form.string("list") }
    var listPath: String { type.path + (list.isEmpty ? "" : "?\(list)") }

    /// - Throws: `Failure.invalid` where no record is meant.
    func selection(_ context: StaffContext) async throws -> BulkSelection {
        if isAboutAll { return .matching(try await state(context).query(fields: [], at: context.scope.now)) }
        let ids = Array(Set(ids).prefix(BulkSelection.idLimit))
        guard !ids.isEmpty else { throw Failure.invalid("ids", "required", "Tick at least one row.") }
        return .ids(ids)
    }

    func state(_ context: StaffContext) async throws -> ListState {
        try await ListState.load(type, APIQuery(query: list, allowing: ListState.ownParameters), context)
    }

    /// The same selection, for the address of the next page.
    func address(of action: String) -> String {
        var pairs = [("action", action), ("list", list)]
        pairs.append(isAboutAll ? ("all", "1") : ("ids", ids.map { $0.text }.joined(separator: ",")))
        return "\(type.path)/batches/new?" + pairs.map { "\($0.0)=\($0.1.queryEscaped)" }.joined(separator: "&")
    }

    /// The same selection, for the form of the next page.
    var hiddenFields: HTML {
        let which: HTML =
            isAboutAll
            ? "\(FormField("", name: "all", .hidden, value: "1"))"
            : "\(FormField("", name: "ids", .hidden, value: ids.map { $0.text }.joined(separator: ",")))"
        return "\(FormField("", name: "list", .hidden, value: list))\(which)"
    }

    /// - Throws: `Failure.invalid` naming what is missing or wrong.
    func change(timeZone: TimeZone) throws -> BulkChange {
        switch form.string("action") {
        case "edit": return .edit(try values(timeZone))
        case "assign":
            guard let field = type.field("owner_id") else { throw Failure.notFound }
            return .edit(try values(of: field, timeZone))
        case "tags":
            let split = { (name: String) in form.string(name).split(separator: ",").map { JSONValue.string(String($0)) } }
            return try BulkChange(asked: ["action": "tags", "add": .array(split("add")), "remove": .array(split("remove"))])
        case let action: return try BulkChange(asked: ["action": .string(action)])
        }
    }

    /// The field that is to be edited, once it has been chosen.
    var field: Field? {
        type.field(form.string("field")).flatMap { $0.takesBulkEdits ? $0 : nil }
    }

    private func values(_ timeZone: TimeZone) throws -> JSONObject {
        guard let field else { throw Failure.invalid("field", "required", "Choose a field.") }
        return try values(of: field, timeZone)
    }

    private func values(of field: Field, _ timeZone: TimeZone) throws -> JSONObject {
        let given: FieldValue?
        do throws(FieldError) {
            given = try RecordInput(type: type, timeZone: timeZone).value(of: field, in: form)
        } catch {
            throw Failure.invalid([error])
        }
        guard let value = given else { throw Failure.invalid(field.name, "required", "Say what it becomes.") }
        var values = JSONObject()
        if let custom = field.custom {
            var members = JSONObject()
            members[custom.description] = value.json
            values["custom"] = .object(members)
        } else {
            values[field.name] = value.json
        }
        return values
    }
}

extension Field {
    /// Whether one value can be given to many records: not a list of entries that each has its own of.
    var takesBulkEdits: Bool { uses.contains(.form) && !isReadOnly && isSingle }
}
