import Foundation
import Platform
import Postgres
import Web

enum ImportQueries {
    private static let columns: SQL = """
        id, record_type, file_name, file_digest, file_size, encoding, dialect, header, sample, mapping, mode, match_on, options, state,
        position, created_count, updated_count, unchanged_count, rejected_count, linked_count, error, created_by, created_at, started_at,
        finished_at, \(isReverted), is_interrupted
        """

    private static let isReverted: SQL = "exists (\(BatchQueries.standing("v.reverts = imports.id")))"

    /// Admins see everybody's imports, everybody else their own.
    private static func visible(to viewer: Viewer) -> SQL {
        viewer.permissions.managesTenant ? "true" : "created_by = \(viewer.userID)"
    }

    static func find(_ id: UUID, visibleTo viewer: Viewer) -> SQL {
        "select \(columns) from imports where id = \(id) and \(visible(to: viewer))"
    }

    /// Of records of these types the newest first, behind the one with the id `last`.
    static func list(of types: [RecordType], visibleTo viewer: Viewer, before last: UUID? = nil, limit: Int = 50) -> SQL {
        let earlier: SQL = last.map { "id < \($0)" } ?? "true"
        return """
            select \(columns) from imports
            where record_type = any(\(types.map(\.name))) and \(visible(to: viewer)) and \(earlier) order by id desc limit \(limit)
            """
    }

    static func insert(_ new: NewImport, id: UUID, by user: UUID, at now: Date) throws -> SQL {
        """
        insert into imports (id, record_type, file_name, file_digest, file_size, encoding, dialect, header, sample, mapping, mode,
            match_on, options, state, created_by, created_at)
        values (\(id), \(new.type.name), \(new.fileName), \(new.digest.description), \(new.fileSize), \(new.encoding.rawValue),
            \(try json(new.dialect)), \(new.header), \(try json(new.sample)), \(try json(new.plan.mapping)), \(new.plan.mode.rawValue),
            \(new.plan.keys.joined(separator: ",")), \(try json(new.plan.options)), 'mapping', \(user), \(now))
        """
    }

    static func configure(_ id: UUID, _ plan: ImportPlan) throws -> SQL {
        """
        update imports set mapping = \(try json(plan.mapping)), mode = \(plan.mode.rawValue),
            match_on = \(plan.keys.joined(separator: ",")), options = \(try json(plan.options))
        where id = \(id) and state in ('mapping', 'checked')
        """
    }

    /// Begins from the first row, as a check or for real.
    static func begin(_ id: UUID, _ state: Import.State, at now: Date) -> [SQL] {
        [
            """
            update imports set state = \(state.rawValue), position = null, created_count = 0, updated_count = 0, unchanged_count = 0,
                rejected_count = 0, linked_count = 0, error = null, is_interrupted = false, started_at = \(now), finished_at = null
            where id = \(id) and state in ('mapping', 'checked')
            """,
            "delete from import_rejects where import_id = \(id)",
            "delete from import_links where import_id = \(id)",
        ]
    }

    /// This run of it: somebody may have stopped it meanwhile, and begun another.
    private static func isCurrent(_ source: Import) -> SQL {
        "id = \(source.id) and state = \(source.state.rawValue) and started_at = \(source.startedAt)"
    }

    /// Changes nothing where the run is over.
    static func advance(_ source: Import, to position: CSVPosition, _ counts: Import.Counts) throws -> SQL {
        """
        update imports set position = \(try json(position)), created_count = \(counts.created), updated_count = \(counts.updated),
            unchanged_count = \(counts.unchanged), rejected_count = \(counts.rejected), linked_count = \(counts.linked)
        where \(isCurrent(source))
        """
    }

    /// Changes nothing where the run is over.
    static func count(linked: Int, of source: Import) -> SQL {
        "update imports set linked_count = linked_count + \(linked) where \(isCurrent(source))"
    }

    /// Changes nothing where the run is over.
    static func finish(_ source: Import, _ state: Import.State, error: String? = nil, linked: Int = 0, at now: Date) -> SQL {
        """
        update imports set state = \(state.rawValue), error = \(error), finished_at = \(now), linked_count = linked_count + \(linked)
        where \(isCurrent(source))
        """
    }

    /// One that is only being looked at goes back to where it was; one that has begun to write stays as far as it came.
    static func cancel(_ id: UUID, at now: Date) -> SQL {
        """
        update imports set state = case state when 'checking' then 'mapping' else 'cancelled' end, finished_at = \(now)
        where id = \(id) and state in ('checking', 'running')
        """
    }

    /// One whose job is not there any more.
    static func interrupt(_ source: Import, _ reason: String, at now: Date) -> SQL {
        """
        update imports set state = case state when 'checking' then 'mapping' else 'failed' end, error = \(reason),
            is_interrupted = true, finished_at = \(now)
        where id = \(source.id) and state = \(source.state.rawValue)
        """
    }

    /// The same as `Import.mayGoOn`.
    static func takeUp(_ id: UUID, at now: Date) -> SQL {
        """
        update imports set state = case state when 'mapping' then 'checking' else 'running' end, error = null, is_interrupted = false,
            finished_at = null
        where id = \(id) and is_interrupted and finished_at > \(now.addingTimeInterval(-Double(Import.fileDays) * 86_400))
          and not \(isReverted)
        """
    }

    static func insertRejects(_ rejects: [ImportReject], of id: UUID) -> SQL {
        """
        insert into import_rejects (import_id, record, line, cells, reason)
        select \(id), r.record, r.line, r.cells::text[], r.reason
        from unnest(\(rejects.map(\.record)), \(rejects.map(\.line)), \(rejects.map { SQL.arrayLiteral($0.cells) }),
                    \(rejects.map(\.reason))) as r (record, line, cells, reason)
        on conflict do nothing
        """
    }

    static func rejects(of id: UUID, after record: Int, limit: Int) -> SQL {
        "select record, line, cells, reason from import_rejects where import_id = \(id) and record > \(record) order by record limit \(limit)"
    }

    static func insertLinks(_ links: [PendingLink], of id: UUID) -> SQL {
        """
        insert into import_links (import_id, record_id, field, name)
        select \(id), l.record_id, l.field, l.name
        from unnest(\(links.map(\.recordID)), \(links.map(\.field)), \(links.map(\.name))) as l (record_id, field, name)
        on conflict do nothing
        """
    }

    static func links(of id: UUID, limit: Int) -> SQL {
        "select record_id, field, name from import_links where import_id = \(id) order by record_id, field limit \(limit)"
    }

    static func deleteLinks(_ links: [PendingLink], of id: UUID) -> SQL {
        """
        delete from import_links l using unnest(\(links.map(\.recordID)), \(links.map(\.field))) as done (record_id, field)
        where l.import_id = \(id) and l.record_id = done.record_id and l.field = done.field
        """
    }

    static func json(_ value: some Encodable) throws -> JSON {
        JSON(text: String(decoding: try JSONEncoder().encode(value), as: UTF8.self))
    }
}

extension ImportPlan {
    /// What has no column of its own.
    fileprivate var options: ImportOptions {
        ImportOptions(rules: columns.mapValues(\.rule), createsLinks: createsLinks, firesAutomations: firesAutomations)
    }
}
