import Foundation
import Platform
import Postgres
import Web

enum ViewQueries {
    /// More views of one type than anybody finds their way in.
    static let limit = 200

    /// The views of a type that `viewer` may use, in the order of their tabs.
    static func list(of type: RecordType, for viewer: Viewer) -> SQL {
        let sql: SQL = """
            \(selection(viewer)) where v.record_type = \(type.name) and \(visible(to: viewer))
            order by v.position, lower(v.name), v.id limit \(literal: limit)
            """
        return sql.named("views.list")
    }

    /// The same of all types.
    static func list(for viewer: Viewer) -> SQL {
        let types = viewer.records.all.map(\.name).filter { viewer.may(.view, $0) }
        return """
            \(selection(viewer)) where v.record_type = any(\(types)) and \(visible(to: viewer))
            order by v.record_type, v.position, lower(v.name), v.id limit \(literal: limit)
            """
    }

    static func find(_ id: UUID, for viewer: Viewer) -> SQL {
        let types = viewer.records.all.map(\.name).filter { viewer.may(.view, $0) }
        return "\(selection(viewer)) where v.id = \(id) and v.record_type = any(\(types)) and \(visible(to: viewer))"
    }

    private static func selection(_ viewer: Viewer) -> SQL {
        let me = viewer.userID
        return """
            select v.id, v.record_type, v.name, v.owner_id, o.name, v.visibility, v.team_id, t.name, v.search, v.filter, v.sort, v.columns,
                v.grouping, v.density, v.is_pinned, v.position, v.version,
                exists (
                    select 1 from view_defaults d
                    where d.view_id = v.id and d.record_type = v.record_type and d.subject = \(me?.text)),
                exists (
                    select 1 from view_defaults d join users u on u.id = \(me)
                    where d.view_id = v.id and d.record_type = v.record_type and d.subject = any(select 'role:' || unnest(u.roles)))
            from views v left join users o on o.id = v.owner_id left join teams t on t.id = v.team_id
            """
    }

    private static func visible(to viewer: Viewer) -> SQL {
        "(v.owner_id = \(viewer.userID) or v.visibility = 'public' or v.team_id = any(\(viewer.teamIDs)))"
    }

    /// The teams with which `viewer` may share: their own, or all for whoever manages the tenant.
    static func teams(of viewer: Viewer) -> SQL {
        """
        select t.id, t.name from teams t
        where \(viewer.permissions.managesTenant) or t.id = any(\(viewer.teamIDs))
        order by lower(t.name), t.id limit 200
        """
    }

    static func count(of type: RecordType, ownedBy owner: UUID) -> SQL {
        "select count(*) from views v where v.owner_id = \(owner) and v.record_type = \(type.name)"
    }

    static func insert(_ id: UUID, _ view: ViewDetails, of type: RecordType, by owner: UUID, at now: Date) -> SQL {
        let look = view.look
        return """
            insert into views (id, record_type, name, owner_id, visibility, team_id, search, filter, sort, columns, grouping, density,
                is_pinned, position, created_at, updated_at)
            values (\(id), \(type.name), \(view.name), \(owner), \(view.visibility.rawValue), \(view.teamID), \(look.search),
                \(look.filter.map(JSON.init)), \(look.sort), \(look.columns), \(look.grouping), \(look.density.rawValue),
                \(view.isPinned), \(view.position), \(now), \(now))
            """
    }

    static func update(_ id: UUID, _ view: ViewDetails, at now: Date) -> SQL {
        let look = view.look
        return """
            update views set name = \(view.name), visibility = \(view.visibility.rawValue), team_id = \(view.teamID),
                search = \(look.search), filter = \(look.filter.map(JSON.init)), sort = \(look.sort), columns = \(look.columns),
                grouping = \(look.grouping), density = \(look.density.rawValue), is_pinned = \(view.isPinned),
                position = \(view.position), version = version + 1, updated_at = \(now)
            where id = \(id)
            """
    }

    static func lock(_ id: UUID) -> SQL { "select 1 from views where id = \(id) for update" }

    static func roles(seeingFirst id: UUID) -> SQL {
        "select substr(d.subject, 6) from view_defaults d where d.view_id = \(id) and d.subject like 'role:%'"
    }

    static func delete(_ id: UUID) -> SQL { "delete from views where id = \(id)" }

    static func setDefault(_ view: SavedView, for subject: String) -> SQL {
        """
        insert into view_defaults (record_type, subject, view_id) values (\(view.recordType), \(subject), \(view.id))
        on conflict (record_type, subject) do update set view_id = excluded.view_id
        """
    }

    static func removeDefault(_ view: SavedView, for subject: String) -> SQL {
        "delete from view_defaults where view_id = \(view.id) and record_type = \(view.recordType) and subject = \(subject)"
    }
}
