import Foundation
import Support
import Testing
import Web

/// Files in a browser without JavaScript.
struct AttachmentPageTests {
    private struct Stage {
        let tenant: TestTenant
        let rep: TestBrowser
        let page: String

        init() async throws {
            tenant = try await TestSite.shared().makeTenant()
            rep = try await tenant.browser(as: .rep)
            page = "/contacts/\(try await tenant.api(as: .rep).create("contacts", ["last_name": "Lovelace"]).id)"
        }

        func upload(_ upload: Upload, headers: [String: String] = [:]) async throws -> TestAnswer {
            let form = try await rep.get(page).forms.first { $0.action.hasPrefix("\(page)/attachments?") }
            return try await rep.upload(try #require(form).action, upload.body, type: Upload.contentType)
        }

        func attach(_ upload: Upload) async throws -> String {
            guard try await self.upload(upload).status == 303 else { throw Failed("the upload was refused") }
            let id = try await tenant.api(as: .rep).get("/api/v1\(page)/attachments").ids[0]
            return "/attachments/\(id)"
        }
    }

    @Test func severalFilesAreAddedAtOnce() async throws {
        let stage = try await Stage()
        var both = Upload("first.txt")
        both.files += Upload.picture.files
        #expect(try await stage.upload(both).status == 303)
        let page = try await stage.rep.get(stage.page).text
        #expect(page.contains("first.txt") && page.contains("dot.png") && page.contains("added a file to"))
        #expect(try await stage.rep.get("\(stage.page)/attachments").text.contains("19 bytes"))
    }

    @Test func linkToAllLeadsToAll() async throws {
        let stage = try await Stage()
        _ = try await stage.attach(Upload("Row 0.txt"))
        try await stage.tenant.database.write(
            """
            insert into attachments (id, record_type, record_id, digest, file_name, media_type, size, created_by, created_at)
            select gen_random_uuid(), record_type, record_id, digest, 'Row ' || n || '.txt', media_type, size, created_by, created_at
            from attachments, generate_series(1, 120) n
            """)
        #expect(try await stage.rep.get(stage.page).text.contains("All 121"))
        let rows = try await stage.rep.leaf(through: "\(stage.page)/attachments") { page in
            page.matches(of: #/>Row (\d+)\.txt</#).compactMap { Int($0.1) }
        }
        #expect(rows.count == 121 && Set(rows) == Set(0...120))
        #expect(try await stage.rep.get("\(stage.page)/attachments?cursor=made-up").status == 422)
    }

    @Test func refusedFileIsNamed() async throws {
        let stage = try await Stage()
        let refused = try await stage.upload(Upload("run.sh", "#!/bin/sh\necho\n"))
        #expect(refused.status == 422 && refused.text.contains("run.sh is a program"))
        #expect(try await stage.upload(Upload("", bytes: [])).status == 422)
        let stranger = try await stage.rep.upload("\(stage.page)/attachments?_csrf=no", Upload().body, type: Upload.contentType)
        #expect(stranger.status == 403)
    }

    @Test func picturesAreShownInAFrameWhereNothingRuns() async throws {
        let stage = try await Stage()
        let picture = try await stage.attach(.picture)
        let answer = try await stage.rep.get("\(picture)/preview")
        #expect(answer.status == 200 && answer.header("Content-Type") == "image/png")
        #expect(answer.header("Content-Disposition") == "inline; filename=\"dot.png\"")
        #expect(answer.header("X-Content-Type-Options") == "nosniff")
        #expect(answer.header("Content-Security-Policy")?.contains("sandbox") == true)
        let tag = try #require(answer.header("ETag"))
        #expect(try await stage.rep.send("GET", "\(picture)/preview", headers: ["If-None-Match": tag]).status == 304)
        #expect(try await stage.rep.get("\(picture)/content").header("Content-Disposition") == "attachment; filename=\"dot.png\"")
        let page = try await stage.attach(Upload("a.html", "<html><script>alert(1)</script></html>"))
        #expect(try await stage.rep.get("\(page)/preview").status == 404)
        let drawing = try await stage.attach(Upload("a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"))
        #expect(try await stage.rep.get("\(drawing)/preview").status == 404)
    }

    @Test func linkIsMadeOnAPage() async throws {
        let stage = try await Stage()
        let file = try await stage.attach(Upload())
        let made = try await stage.rep.submit("\(file)/link", from: "\(file)/link", ["expires_in": "3600"])
        let address = try #require(made.text.firstMatch(of: #/https?://[^/<]+(/files/[\w-]+)/#)?.1)
        #expect(try await stage.tenant.guest.get(String(address)).text == "The plan is simple.")
    }

    @Test func fileIsDeletedAndBroughtBack() async throws {
        let stage = try await Stage()
        let file = try await stage.attach(Upload())
        #expect(try await stage.rep.submit("\(file)/deletion", from: stage.page).status == 303)
        let page = try await stage.rep.get(stage.page)
        #expect(!page.text.contains("\(file)/content"))
        #expect(try await stage.rep.submit("\(file)/restoration", on: page).status == 303)
        #expect(try await stage.rep.get("\(file)/content").status == 200)
    }

    @Test func pagesKeepTheSameLimits() async throws {
        let stage = try await Stage()
        let file = try await stage.attach(Upload())
        _ = try await stage.tenant.outsider()
        let outsider = TestBrowser(client: stage.tenant.guest)
        _ = try await outsider.logIn("outsider@\(stage.tenant.tenant.slug).test")
        for path in ["\(stage.page)/attachments", "\(file)/content", "\(file)/preview", "\(file)/link"] {
            #expect(try await outsider.get(path).status == 404, "\(path)")
            #expect(try await stage.tenant.guest.get(path).status == 303, "\(path)")
        }
        let viewer = try await stage.tenant.browser(as: .viewer)
        #expect(try await viewer.get("\(file)/content").status == 200)
        #expect(try await !viewer.get(stage.page).text.contains("\(stage.page)/attachments?"))
        let token = try await viewer.get("/contacts").csrf
        #expect(try await viewer.post("\(file)/deletion", ["_csrf": token]).status == 403)
        let address = "\(stage.page)/attachments?_csrf=\(token)"
        #expect(try await viewer.upload(address, Upload().body, type: Upload.contentType).status == 403)
    }
}
