import Foundation
import Platform
import Postgres
import Synchronization
import Testing

@Suite struct RepeatedUnitTests {
    private static let deadlock: SQL = "do $$ begin raise exception using errcode = '40P01'; end $$"

    private func database() async throws -> TenantDatabase {
        let fleet = try await Fleet.shared()
        return fleet.database(of: try await fleet.makeTenant())
    }

    @Test func aTransactionThatWasUndoneIsRepeatedWhole() async throws {
        let database = try await database()
        let tries = Mutex(0)
        let count = try await database.transaction { transaction in
            let isFirst = tries.withLock { tries in
                tries += 1
                return tries == 1
            }
            try await transaction.execute("insert into notes (id, text) values (gen_random_uuid(), 'once')")
            if isFirst { try await transaction.execute(Self.deadlock) }
            return try await transaction.query("select count(*) from notes").first?.decode(Int.self)
        }
        #expect(count == 1)
        #expect(tries.withLock(\.self) == 2)
        #expect(try await database.read("select 1 from notes").count == 1)
    }

    /// A lock of the session outlives the unit that failed, so that the second try sees that it is one.
    @Test func aReadThatWasUndoneIsRepeated() async throws {
        let database = try await database()
        let rows = try await database.read(
            [
                """
                do $$ begin
                    if not exists (select from pg_locks where locktype = 'advisory' and objid = 4711) then
                        perform pg_advisory_lock(4711);
                        raise exception using errcode = '40001';
                    end if;
                end $$
                """, "select 'seen'",
            ])
        #expect(try rows.last?.first?.decode(String.self) == "seen")
    }

    @Test func whatIsUndoneAgainIsAnError() async throws {
        let database = try await database()
        let tries = Mutex(0)
        let error = try await #require(throws: PostgresError.self) {
            try await database.transaction { transaction in
                tries.withLock { $0 += 1 }
                try await transaction.execute(Self.deadlock)
            }
        }
        #expect(error.kind == .deadlock)
        #expect(tries.withLock(\.self) == 2)
    }

    @Test func otherErrorsAreNotRepeated() async throws {
        let database = try await database()
        let tries = Mutex(0)
        await #expect(throws: PostgresError.self) {
            try await database.transaction { transaction in
                tries.withLock { $0 += 1 }
                try await transaction.execute("select 1 / 0")
            }
        }
        #expect(tries.withLock(\.self) == 1)
    }
}
