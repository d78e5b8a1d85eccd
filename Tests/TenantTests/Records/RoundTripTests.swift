import Foundation
import Platform
import Postgres
import Support
import Testing
import Web

/// How often pages ask the database: each time costs the way there and back, however quick the answer.
struct RoundTripTests {
    /// One for the record, one for all that stands on its page, one for the names that its timeline mentions.
    @Test(arguments: Sample.all)
    func recordPageAsksThreeTimesHoweverMuchStandsOnIt(sample: Sample) async throws {
        let site = try await TestSite()
        let tenant = try await site.makeTenant()
        let (rep, browser) = (try await tenant.api(as: .rep), try await tenant.browser(as: .rep))
        let record = try await rep.create(sample.path, sample.named("Lovelace"))
        let page = "/\(sample.path)/\(record.id)"
        #expect(try await site.visit(page, browser).asked == 3)
        try await furnish(record, sample, tenant)
        let full = try await site.visit(page, browser)
        #expect(full.asked == 3)
        for part in ["Prefers tea", "Who calls?", "May be the same", "shared it with", "You are the owner."] {
            #expect(full.text.contains(part), "\(part)")
        }
        #expect(try await site.visit(page, try await tenant.browser(as: .manager)).asked == 3)
        await site.stop()
    }

    /// Everything that panels show: a note, a comment, a share, what may be the same, and a change of the owner.
    private func furnish(_ record: TestAnswer, _ sample: Sample, _ tenant: TestTenant) async throws {
        let (admin, address) = (try await tenant.api(as: .admin), "\(sample.path)/\(record.id)")
        try await admin.create("\(address)/notes", ["body": "Prefers tea"])
        try await admin.create("\(address)/comments", ["body": "Who calls?"])
        for member in [Cast.manager, .rep] {
            try await admin.create("\(address)/shares", ["user_id": .string(try await tenant.id(of: member))])
            let change: JSONValue = ["owner_id": .string(try await tenant.id(of: member))]
            #expect(try await admin.patch("/api/v1/\(address)", change).status == 200)
        }
        let twin = try await tenant.api(as: .rep).create(sample.path, sample.named("Lovelace"))
        let ids = [record.id, twin.id].compactMap { UUID(uuidString: $0) }
        try await tenant.database.write(
            """
            insert into duplicate_pairs (id, record_type, first_id, second_id, score, state, found_at)
            select \(UUID.v7()), \(sample.event), min(p.id::text)::uuid, max(p.id::text)::uuid, 90, 'open', now()
            from unnest(\(ids)) as p (id)
            """)
    }

    /// What one has opened lately, and what there is; only who finds nothing waits for guesses.
    @Test func searchAsksForMeaningsOnlyWhereNothingIsFound() async throws {
        let site = try await TestSite()
        let tenant = try await site.makeTenant()
        try await tenant.api(as: .rep).create("contacts", ["first_name": "John", "last_name": "Johnson"])
        let browser = try await tenant.browser(as: .rep)
        try await eventually { try await browser.get("/search/palette?q=jonhson").text.contains("John Johnson") }
        #expect(try await site.visit("/search/palette?q=johnson", browser).asked == 2)
        #expect(try await site.visit("/search/palette?q=jonhson", browser).asked == 4)
        await site.stop()
    }
}

extension TestSite {
    /// Opens a page again and again. A site that nobody else uses has work of its own, which now and then asks meanwhile.
    fileprivate func visit(_ page: String, _ browser: TestBrowser) async throws -> (asked: Int, text: String) {
        var (asked, text) = (Int.max, "")
        for _ in 0..<12 {
            let before = base.client.metrics.roundTrips
            text = try await browser.get(page).text
            asked = min(asked, base.client.metrics.roundTrips - before)
        }
        return (asked, text)
    }
}
