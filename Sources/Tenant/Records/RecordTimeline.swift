import Foundation
import Platform
import Postgres
import Web

/// What happened to a record lately, newest first.
struct RecordTimeline: Sendable {
    /// The rest stands on the record's page of history.
    static func question(about record: Record, _ context: StaffContext) -> Question<[LoggedEvent]> {
        var filter = EventFilter(timeZone: context.viewer.timeZone)
        filter.record = record.id
        let statement = EventQueries.page(filter, after: nil, limit: limit + 1).named("records.timeline")
        return Question(statement) { try $0.decode(LoggedEvent.self) }
    }

    let type: RecordType
    let entries: [LoggedEvent]
    let names: [String: String]
    let shown: Shown
    /// For taking changes back; nil where the reader may not edit the record.
    var csrf: String?
    /// Where the whole history stands.
    var historyPath: String?

    private static let limit = 50
    private var texts: Texts { shown.texts }

    var html: HTML {
        let more = entries.count > Self.limit ? historyPath : nil
        let link = more.map { "<p><a href=\"\($0)\">\(texts("All that happened"))</a></p>" as HTML }
        return "\(Timeline(entries.prefix(Self.limit).filter(concerns).map(item)))\(link)"
    }

    /// Who sees none of the fields that were changed is not told that there was a change.
    private func concerns(_ entry: LoggedEvent) -> Bool {
        entry.kind != "\(type.name).updated" || entry.after == nil || !entry.changes(seenAs: type).isEmpty
    }

    private func item(_ entry: LoggedEvent) -> TimelineItem {
        let deed = Deed(entry.kind, actor: entry.actor, texts: texts)
        let through = texts(ifAny: Actor.Cause(rawValue: entry.cause)?.label)
        let changes = deed.verb == "updated" ? EventChanges(type: type, names: names, shown: shown).lines(of: entry) : []
        return TimelineItem(
            deed.icon, "\(sentence(deed, changes))\(if: through != nil, " (\(through ?? ""))")", when: shown.since(entry.at),
            instant: Instant.text(entry.at),
            body: body(deed, changes, entry), undo: undo(entry))
    }

    private func body(_ deed: Deed, _ changes: [HTML], _ entry: LoggedEvent) -> HTML? {
        if changes.count > 1 { return "<ul>\(each: changes, { "<li>\($0)</li>" })</ul>" }
        let after = entry.after.flatMap { try? JSONValue(parsing: $0) }?.object
        return deed.quote(after).map { "<bdi>\($0)</bdi>" }
    }

    /// The button that takes a change back; creation and deletion have places of their own.
    private func undo(_ entry: LoggedEvent) -> HTML? {
        guard let csrf, entry.isReversible, entry.verb == "updated" else { return nil }
        return Form(
            post: "/events/\(entry.id.text)/reversal", csrf: csrf, layout: .bare,
            """
            \(FormField("", name: "back", .hidden, value: type.path(entry.recordID)))\
            \(Button(texts("Undo"), kind: .quiet, small: true))
            """
        ).html
    }

    private func sentence(_ deed: Deed, _ changes: [HTML]) -> HTML {
        if deed.verb == "updated", changes.count == 1 { return deed.changing(changes[0]) }
        if deed.verb == "updated" { return deed.changing(fields: changes.count) }
        return deed.sentence("\(texts("this \(type.label.lowercased())"))")
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
                names[id.text] = name
            }
        }
        return names
    }
}
