import Foundation
import Platform
import Postgres
import Web

/// What happened to a record, newest first.
struct RecordTimeline: Sendable {
    struct Entry: Sendable, RowDecodable {
        let at: Date
        let kind: String
        let cause: String
        let before: String?
        let after: String?
        let actor: String?

        init(row: inout RowReader) throws {
            at = try row.next()
            kind = try row.next()
            cause = try row.next()
            before = try row.next()
            after = try row.next()
            actor = try row.next()
        }
    }

    static func query(_ recordID: UUID, limit: Int = 50) -> SQL {
        let sql: SQL = """
            select e.at, e.kind, e.cause, e.before, e.after, u.name
            from events e left join users u on u.id = e.actor_id
            where e.record_id = \(recordID) order by e.id desc limit \(limit)
            """
        return sql.named("records.timeline")
    }

    let type: RecordType
    let entries: [Entry]
    let names: [String: String]
    let shown: Shown

    private var texts: Texts { shown.texts }

    var html: HTML {
        Timeline(entries.map(item)).html
    }

    private func item(_ entry: Entry) -> TimelineItem {
        let verb = entry.kind.split(separator: ".").last.map { String($0) } ?? ""
        let deed = Deed(verb, actor: entry.actor, texts: texts)
        let through = texts(ifAny: Actor.Cause(rawValue: entry.cause)?.label)
        let icon: Icon = ["created": .plus, "updated": .edit, "deleted": .trash, "restored": .undo][verb] ?? .activity
        let changes = verb == "updated" ? changes(of: entry) : []
        return TimelineItem(
            icon, "\(sentence(deed, changes))\(if: through != nil, " (\(through ?? ""))")", when: shown.since(entry.at),
            instant: Instant.text(entry.at),
            body: changes.count > 1 ? "<ul>\(each: changes, { "<li>\($0)</li>" })</ul>" : nil)
    }

    private func sentence(_ deed: Deed, _ changes: [HTML]) -> HTML {
        if deed.verb == "updated", changes.count == 1 { return deed.changing(changes[0]) }
        if deed.verb == "updated" { return deed.changing(fields: changes.count) }
        return deed.sentence("\(texts("this \(type.label.lowercased())"))")
    }

    private func changes(of entry: Entry) -> [HTML] {
        let before = object(entry.before)
        let after = object(entry.after)
        return (after?.names ?? []).compactMap { name in
            guard let field = type.field(name) else { return nil }
            let (old, new) = (text(before?[name], field), text(after?[name], field))
            return texts.html("\(field.label) from \(html: bold(old)) to \(html: bold(new))")
        }
    }

    private func bold(_ value: String) -> HTML {
        "<b><bdi>\(value.isEmpty ? texts("nothing") : value)</bdi></b>"
    }

    private func object(_ text: String?) -> JSONObject? {
        text.flatMap { try? JSONValue(parsing: $0) }?.object
    }

    private func text(_ json: JSONValue?, _ field: Field) -> String {
        guard let json, let value = try? FieldInput(field).value(json: json) else { return "" }
        if let id = value.id { return names[id.uuidString.lowercased()] ?? texts("another one") }
        return shown.text(value, field.type)
    }

    /// The ids of people and records that the entries mention.
    static func mentioned(in entries: [Entry], of type: RecordType) -> [UUID] {
        entries.flatMap { entry in
            [entry.before, entry.after].compactMap { $0 }.flatMap { text -> [UUID] in
                guard let object = (try? JSONValue(parsing: text))?.object else { return [] }
                return object.members.compactMap { member in
                    type.field(member.name).flatMap { $0.isReference ? member.value.string.flatMap { UUID(uuidString: $0) } : nil }
                }
            }
        }
    }
}

extension Field {
    /// Whether it holds the id of a person or a record.
    var isReference: Bool {
        switch type {
        case .user, .link: true
        default: false
        }
    }
}

/// Names for ids, as far as the viewer may see what they name.
struct NameLookup: Sendable {
    let scope: TenantScope

    func names(of ids: [UUID]) async throws -> [String: String] {
        if ids.isEmpty { return [:] }
        let people: SQL = "select id, name from users where id = any(\(ids))"
        let records = scope.viewer.records.all.map { type -> SQL in
            let title = type.titleFields.map { "r.\(SQLIdentifier(unchecked: $0))" as SQL }.joined(by: " || ' ' || ")
            return """
                select r.id, btrim(\(title)) from \(type.table) r
                where r.id = any(\(ids)) and r.deleted_at is null and \(type.allows(.view, for: scope.viewer))
                """
        }
        var names: [String: String] = [:]
        for rows in try await scope.database.read([people] + records) {
            for row in rows {
                let (id, name) = try row.decode((UUID, String).self)
                names[id.uuidString.lowercased()] = name
            }
        }
        return names
    }
}
