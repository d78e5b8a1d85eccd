import Platform
import Postgres
import Web

/// What a save changed, as the event log keeps it: each field before and after.
struct RecordChange {
    private let draft: Draft

    init(_ draft: Draft) {
        self.draft = draft
    }

    func event(_ verb: String) -> Event {
        let fields = draft.changes
        return Event(
            "\(draft.type.name).\(verb)", recordType: draft.type.name, recordID: draft.id,
            before: draft.old.map { old in json(fields) { old[$0.name] } },
            after: json(fields) { draft[$0.name] })
    }

    private func json(_ fields: [Field], _ value: (Field) -> FieldValue) -> JSON {
        var writer = JSONWriter()
        writer.object { writer in
            for field in fields {
                writer.name(dynamic: field.name)
                value(field).write(to: &writer)
            }
        }
        return JSON(text: String(decoding: writer.bytes, as: UTF8.self))
    }
}

extension RecordType {
    /// That an event over alias `e` is not about fields alone which this person does not see; nil where they see all of them.
    var isTold: SQL? {
        guard whole !== self else { return nil }
        return "(e.kind <> \("\(name).updated") or e.after is null or e.after ?| \(fields.map(\.name)))"
    }
}

extension FieldValue: JSONWritable {
    /// As clients see it.
    public func write(to json: inout JSONWriter) {
        switch self {
        case .null: json.null()
        case .text(let text): text.isEmpty ? json.null() : json.value(text)
        case .integer(let number): json.value(number)
        case .number(let number): json.raw(number.description)
        case .money(let minor, let currency):
            json.object {
                $0.field("amount", minor)
                $0.field("currency", currency)
            }
        case .date(let date): json.value(date.description)
        case .instant(let instant): json.value(instant)
        case .bool(let flag): json.value(flag)
        case .id(let id): json.value(id)
        case .tags(let tags): json.array(tags) { $0.value($1) }
        case .rows(let text): json.raw(text)
        }
    }
}
