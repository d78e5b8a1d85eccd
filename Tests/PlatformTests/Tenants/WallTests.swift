import Foundation
import Platform
import Postgres
import Support
import Testing

/// What the database itself refuses, whatever the program asks for.
struct WallTests {
    @Test func serverOwnsNothingAndMayNothingByItself() async throws {
        let site = try await Fleet.shared()
        let role = try #require(
            try await site.client.perform(
                UnitSettings(),
                """
                select rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication, rolinherit from pg_roles where rolname = current_user
                """
            ).first)
        let (isMighty, inherits) = try role.decode((Bool, Bool).self)
        #expect(!isMighty && !inherits)
        let owned = try await site.client.perform(
            UnitSettings(),
            """
            select (select count(*) from pg_class where relowner = current_user::regrole)
                 + (select count(*) from pg_namespace where nspowner = current_user::regrole)
                 + (select count(*) from pg_proc where proowner = current_user::regrole)
            """)
        #expect(try owned.first?.decode(Int.self) == 0)
    }

    @Test func withoutATenantsRoleNoTableOfItsCanBeReached() async throws {
        let site = try await Fleet.shared()
        let schema = try await site.makeTenant().schema.description
        for statement in [
            "select * from \(schema).events", "insert into \(schema).notes (id, text) values (gen_random_uuid(), 'x')",
            "update \(schema)._identity set tenant_id = gen_random_uuid()", "drop table \(schema).events", "create table \(schema).mine ()",
            "create schema mine", "create table platform.mine ()", "create role mine", "drop schema \(schema) cascade",
            "create table public.mine ()",
        ] { await expectDenied(statement, by: site.client) }
    }

    @Test func tenantReachesItsOwnSchemaAlone() async throws {
        let site = try await Fleet.shared()
        let (mine, yours) = (try await site.makeTenant(), try await site.makeTenant())
        var settings = UnitSettings()
        settings.role = mine.schema.description
        settings.searchPath = mine.schema.description
        #expect(try await site.client.perform(settings, "select tenant_id from _identity").first?.decode(UUID.self) == mine.id)
        for statement in [
            "select * from \(yours.schema).events", "select * from platform.tenants", "delete from _identity",
            "update _migrations set checksum = ''",
            "delete from events", "update events set kind = 'x'", "create table mine ()", "drop table notes",
            "alter table notes add column x int",
            "truncate events", "set role \(yours.schema)",
        ] where statement != "set role \(yours.schema)" { await expectDenied(statement, by: site.client, settings) }
    }

    @Test func tenantsRoleCannotLogInAndIsNobodysByInheritance() async throws {
        let site = try await Fleet.shared()
        let tenant = try await site.makeTenant()
        let row = try #require(
            try await site.client.perform(
                UnitSettings(),
                """
                select rolcanlogin or rolsuper or rolcreaterole, pg_has_role(current_user, oid, 'usage') from pg_roles
                where rolname = \(tenant.schema.description)
                """
            ).first)
        let (isMighty, isInherited) = try row.decode((Bool, Bool).self)
        #expect(!isMighty && !isInherited)
    }

    private func expectDenied(_ statement: String, by client: PostgresClient, _ settings: UnitSettings = UnitSettings()) async {
        await #expect("\(statement)") {
            try await client.perform(settings, SQL(unchecked: statement))
        } throws: {
            ($0 as? PostgresError)?.kind == .insufficientPrivilege
        }
    }
}
