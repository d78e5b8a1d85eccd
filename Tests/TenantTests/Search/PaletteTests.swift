import Foundation
import Platform
import Support
import Testing
import Web

/// What the palette offers.
struct PaletteTests {
    @Test func itOffersPagesFormsSettingsAndThemes() async throws {
        let tenant = try await SharedTenant.get()
        let browser = try await tenant.browser(as: .admin)
        let all = try await browser.get("/search/palette").text
        #expect(all.contains("href=\"/contacts/new\"") && all.contains("role=\"option\"") && all.contains("role=\"group\""))
        for (typed, offered) in [
            ("go cont", "href=\"/contacts\""), ("new comp", "href=\"/companies/new\""), ("peop", "href=\"/settings/users\""),
            ("dark", "data-press=\"[name=theme][value=dark]\""), ("inbox", "href=\"/inbox\""),
        ] {
            let list = try await browser.get("/search/palette?q=\(typed.escaped)").text
            #expect(list.contains(offered), "\(typed)")
            #expect(list.contains("href=\"/search?q=\(typed.escaped)\""), "\(typed)")
        }
        let viewer = try await tenant.browser(as: .viewer).get("/search/palette?q=people").text
        #expect(!viewer.contains("/settings/users"))
        #expect(try await !tenant.browser(as: .viewer).get("/search/palette").text.contains("/contacts/new"))
    }

    @Test func itFindsRecordsOfAllTypes() async throws {
        let scene = try await Scene(Sample.all[0])
        try await scene.admin.create("companies", ["name": "Adminson Ltd"])
        let list = try await scene.tenant.browser(as: .admin).get("/search/palette?q=admins").text
        #expect(list.contains("/contacts/\(scene.ofAdmin.id)") && list.contains("Adminson Ltd"))
        let rep = try await scene.tenant.browser(as: .rep).get("/search/palette?q=admins").text
        #expect(!rep.contains("Adminson") && rep.contains("href=\"/search?q=admins\""))
    }

    @Test func whatOneHasOpenedComesFirstWhileOneMaySeeIt() async throws {
        let scene = try await Scene(Sample.all[0])
        let manager = try await scene.tenant.browser(as: .manager)
        #expect(try await !manager.get("/search/palette").text.contains("Repson"))
        #expect(try await manager.get("/contacts/\(scene.ofRep.id)").status == 200)
        #expect(try await manager.get("/search/palette").text.contains("Repson"), "at once")
        #expect(try await manager.get("/contacts/\(scene.ofAdmin.id)").status == 404)
        try await eventually {
            try await scene.tenant.database.read("select count(*) from opened_records").first?.decode(Int.self) == 1
        }
        #expect(try await manager.get("/search/palette").text.contains("Repson"), "written")
        #expect(try await !scene.tenant.browser(as: .admin).get("/search/palette").text.contains("Repson"), "everybody has their own")
        let change: JSONValue = ["owner_id": .string(try await scene.tenant.id(of: .admin))]
        #expect(try await scene.admin.patch(scene.address(scene.ofRep), change).status == 200)
        #expect(try await !manager.get("/search/palette").text.contains("Repson"))
    }

    @Test func onlyTheLastFewAreKept() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let browser = try await tenant.browser(as: .admin)
        for number in 0..<24 {
            let contact = try await admin.create("contacts", ["last_name": .string("Opened \(number)")])
            #expect(try await browser.get("/contacts/\(contact.id)").status == 200)
        }
        try await eventually {
            let rows = try await tenant.database.read(
                "select count(*), max(opened_at) = (select opened_at from opened_records o join contacts c on c.id = o.record_id where c.last_name = 'Opened 23') from opened_records"
            )
            return try rows.first?.decode((Int, Bool?).self) ?? (0, nil) == (20, true)
        }
    }

    @Test func strangersGetNothing() async throws {
        let tenant = try await SharedTenant.get()
        #expect(try await tenant.guest.get("/search/palette?q=a").status == 303)
        #expect(try await tenant.guest.get("/search?q=a").location == "/login?next=/search%3Fq%3Da")
        let browser = try await tenant.browser(as: .viewer)
        expectWrongVerb(
            try await browser.send("PUT", "/search/palette", headers: ["Origin": "http://\(tenant.host)"]), allows: "GET", "HEAD", "OPTIONS"
        )
        let hostile = try await browser.get("/search/palette?q=%3Cscript%3E").text
        #expect(!hostile.contains("<script>") && hostile.contains("&lt;script&gt;"))
    }
}
