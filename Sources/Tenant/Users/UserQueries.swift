import Foundation
import Platform
import Postgres
import Web

enum UserQueries {
    private static let columns: SQL = "u.id, u.email, u.name, u.roles, u.status, u.timezone, u.language, u.access_version"

    static func find(_ id: UUID) -> SQL {
        "select \(columns) from users u where u.id = \(id)"
    }

    static func lock(_ id: UUID) -> SQL {
        "\(find(id)) for no key update"
    }

    static let list: SQL = "select \(columns) from users u order by u.status = 'disabled', lower(u.name), u.id limit 500"

    /// Whom one may give records of this type to, or keep them oneself.
    static func assignable(_ type: RecordType, to viewer: Viewer) -> SQL {
        let whom: SQL =
            switch viewer.reach(of: .assign, on: type.name) {
            case .all: "true"
            case .team: "u.id = any(\(viewer.teamMemberIDs))"
            case .own, .none: "u.id = \(viewer.userID)"
            }
        return "select u.id, u.name from users u where u.status = 'active' and \(whom) order by lower(u.name), u.id limit 500"
    }

    /// Those who work here.
    static let active: SQL = "select u.id, u.name from users u where u.status = 'active' order by lower(u.name), u.id limit 500"

    static func credentials(of email: String) -> SQL {
        "select id, password_hash, status from users where email = \(email)"
    }

    static func insert(_ id: UUID, email: String, name: String, roles: [String], status: User.Status, passwordHash: String? = nil) -> SQL {
        """
        insert into users (id, email, name, roles, status, password_hash)
        values (\(id), \(email), \(name), \(roles), \(status.rawValue), \(passwordHash))
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

    static func setAccess(roles: [String], status: User.Status, of id: UUID) -> SQL {
        """
        update users set roles = \(roles), status = \(status.rawValue), access_version = access_version + 1
        where id = \(id)
        """
    }

    /// After a change of roles, teams or fields, which few people make and anybody may be concerned by.
    static let everybodysAccessChanged: SQL = "update users set access_version = access_version + 1"

    /// Somebody has to be able to let others in.
    static let activeAdmins: SQL = "select count(*) from users where status = 'active' and 'admin' = any(roles)"

    /// Whom colleagues may ask.
    static let admins: SQL = """
        select name, email from users where status = 'active' and 'admin' = any(roles) order by lower(name), id limit 10
        """
}
