import Foundation
import Support
import Testing
import Web

/// Comments in a browser without JavaScript.
struct CommentPageTests {
    private struct Stage {
        let tenant: TestTenant
        let rep: TestBrowser
        let api: TestClient
        let page: String

        init() async throws {
            tenant = try await TestSite.shared().makeTenant()
            rep = try await tenant.browser(as: .rep)
            api = try await tenant.api(as: .rep)
            page = "/contacts/\(try await api.create("contacts", ["last_name": "Lovelace"]).id)"
        }

        func comment(_ text: String) async throws -> String {
            "/comments/\(try await api.create("\(page.dropFirst())/comments", ["body": .string(text)]).id)"
        }
    }

    @Test func composerCommentsAndThreadsAnswer() async throws {
        let stage = try await Stage()
        let form = try await stage.rep.get(stage.page)
        #expect(form.text.contains("formaction=\"\(stage.page)/comments\""))
        let token = form.csrf
        let said = try await stage.rep.post("\(stage.page)/comments", ["_csrf": token, "body": "Who calls?"])
        #expect(said.status == 303 && said.location?.hasPrefix("\(stage.page)#comment-") == true)
        let page = try await stage.rep.get(stage.page)
        #expect(page.text.contains("<p>Who calls?</p>") && page.text.contains("commented on this contact"))
        #expect(try await stage.rep.submit("\(stage.page)/comments", on: page, ["body": "I do"]).status == 303)
        #expect(try await stage.rep.get(stage.page).text.contains("posts answers"))
    }

    @Test func shortFormsOfNamesStandOutToo() async throws {
        let stage = try await Stage()
        _ = try await stage.comment("@mei, see mail@mei.test and @manager")
        let page = try await stage.rep.get(stage.page).text
        #expect(page.contains("<b class=\"mention\">@mei</b>, see") && page.contains("<b class=\"mention\">@manager</b>"))
    }

    @Test func linksToAllLeadToAll() async throws {
        let stage = try await Stage()
        let first = try await stage.comment("The beginning")
        let id = String(first.dropFirst("/comments/".count))
        try await stage.tenant.database.write(
            """
            insert into comments (id, record_type, record_id, parent_id, body, created_at)
            select gen_random_uuid(), record_type, record_id, case when n > 60 then id end, 'Row ' || n || '.', created_at
            from comments, generate_series(1, 120) n where id = \(UUID(uuidString: id))
            """)
        #expect(try await stage.rep.get(stage.page).text.contains("All 61"))
        let rows = { (path: String) in try await stage.rep.leaf(through: path) { $0.matches(of: #/Row \d+\./#).map { String($0.0) } } }
        #expect(Set(try await rows("\(stage.page)/comments")).isSuperset(of: (1...60).map { "Row \($0)." }))
        let threads = try await stage.rep.leaf(through: "\(stage.page)/comments") { page in
            page.contains("href=\"\(first)\"") ? [page] : []
        }
        #expect(threads.count == 1, "sixty answers do not all stand below their head")
        #expect(Set(try await rows(first)) == Set((61...120).map { "Row \($0)." }))
        #expect(try await stage.rep.get("\(stage.page)/comments?cursor=made-up").status == 422)
    }

    @Test func aRecordShowsTheLatestAnswersOnly() async throws {
        let stage = try await Stage()
        let first = try await stage.comment("The beginning")
        for number in 1...6 {
            let answer: JSONValue = ["body": .string("Row \(number)."), "parent_id": .string(String(first.dropFirst("/comments/".count)))]
            #expect(try await stage.api.post("/api/v1\(stage.page)/comments", answer).status == 201)
            let page = try await stage.rep.get(stage.page).text
            #expect(page.contains("href=\"\(first)\"") == (number > 5))
        }
        let page = try await stage.rep.get(stage.page).text
        #expect(page.contains("<p>Row 6.</p>") && page.contains("<p>Row 2.</p>") && !page.contains("<p>Row 1.</p>"))
        #expect(try await stage.rep.get(first).text.contains("<p>Row 1.</p>"))
    }

    @Test func anAnswersOwnAddressLeadsToItsThread() async throws {
        let stage = try await Stage()
        let first = try await stage.comment("Who calls?")
        let answer = try await stage.api.post(
            "/api/v1\(stage.page)/comments", ["body": "I do", "parent_id": .string(String(first.dropFirst("/comments/".count)))])
        #expect(try await stage.rep.get("/comments/\(answer.id)").location == first)
        let page = try await stage.rep.get(first)
        #expect(page.status == 200 && page.text.contains("<p>Who calls?</p>") && page.text.contains("<p>I do</p>"))
    }

    @Test func threadIsResolvedAndReopened() async throws {
        let stage = try await Stage()
        let comment = try await stage.comment("Who calls?")
        #expect(try await stage.rep.submit("\(comment)/resolution", from: stage.page).status == 303)
        let page = try await stage.rep.get(stage.page).text
        #expect(!page.contains("<p>Who calls?</p>") && page.contains("1 resolved") && page.contains("Everything is resolved."))
        #expect(try await stage.rep.get("\(stage.page)/comments").text.contains("Resolved by Ola Nwosu"))
        #expect(try await stage.rep.submit("\(comment)/reopening", from: "\(stage.page)/comments").status == 303)
        #expect(try await stage.rep.get(stage.page).text.contains("<p>Who calls?</p>"))
    }

    @Test func editLeavesItsHistory() async throws {
        let stage = try await Stage()
        let comment = try await stage.comment("First words")
        #expect(try await stage.rep.submit(comment, from: "\(comment)/edit", ["body": "Second words"]).status == 303)
        let page = try await stage.rep.get(stage.page).text
        #expect(page.contains("<p>Second words</p>") && page.contains("\(comment)/revisions"))
        let manager = try await stage.tenant.browser(as: .manager)
        let history = try await manager.get("\(comment)/revisions").text
        #expect(history.contains("First words") && history.contains("Second words"))
        #expect(try await manager.get("\(comment)/edit").status == 403)
        #expect(try await stage.rep.submit("\(comment)/deletion", from: stage.page).status == 303)
        #expect(try await stage.rep.submit("\(comment)/restoration", from: stage.page).status == 303)
    }

    @Test func whoCannotSeeTheRecordIsOfferedToSee() async throws {
        let stage = try await Stage()
        let outsider = try await stage.tenant.outsider()
        let token = try await stage.rep.get(stage.page).csrf
        let said = try await stage.rep.post("\(stage.page)/comments", ["_csrf": token, "body": "@Otto Out look"])
        let offer = try #require(said.location)
        #expect(offer.hasSuffix("/sharing"))
        let page = try await stage.rep.get(offer)
        #expect(page.status == 200 && page.text.contains("Otto Out") && page.text.contains("Let them see it"))
        expectProblem(try await outsider.get("/api/v1\(stage.page)"), 404)
        #expect(try await stage.rep.submit(offer, on: page).status == 303)
        #expect(try await outsider.get("/api/v1\(stage.page)").status == 200)
        #expect(try await outsider.get("/api/v1\(stage.page)/comments").ids.count == 1)
        // Nobody is left to share with.
        #expect(try await stage.rep.get(offer).status == 303)
        expectProblem(try await outsider.patch("/api/v1\(stage.page)", ["last_name": "Mine"]), 403)
    }

    @Test func whoSeesTheRecordNeedsNoOffer() async throws {
        let stage = try await Stage()
        let token = try await stage.rep.get(stage.page).csrf
        let said = try await stage.rep.post("\(stage.page)/comments", ["_csrf": token, "body": "@Mei Tanaka look"])
        #expect(said.location?.contains("#comment-") == true)
        #expect(try await stage.rep.get(stage.page).text.contains("<b class=\"mention\">@Mei Tanaka</b>"))
    }

    @Test func namesAreSuggestedFromColleaguesOnly() async throws {
        let stage = try await Stage()
        let found = try await stage.rep.get("/colleagues?q=mei").json.array ?? []
        #expect(found.map { $0["name"]?.string } == ["Mei Tanaka"])
        #expect(try await stage.rep.get("/colleagues?q=tan").json.array?.count == 1)
        #expect(try await stage.rep.get("/colleagues?q=%25").json.array?.isEmpty == true)
        try await stage.tenant.database.write("update users set status = 'disabled' where name = 'Mei Tanaka'")
        #expect(try await stage.rep.get("/colleagues?q=mei").json.array?.isEmpty == true)
        #expect(try await stage.rep.get("/colleagues?q=\(String(repeating: "x", count: 81))").status == 422)
        #expect(try await stage.tenant.guest.get("/colleagues?q=mei").status == 303)
    }

    @Test func pagesKeepTheSameLimits() async throws {
        let stage = try await Stage()
        let comment = try await stage.comment("Secret")
        _ = try await stage.tenant.outsider()
        let outsider = TestBrowser(client: stage.tenant.guest)
        _ = try await outsider.logIn("outsider@\(stage.tenant.tenant.slug).test")
        for path in ["\(stage.page)/comments", comment, "\(comment)/edit", "\(comment)/revisions", "\(comment)/sharing"] {
            #expect(try await outsider.get(path).status == 404, "\(path)")
        }
        let viewer = try await stage.tenant.browser(as: .viewer)
        let token = try await viewer.get("/contacts").csrf
        for path in ["\(stage.page)/comments", comment, "\(comment)/resolution", "\(comment)/deletion"] {
            #expect(try await viewer.post(path, ["_csrf": token, "body": "x"]).status == 403, "\(path)")
        }
        let empty = try await stage.rep.post("\(stage.page)/comments", ["_csrf": try await stage.rep.get(stage.page).csrf, "body": ""])
        #expect(empty.status == 422 && empty.text.contains("Write something first."))
    }
}
