import Foundation
import Platform
import Support
import Testing

@testable import Platform

struct RetentionTests {
    @Test func sessionsAndFailuresOfLongAgoAreSweptAway() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (here, database) = (try await tenant.browser(as: .rep), tenant.database)
        try await database.write(
            """
            insert into sessions (id, user_id, kind, token_hash, address, agent, created_at, last_seen_at, expires_at, revoked_at)
            select gen_random_uuid(), u.id, 'browser', convert_to(v.hash, 'UTF8'), '', '', now(), now(), now() + v.expires, now() + v.revoked
            from users u, (values ('old', '-31 days'::interval, null::interval), ('revoked', '30 days', '-31 days'), ('late', '-29 days', null))
                as v (hash, expires, revoked)
            where u.email = \(tenant.email(of: .rep))
            """)
        try await database.write(
            """
            insert into sign_in_failures (subject, count, blocked_until, last_at) values
                ('quiet', 9, null, now() - interval '3 days'), ('fresh', 1, null, now()),
                ('blocked', 9, now() + interval '1 hour', now() - interval '3 days')
            """)
        let scope = tenant.site.platform.scope(for: tenant.tenant, cause: .job)
        try await Housekeeping().run(in: JobContext(scope: scope, jobID: UUID(), attempt: 1, platform: tenant.site.platform))
        let sessions = try await database.read("select count(*) from sessions where token_hash in ('old', 'revoked', 'late')")
        #expect(try sessions.first?.decode(Int.self) == 1)
        let subjects = try await database.read(
            "select subject from sign_in_failures where subject in ('quiet', 'fresh', 'blocked') order by 1")
        #expect(try subjects.map { try $0.decode(String.self) } == ["blocked", "fresh"])
        #expect(try await here.get("/contacts").status == 200)
    }
}
