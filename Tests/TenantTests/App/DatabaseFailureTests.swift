import Platform
import Postgres
import Support
import Testing
import Web

@testable import Tenant

@Suite struct DatabaseFailureTests {
    /// What becomes of an error that the server raises with this state.
    private func outcome(of statement: SQL) async throws -> Failure? {
        let tenant = try await TestSite.shared().makeTenant()
        let error = try await #require(throws: PostgresError.self) { try await tenant.database.write(statement) }
        return failure(for: error)
    }

    @Test(
        arguments: [
            "do $$ begin raise exception using errcode = '40P01'; end $$", "do $$ begin raise exception using errcode = '40001'; end $$",
            "do $$ begin raise exception using errcode = '55P03'; end $$", "do $$ begin raise exception using errcode = '57014'; end $$",
        ] as [SQL])
    func whatMayWorkInAMomentIsUnavailable(_ statement: SQL) async throws {
        let outcome = try await outcome(of: statement)
        #expect(outcome?.status == .serviceUnavailable)
    }

    @Test(
        arguments: [
            "do $$ begin raise exception using errcode = '23505'; end $$", "do $$ begin raise exception using errcode = '23503'; end $$",
        ] as [SQL])
    func whatMeetsAnotherChangeIsAConflict(_ statement: SQL) async throws {
        let outcome = try await outcome(of: statement)
        #expect(outcome?.status == .conflict)
    }

    @Test func whatIsWrongInTheProgramStaysUnexpected() async throws {
        let outcome = try await outcome(of: "select 1 / 0")
        #expect(outcome == nil)
    }
}
