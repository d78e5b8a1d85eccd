import Foundation
import Platform
import Postgres

enum TrashQueries {
    /// So few that nobody waits for what a purge has locked.
    static let chunk = 500

    static func expired(_ type: RecordType, before limit: Date) -> SQL {
        """
        select id from \(type.table) t
        where deleted_at < \(limit) and not exists (select from merged_records m where m.record_id = t.id) order by deleted_at limit \(literal: chunk) for update skip locked
        """
    }

    static func purge(_ ids: [UUID], of type: RecordType) -> SQL {
        "delete from \(type.table) where id = any(\(ids))"
    }

    /// What of these types is in the trash, as far as the viewer sees it, the latest first.
    /// - Parameter place: the last record of the page before.
    static func page(_ types: [RecordType], for viewer: Viewer, after place: LogPlace?, limit: Int) throws -> SQL {
        let parts = try types.map { type -> SQL in
            var query = RecordQuery(type, viewer: viewer, fields: [])
            query.showsDeleted = true
            let position: SQL = place.map { " and (r.deleted_at, r.id) < (\($0.at), \($0.id))" } ?? ""
            return """
                (select \(type.name)::text as record_type, r.id, \(type.titleExpression) as title, r.deleted_at, r.updated_by
                 \(try query.source())\(position) order by r.deleted_at desc, r.id desc limit \(literal: limit))
                """
        }
        return """
            select t.record_type, t.id, t.title, t.deleted_at, u.name
            from (\(parts.joined(by: " union all "))) t left join users u on u.id = t.updated_by
            order by t.deleted_at desc, t.id desc limit \(literal: limit)
            """
    }
}

extension RecordType {
    /// What a query over alias `r` calls a record; empty where it has no name.
    var titleExpression: SQL {
        let parts = titleFields.compactMap { field($0)?.column }.map { "r.\($0)" as SQL }
        let name: SQL = parts.isEmpty ? "''" : "btrim(\(parts.joined(by: " || ' ' || ")))"
        guard let email = field("email")?.column else { return name }
        return "coalesce(nullif(\(name), ''), r.\(email))"
    }
}

/// A record in the trash.
struct TrashedRecord: Sendable, RowDecodable {
    let recordType: String
    let id: UUID
    let title: String
    let deletedAt: Date
    /// Nil where no person deleted it.
    let deletedBy: String?

    init(row: inout RowReader) throws {
        recordType = try row.next()
        id = try row.next()
        title = try row.next()
        deletedAt = try row.next()
        deletedBy = try row.next()
    }
}
