import Support
import Testing
import Web

/// Notes in a browser without JavaScript.
struct NotePageTests {
    private struct Stage {
        let tenant: TestTenant
        let rep: TestBrowser
        let page: String

        init() async throws {
            tenant = try await TestSite.shared().makeTenant()
            rep = try await tenant.browser(as: .rep)
            page = "/contacts/\(try await tenant.api(as: .rep).create("contacts", ["last_name": "Lovelace"]).id)"
        }

        func write(_ text: String) async throws -> String {
            let answer = try await rep.submit("\(page)/notes", from: page, ["body": text])
            guard answer.status == 303, let id = answer.location?.split(separator: "#note-").last else { throw UnexpectedAnswer(answer) }
            return "/notes/\(id)"
        }
    }

    @Test func noteIsWrittenFromTheRecord() async throws {
        let stage = try await Stage()
        _ = try await stage.write("Call *after* lunch <script>alert(1)</script>")
        let page = try await stage.rep.get(stage.page).text
        #expect(page.contains("Call <em>after</em> lunch") && !page.contains("<script>alert"))
        #expect(page.contains("wrote a note on this contact"))
        #expect(try await stage.rep.get("/").text.contains("wrote a note on"))
    }

    @Test func pinnedNoteStandsFirst() async throws {
        let stage = try await Stage()
        let first = try await stage.write("The first one")
        _ = try await stage.write("The second one")
        #expect(try await stage.rep.submit("\(first)/pinning", from: stage.page).status == 303)
        let page = try await stage.rep.get(stage.page).text
        let (pinned, other) = (page.range(of: "The first one"), page.range(of: "The second one"))
        #expect(try #require(pinned).lowerBound < #require(other).lowerBound)
        #expect(try await stage.rep.submit("\(first)/unpinning", from: stage.page).status == 303)
        #expect(try await !stage.rep.get(stage.page).text.contains("\(first)/unpinning"))
    }

    @Test func linkToAllLeadsToAll() async throws {
        let stage = try await Stage()
        _ = try await stage.write("Row 0.")
        try await stage.tenant.database.write(
            """
            insert into notes (id, record_type, record_id, body, is_pinned, created_at, updated_at)
            select gen_random_uuid(), record_type, record_id, 'Row ' || n || '.', n % 20 = 0, created_at, created_at
            from notes, generate_series(1, 120) n
            """)
        try await stage.tenant.database.write("update notes set is_pinned = true where body = 'Row 0.'")
        #expect(try await stage.rep.get(stage.page).text.contains("All 121"))
        let rows = try await stage.rep.leaf(through: "\(stage.page)/notes") { $0.matches(of: #/Row (\d+)\./#).compactMap { Int($0.1) } }
        #expect(rows.count == 121 && Set(rows) == Set(0...120))
        #expect(Set(rows.prefix(7)) == Set(stride(from: 0, through: 120, by: 20)), "what is pinned comes first")
        #expect(try await stage.rep.get("\(stage.page)/notes?cursor=made-up").status == 422)
    }

    @Test func noteIsEditedDeletedAndBroughtBack() async throws {
        let stage = try await Stage()
        let note = try await stage.write("Draft")
        let edited = try await stage.rep.submit(note, from: "\(note)/edit", ["body": "Final"])
        #expect(edited.status == 303)
        #expect(try await stage.rep.get(stage.page).text.contains("<p>Final</p>"))
        #expect(try await stage.rep.submit("\(note)/deletion", from: stage.page).status == 303)
        let page = try await stage.rep.get(stage.page)
        #expect(!page.text.contains("<p>Final</p>"))
        #expect(try await stage.rep.submit("\(note)/restoration", on: page).status == 303)
        #expect(try await stage.rep.get("\(stage.page)/notes").text.contains("<p>Final</p>"))
    }

    @Test func nothingTypedIsLost() async throws {
        let stage = try await Stage()
        let empty = try await stage.rep.submit("\(stage.page)/notes", from: stage.page, ["body": " "])
        #expect(empty.status == 422 && empty.text.contains("Write something first."))
        let long = String(repeating: "word ", count: 4_001)
        let refused = try await stage.rep.submit("\(stage.page)/notes", from: stage.page, ["body": long])
        #expect(refused.status == 422 && refused.text.contains("This is too long") && refused.text.contains("word word word"))
    }

    @Test func whoIsSlowerSeesBothVersions() async throws {
        let stage = try await Stage()
        let note = try await stage.write("Draft")
        let form = try await stage.rep.get("\(note)/edit")
        _ = try await stage.rep.submit(note, on: form, ["body": "Theirs"])
        let late = try await stage.rep.submit(note, on: form, ["body": "Mine"])
        #expect(late.status == 409 && late.text.contains("<p>Theirs</p>") && late.text.contains("Mine</textarea>"))
        #expect(try await stage.rep.submit(note, on: late, ["body": "Mine"]).status == 303)
        #expect(try await stage.rep.get(stage.page).text.contains("<p>Mine</p>"))
    }

    @Test func pagesKeepTheSameLimits() async throws {
        let stage = try await Stage()
        let note = try await stage.write("Secret")
        let outsider = TestBrowser(client: stage.tenant.guest)
        _ = try await stage.tenant.outsider()
        _ = try await outsider.logIn("outsider@\(stage.tenant.tenant.slug).test")
        let viewer = try await stage.tenant.browser(as: .viewer)
        for path in ["\(stage.page)/notes", "\(note)/edit"] { #expect(try await outsider.get(path).status == 404) }
        #expect(try await viewer.get("\(stage.page)/notes").text.contains("Secret"))
        #expect(try await viewer.get("\(note)/edit").status == 403)
        #expect(try await !viewer.get(stage.page).text.contains("Add note"))
        let token = try await viewer.get("/contacts").csrf
        for path in ["\(stage.page)/notes", note, "\(note)/pinning", "\(note)/deletion"] {
            #expect(try await viewer.post(path, ["_csrf": token, "body": "x"]).status == 403, "\(path)")
        }
    }
}
