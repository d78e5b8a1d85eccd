import Foundation
import Platform
import Postgres
import Web

enum TagQueries {
    private static let columns: SQL = "t.id, t.name, t.color, t.created_at"

    static let list: SQL = "select \(columns) from tags t order by lower(t.name), t.id limit 1000"

    static func find(_ id: UUID) -> SQL {
        "select \(columns) from tags t where t.id = \(id)"
    }

    static func named(_ name: String) -> SQL {
        "select \(columns) from tags t where lower(t.name) = lower(\(name))"
    }

    /// Those that are more than grey.
    static let colors: SQL = "select name, color from tags where color <> '' limit 1000"

    static let names: SQL = "select name from tags order by lower(name) limit 1000"

    static func insert(_ id: UUID, name: String, color: TagColor?, at now: Date) -> SQL {
        "insert into tags (id, name, color, created_at) values (\(id), \(name), \(color?.rawValue ?? ""), \(now))"
    }

    static func update(_ id: UUID, name: String, color: TagColor?) -> SQL {
        "update tags set name = \(name), color = \(color?.rawValue ?? "") where id = \(id)"
    }

    static func delete(_ id: UUID) -> SQL {
        "delete from tags where id = \(id)"
    }

    /// The records of a type that have a tag, trash apart, for a batch.
    static func records(_ table: SQLIdentifier, tagged name: String) -> SQL {
        "select r.id from \(table) r where r.tags @> array[\(name)]::text[] and r.deleted_at is null"
    }

    /// The first tags that `text` occurs in, and how many records have each, counted up to `bound`.
    static func page(holding text: String, limit: Int, _ tables: [SQLIdentifier], upTo bound: Int) -> SQL {
        let counts = tables.map { table -> SQL in
            """
            (select count(*) from (
                select 1 from \(table) r where r.tags @> array[t.name] and r.deleted_at is null limit \(literal: bound)
            ) counted)
            """
        }
        return """
            select \(columns), least(\(literal: bound), \(counts.joined(by: " + ")))
            from (
                select * from tags where position(lower(\(text)) in lower(name)) > 0 order by lower(name), id limit \(literal: limit)
            ) t
            order by lower(t.name), t.id
            """
    }

    /// Adds the tags that events have given to records, as far as some record has them still.
    static func adopt(_ events: [UUID], _ tables: [SQLIdentifier], at now: Date) -> SQL {
        let used = tables.map { "exists (select from \($0) r where r.tags @> array[n.name])" as SQL }.joined(by: " or ")
        return """
            insert into tags (id, name, created_at)
            select gen_random_uuid(), n.name, \(now)
            from (
                select distinct jsonb_array_elements_text(e.after->'tags') as name
                from events e where e.id = any(\(events)) and jsonb_typeof(e.after->'tags') = 'array'
            ) n
            where \(used)
            on conflict (name) do nothing
            """
    }
}
