import Support
import Testing
import Web

/// Whoever looks after a tenant without seeing its records reads in the log that something happened, and not what.
struct LogAccessTests {
    @Test(arguments: ["none", "own"])
    func logTellsNothingOfRecordsThatItsReaderDoesNotSee(reach: String) async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await admin.create(
            "roles",
            ["label": "Keeper", "manages_tenant": true, "permissions": ["*": ["view": .string(reach)], "company": ["view": "all"]]])
        try await tenant.give(.rep, roles: ["keeper"])
        let (keeper, browser) = (try await tenant.api(as: .rep), try await tenant.browser(as: .rep))
        let theirs = try await admin.create("contacts", ["last_name": "Undisclosed", "source": "Unmentioned"])
        try await admin.create("companies", ["name": "Known Ltd"])
        let pages = [
            try await keeper.get("/api/v1/events"), try await keeper.get("/api/v1/events?type=contact&record=\(theirs.id)"),
            try await browser.get("/settings/audit"), try await browser.get("/settings/audit.csv"),
        ]
        for page in pages {
            #expect(page.status == 200 && !page.text.contains("Undisclosed") && !page.text.contains("Unmentioned"))
        }
        for page in [pages[0], pages[2], pages[3]] { #expect(page.text.contains("Known Ltd")) }
        #expect(pages[1].text.contains("contact.created"))
    }

    @Test func ofTheirOwnTheyReadWhatHappened() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await admin.create(
            "roles", ["label": "Keeper", "manages_tenant": true, "permissions": ["*": ["view": "own", "create": "all"]]])
        try await tenant.give(.rep, roles: ["keeper"])
        let keeper = try await tenant.api(as: .rep)
        let mine = try await keeper.create("contacts", ["last_name": "Mine"])
        #expect(try await keeper.get("/api/v1/events?type=contact&record=\(mine.id)").text.contains("Mine"))
        #expect(try await tenant.browser(as: .rep).get("/contacts/\(mine.id)/history").text.contains("Mine"))
    }
}
