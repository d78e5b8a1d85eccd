import Foundation
import Postgres
import Support

extension TestTenant {
    /// Makes changes of a table fail, as a full disk would, until `mend`.
    /// - Parameter condition: which rows, by `new`.
    func breakTable(_ table: String, where condition: String = "true") async throws {
        let schema = tenant.schema.description
        try await site.administer(
            .ddl(
                """
                create or replace function \(schema).fail() returns trigger language plpgsql
                as 'begin raise exception ''the disk is full''; end'
                """))
        try await site.administer(
            .ddl(
                """
                create trigger broken before insert or update on \(schema).\(table) for each row when (\(condition))
                execute function \(schema).fail()
                """))
    }

    func mendTable(_ table: String) async throws {
        try await site.administer(.ddl("drop trigger broken on \(tenant.schema.description).\(table)"))
    }

    /// Waits until a job of this kind has failed once, and lets it fail for the last time.
    func seeDie(_ kind: String) async throws {
        try await eventually { try await jobs(kind, "state = 'waiting' and attempts > 0 and last_error is not null") == 1 }
        try await database.write("update jobs set attempts = 7, run_at = now() where kind = \(kind) and state = 'waiting'")
        try await wakeWorkers()
        try await eventually { try await jobs(kind, "state = 'dead'") == 1 }
    }

    /// The newest job of a kind.
    func newestJob(_ kind: String) async throws -> UUID {
        let rows = try await database.read("select id from jobs where kind = \(kind) order by id desc limit 1")
        guard let id = try rows.first?.decode(UUID.self) else { throw Failed("there is no job of kind \(kind)") }
        return id
    }

    func wakeWorkers() async throws {
        try await site.administer("update platform.tenants set next_job_at = now() where id = \(tenant.id)")
    }

    private func jobs(_ kind: String, _ condition: SQL) async throws -> Int {
        try await database.read("select count(*) from jobs where kind = \(kind) and \(condition)").first?.decode(Int.self) ?? 0
    }
}
