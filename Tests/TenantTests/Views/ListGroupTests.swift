import Foundation
import Support
import Testing
import Web

struct ListGroupTests {
    private func headings(_ page: TestAnswer) -> [String] {
        page.text.matches(of: #/<tr class="group"><th[^>]*>(.*?)<\/th>/#).map { match in
            String(match.1).replacing(#/<[^>]*>/#, with: "")
        }
    }

    @Test func rowsStandTogetherByTheirGroupWithCounts() async throws {
        let scene = try await Scene(Sample.all[0])
        _ = try await scene.admin.patch(scene.address(scene.ofRep), ["lifecycle_stage": "customer"])
        _ = try await scene.admin.patch(scene.address(scene.ofManager), ["owner_id": .null])
        let browser = try await scene.tenant.browser(as: .admin)
        #expect(try await headings(browser.get("/contacts?group=lifecycle_stage")) == ["Customer 1", "New 2"])
        let byOwner = try await headings(browser.get("/contacts?group=owner_id"))
        #expect(byOwner.count == 3 && byOwner.last == "No owner 1" && byOwner.contains("Ola Nwosu 1"))
        #expect(try await headings(browser.get("/contacts?group=do_not_contact")) == ["Do not contact: No 3"])
        #expect(try await headings(browser.get("/contacts?group=last_name")).isEmpty, "what has too many values makes no groups")
    }

    @Test func groupedListIsPagedLikeAnyOther() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        try await tenant.database.write(
            """
            insert into contacts (id, last_name, sort_name, lifecycle_stage, created_at, updated_at)
            select gen_random_uuid(), 'P' || n, 'p' || n, (array['new', 'customer'])[1 + n % 2], now() - n * interval '1 minute', now()
            from generate_series(1, 120) n
            """)
        let browser = try await tenant.browser(as: .admin)
        var page = try await browser.get("/contacts?group=lifecycle_stage&sort=last_name")
        var seen: Set<String> = []
        var groups: [[String]] = []
        for _ in 0..<3 {
            groups.append(headings(page))
            for match in page.text.matches(of: #/class="row-link" href="\/contacts\/([0-9a-f-]{36})"/#) { seen.insert(String(match.1)) }
            guard let next = page.text.firstMatch(of: #/href="([^"]*)" rel="next"/#) else { break }
            page = try await browser.get(String(next.1).replacing("&amp;", with: "&"))
        }
        #expect(seen.count == 120)
        #expect(groups == [["Customer 60"], ["Customer 60", "New 60"], ["New 60"]])
    }
}
