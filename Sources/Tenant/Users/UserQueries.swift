import Foundation
import Platform
import Postgres
import Web

enum UserQueries {
    private static let columns: SQL = """
        u.id, u.email, u.name, u.roles, u.status, u.timezone, u.language, u.access_version,
        array(
            select distinct member.user_id from team_members managed
            join team_members member on member.team_id = managed.team_id
            where managed.user_id = u.id and managed.is_manager
        )
        """

    static func find(_ id: UUID) -> SQL {
        "select \(columns) from users u where u.id = \(id)"
    }

    static let list: SQL = "select \(columns) from users u order by u.status = 'disabled', lower(u.name), u.id limit 500"

    /// Whom one may give records to.
    static func assignable(to viewer: Viewer) -> SQL {
        let everybody = viewer.reach(of: .assign, on: "contact") == .all
        return """
            select u.id, u.name from users u
            where u.status = 'active' and (\(everybody) or u.id = any(\(viewer.teamMemberIDs)))
            order by lower(u.name), u.id limit 500
            """
    }

    static func credentials(of email: String) -> SQL {
        "select id, password_hash, status from users where email = \(email)"
    }

    static func insert(_ id: UUID, email: String, name: String, roles: [Role], status: User.Status, passwordHash: String? = nil) -> SQL {
        """
        insert into users (id, email, name, roles, status, password_hash)
        values (\(id), \(email), \(name), \(roles.map(\.rawValue)), \(status.rawValue), \(passwordHash))
        """
    }

    static func setPassword(_ hash: String, of id: UUID) -> SQL {
        "update users set password_hash = \(hash), status = 'active', access_version = access_version + 1 where id = \(id)"
    }

    static func setProfile(name: String, timeZone: String, language: String, of id: UUID) -> SQL {
        """
        update users set name = \(name), timezone = \(timeZone), language = \(language), access_version = access_version + 1
        where id = \(id)
        """
    }

    static func setAccess(roles: [Role], status: User.Status, of id: UUID) -> SQL {
        """
        update users set roles = \(roles.map(\.rawValue)), status = \(status.rawValue), access_version = access_version + 1
        where id = \(id)
        """
    }

    /// Somebody has to be able to let others in.
    static let activeAdmins: SQL = "select count(*) from users where status = 'active' and 'admin' = any(roles)"

    /// Whom colleagues may ask.
    static let admins: SQL = """
        select name, email from users where status = 'active' and 'admin' = any(roles) order by lower(name), id limit 10
        """
}
