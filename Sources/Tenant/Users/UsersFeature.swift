import Foundation
import Platform
import Postgres
import Web

extension CRMFeature {
    static var users: CRMFeature {
        var feature = CRMFeature("users")
        feature.migrations = UserSchema.migrations
        feature.retentions = retentions
        feature.provision = { try await FirstAdmin(scope: $0).add($1) }
        feature.seed = { try await DemoStaff(scope: $0).add() }
        feature.settings = [
            SettingsEntry(
                label: "Your account", detail: "Name, time zone, language", path: "/profile", icon: .user, order: 0, isForAdmins: false),
            SettingsEntry(
                label: "Sessions", detail: "Where you are signed in", path: "/profile/sessions", icon: .monitor, order: 3,
                isForAdmins: false),
            SettingsEntry(
                label: "People", detail: "Who works here, and what they may do", path: "/settings/users", icon: .users, order: 10),
            SettingsEntry(
                label: "API", detail: "For programs: endpoints, examples, openapi.json", path: "/api/docs", icon: .link, order: 90,
                isForAdmins: false),
        ]
        feature.guestPages = { AuthRoutes(crm: $1).register(on: $0) }
        feature.pages = { endpoints, crm in
            AccountRoutes(crm: crm).register(on: endpoints)
            StaffRoutes(crm: crm).register(on: endpoints)
        }
        feature.openAPI = { TokenAPI(crm: $1).register(on: $0) }
        feature.api = { UserAPI(crm: $1).register(on: $0) }
        return feature
    }

    /// Refresh tokens go with their session.
    private static let retentions = [
        Retention("sessions", where: "coalesce(revoked_at, expires_at) < now() - interval '30 days'"),
        Retention("user_links", where: "expires_at < now() - interval '30 days'"),
        Retention("sign_in_failures", where: "last_at < now() - interval '2 days' and coalesce(blocked_until, last_at) < now()"),
    ]
}

/// The person a new tenant begins with. They set their password through a mailed link; a demo tenant's are known.
struct FirstAdmin: Sendable {
    let scope: TenantScope

    func add(_ request: ProvisioningRequest) async throws {
        let address = try EmailAddress(request.adminEmail)
        if try await !scope.database.read("select 1 from users limit 1").isEmpty { return }
        let id = UUID.v7()
        try await scope.database.transaction { transaction in
            try await transaction.execute(
                UserQueries.insert(id, email: address.key, name: request.adminName, roles: [BuiltInRole.admin.rawValue], status: .invited))
            try await transaction.record(Event("user.invited", recordType: "user", recordID: id))
        }
    }
}

/// The people of a demo tenant, whose password everybody knows. Never made in production.
struct DemoStaff: Sendable {
    static let password = Secret("demo-password")

    let scope: TenantScope

    func add() async throws {
        let slug = scope.tenant.slug
        let hash = try await PasswordHasher().hash(Self.password)
        let people: [(String, String, BuiltInRole)] = [
            ("admin", "Ada Brandt", .admin), ("manager", "Mei Tanaka", .manager), ("rep", "Ola Nwosu", .rep),
            ("viewer", "Vera Lind", .readOnly),
        ]
        try await scope.database.transaction { transaction in
            let team = UUID.v7()
            try await transaction.execute("insert into teams (id, name) values (\(team), 'Sales') on conflict (name) do nothing")
            for (login, name, role) in people {
                try await transaction.execute(
                    """
                    insert into users (id, email, name, roles, status, password_hash)
                    values (\(UUID.v7()), \("\(login)@\(slug).test"), \(name), \([role.rawValue]), 'active', \(hash))
                    on conflict (email) do update set password_hash = excluded.password_hash, status = 'active', name = excluded.name
                    """)
            }
            try await transaction.execute(
                """
                insert into team_members (team_id, user_id, is_manager)
                select t.id, u.id, 'manager' = any(u.roles) from teams t, users u
                where t.name = 'Sales' and (u.roles && array['manager', 'sales_rep'])
                on conflict do nothing
                """)
        }
    }
}
