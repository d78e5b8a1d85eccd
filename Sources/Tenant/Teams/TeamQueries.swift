import Foundation
import Postgres

enum TeamQueries {
    /// The teams that a person manages, with all below them.
    static func managed(by userID: UUID) -> SQL {
        """
        managed as (
            select m.team_id from team_members m where m.user_id = \(userID) and m.is_manager
            union select t.id from teams t join managed on t.parent_id = managed.team_id
        )
        """
    }

    /// The teams that a person belongs to, with all above them: whoever is in a sub-team is in the team.
    static func joined(by userID: UUID) -> SQL {
        """
        joined as (
            select m.team_id from team_members m where m.user_id = \(userID)
            union select t.parent_id from teams t join joined on t.id = joined.team_id where t.parent_id is not null
        )
        """
    }

    /// A team with all below it.
    static func below(_ teamID: UUID?) -> SQL {
        """
        below as (
            select t.id from teams t where t.id = \(teamID)
            union select t.id from teams t join below on t.parent_id = below.id
        )
        """
    }

    /// Whose records "team" means for a person, the teams that they belong to, and whether anything is shared with them.
    static func reach(of userID: UUID) -> SQL {
        let sql: SQL = """
            with recursive \(managed(by: userID)), \(joined(by: userID))
            select array(select distinct m.user_id from team_members m join managed on managed.team_id = m.team_id),
                   array(select team_id from joined),
                   exists (select from record_shares s where s.user_id = \(userID) or s.team_id in (select team_id from joined))
            """
        return sql.named("teams.reach")
    }

    /// The teams through which one person's records are within another's reach.
    static func between(manager: UUID, member: UUID?) -> SQL {
        """
        with recursive \(managed(by: manager))
        select t.name from teams t join managed on managed.team_id = t.id join team_members m on m.team_id = t.id
        where m.user_id = \(member) order by lower(t.name), t.id limit 20
        """
    }

    static let list: SQL = "select t.id, t.name, t.parent_id from teams t order by lower(t.name), t.id limit 500"

    static func find(_ id: UUID) -> SQL {
        "select t.id, t.name, t.parent_id from teams t where t.id = \(id)"
    }

    /// The people of some teams, or of all.
    static func members(of teamID: UUID? = nil) -> SQL {
        let whose: SQL = teamID.map { "m.team_id = \($0)" } ?? "true"
        return """
            select m.team_id, m.user_id, u.name, m.is_manager from team_members m join users u on u.id = m.user_id
            where \(whose) order by m.is_manager desc, lower(u.name), u.id limit 5000
            """
    }

    static func insert(_ id: UUID, _ team: TeamDraft) -> SQL {
        "insert into teams (id, name, parent_id) values (\(id), \(team.name), \(team.parentID))"
    }

    static func update(_ id: UUID, _ team: TeamDraft) -> SQL {
        "update teams set name = \(team.name), parent_id = \(team.parentID) where id = \(id)"
    }

    static func removeMembers(of id: UUID) -> SQL {
        "delete from team_members where team_id = \(id)"
    }

    static func addMembers(_ members: [TeamDraft.Member], to id: UUID) -> SQL {
        """
        insert into team_members (team_id, user_id, is_manager)
        select \(id), m.user_id, m.is_manager from unnest(\(members.map(\.userID)), \(members.map(\.isManager))) as m (user_id, is_manager)
        """
    }

    static func delete(_ id: UUID) -> SQL {
        "delete from teams where id = \(id)"
    }

    /// Whether a team stands at or below another.
    static func isBelow(_ id: UUID, _ teamID: UUID) -> SQL {
        "with recursive \(below(teamID)) select exists (select from below where id = \(id))"
    }
}
