import Foundation
import Platform
import Postgres
import Web

enum HomeQueries {
    /// All, new and own records of a type, each counted up to where a person stops caring.
    static func counts(of type: RecordType, viewer: Viewer, at now: Date) throws -> [SQL] {
        let within = FilterCondition(field: "created_at", comparison: .within, values: ["last_30_days"])
        let mine = FilterCondition(field: "owner_id", comparison: .eq, values: ["me"])
        return try [nil, Filter.condition(within), .condition(mine)].map { filter in
            var query = RecordQuery(type, viewer: viewer, fields: [])
            query.narrow(to: filter, at: now)
            return try query.count(upTo: RecordTotal.exactUpTo + 1)
        }
    }

    /// The latest few records of a type.
    static func newest(of type: RecordType, viewer: Viewer) -> RecordQuery {
        let shown = Set(type.titleFields + [type.subtitleField])
        var query = RecordQuery(type, viewer: viewer, fields: type.fields.filter { shown.contains($0.name) })
        query.sort = [SortKey("created_at", descending: true)]
        query.limit = 5
        return query
    }

    /// The newest events whose record the viewer may see. The log is read from its end and no further than needed.
    static func recent(of types: [RecordType], viewer: Viewer) -> SQL {
        let titled = types.map { type -> SQL in
            let told: SQL = type.isTold.map { " where \($0)" } ?? ""
            let title = type.titleFields.map { "r.\(SQLIdentifier(unchecked: $0))" as SQL }.joined(by: " || ' ' || ")
            return """
                select e.id, e.at, e.kind, e.record_type, e.record_id, btrim(\(title)) as title, e.actor_id
                from (select * from events where record_type = \(type.name) order by id desc limit 200) e
                join \(type.table) r on r.id = e.record_id and r.deleted_at is null and \(type.allows(.view, for: viewer))\(told)
                """
        }
        // Whose roles open no record type at all has a home, too.
        guard !titled.isEmpty else { return "select e.at, e.kind, e.record_type, e.record_id, '', '' from events e where false" }
        let sql: SQL = """
            select e.at, e.kind, e.record_type, e.record_id, e.title, u.name
            from (\(titled.joined(by: " union all "))) e left join users u on u.id = e.actor_id
            order by e.id desc limit 15
            """
        return sql.named("home.recent")
    }
}

struct RecentActivity: Sendable, RowDecodable {
    let at: Date
    let kind: String
    let recordType: String
    let recordID: UUID
    let title: String
    let actor: String?

    init(row: inout RowReader) throws {
        at = try row.next()
        kind = try row.next()
        recordType = try row.next()
        recordID = try row.next()
        title = try row.next()
        actor = try row.next()
    }
}
