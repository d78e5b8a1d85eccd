import Foundation
import Postgres
import Web

enum RoleQueries {
    private static let columns: SQL = """
        o.id, o.name, o.label, o.summary, o.permissions, o.field_rules, o.manages_tenant, o.is_built_in, o.version
        """

    static let list: SQL = "select \(columns) from roles o order by o.position, lower(o.label), o.id limit 200"

    static func find(_ id: UUID) -> SQL {
        "select \(columns) from roles o where o.id = \(id)"
    }

    static func lock(_ id: UUID) -> SQL {
        "\(find(id)) for no key update"
    }

    /// The roles of a person.
    static func held(by userID: UUID) -> SQL {
        let sql: SQL = """
            select \(columns) from roles o join users u on o.name = any(u.roles) where u.id = \(userID)
            order by o.position, lower(o.label), o.id
            """
        return sql.named("roles.held")
    }

    /// How many people have each role.
    static let holders: SQL = """
        select held.name, count(*) from users u cross join lateral unnest(u.roles) as held (name) group by held.name
        """

    static func holders(of name: String) -> SQL {
        "select count(*) from users where \(name) = any(roles)"
    }

    /// Those of `names` that are no roles.
    static func unknown(among names: [String]) -> SQL {
        "select given.name from unnest(\(names)) as given (name) where not exists (select from roles o where o.name = given.name)"
    }

    static func insert(_ id: UUID, _ role: RoleDraft) -> SQL {
        """
        insert into roles (id, name, label, summary, permissions, field_rules, manages_tenant)
        values (\(id), \(role.name), \(role.label), \(role.summary), \(JSON(role.grants.json)), \(JSON(role.fieldRules.json)),
                \(role.managesTenant))
        """
    }

    static func update(_ id: UUID, _ role: RoleDraft) -> SQL {
        """
        update roles set label = \(role.label), summary = \(role.summary), permissions = \(JSON(role.grants.json)),
            field_rules = \(JSON(role.fieldRules.json)), manages_tenant = \(role.managesTenant), version = version + 1
        where id = \(id)
        """
    }

    static func delete(_ id: UUID) -> SQL {
        "delete from roles where id = \(id)"
    }
}
