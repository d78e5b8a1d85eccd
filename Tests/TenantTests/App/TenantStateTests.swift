import Platform
import Support
import Testing
import Web

struct TenantStateTests {
    @Test func suspendedTenantIsClosedAndSaysWhomToAsk() async throws {
        let scene = try await Scene(Sample.all[0])
        let (tenant, guest) = (scene.tenant, TestBrowser(client: scene.tenant.guest))
        let browser = try await tenant.browser(as: .rep)
        try await tenant.setState(.suspended)
        for path in ["/", "/contacts", "/contacts.csv", "/settings/users", "/nowhere/at/all"] {
            let page = try await browser.get(path)
            #expect(page.status == (path == "/nowhere/at/all" ? 404 : 403), "\(path)")
            guard page.status == 403 else { continue }
            #expect(page.text.contains("is suspended") && page.text.contains(tenant.tenant.name), "\(path)")
            #expect(page.text.contains(tenant.email(of: .admin)) && page.text.contains("Ada Brandt"), "\(path)")
        }
        let stranger = try await guest.get("/contacts")
        #expect(stranger.status == 403 && stranger.text.contains("is suspended") && !stranger.text.contains(tenant.email(of: .admin)))
        let refused = try await browser.post("/contacts", ["last_name": "X"])
        #expect(refused.status == 403 && refused.text.contains("suspended"))
        expectProblem(try await scene.admin.get(scene.list), 403)
        expectProblem(try await tenant.logIn(.admin), 403)
        expectProblem(try await browser.send("GET", "/contacts", headers: ["Accept": "application/json"]), 403)
        try await tenant.setState(.active)
        #expect(try await browser.get("/contacts").status == 200)
        #expect(try await scene.admin.get(scene.list).ids.count == 3)
    }

    @Test func adminsOfASuspendedTenantSignInAndExportAndNoMore() async throws {
        let scene = try await Scene(Sample.all[0])
        let tenant = scene.tenant
        try await tenant.setState(.suspended)
        let browser = TestBrowser(client: tenant.guest)
        #expect(try await browser.logIn(tenant.email(of: .admin)).status == 303)
        let page = try await browser.get("/")
        #expect(page.status == 403 && page.text.contains("is suspended") && page.text.contains("Please ask whoever runs this site."))
        for path in ["/contacts.csv", "/companies.csv"] {
            #expect(page.text.contains("href=\"\(path)\""))
            let file = try await browser.get(path)
            #expect(file.status == 200 && file.header("Content-Type")?.hasPrefix("text/csv") == true, "\(path)")
        }
        #expect(try await tenant.events("contact.exported") == 1)
        for path in ["/contacts", "/settings/users", "/profile"] { #expect(try await browser.get(path).status == 403, "\(path)") }
        #expect(try await browser.post("/contacts", ["last_name": "X"]).status == 403)
        #expect(try await browser.submit("/logout", on: page).status == 303)
        #expect(try await browser.get("/contacts.csv").status == 403)
    }

    @Test func whoeverIsLetGoIsToldNoNames() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .rep)
        try await tenant.setState(.suspended)
        #expect(try await browser.get("/").text.contains(tenant.email(of: .admin)))
        try await tenant.database.write("update sessions set revoked_at = now()")
        #expect(try await !browser.get("/").text.contains(tenant.email(of: .admin)))
    }

    @Test func readOnlyTenantIsReadAndExportedButNotChanged() async throws {
        let scene = try await Scene(Sample.all[0])
        let browser = try await scene.tenant.browser(as: .admin)
        let form = try await browser.get("/contacts/new")
        try await scene.tenant.setState(.readOnly)
        #expect(try await scene.admin.get(scene.list).ids.count == 3)
        #expect(try await scene.admin.get("\(scene.list).csv").status == 200)
        let page = try await browser.get("/contacts")
        #expect(page.status == 200 && page.text.contains("read-only at the moment"))

        for answer in [
            try await scene.admin.post(scene.list, ["last_name": "X"]),
            try await scene.admin.patch(scene.address(scene.ofAdmin), ["tags": ["x"]]),
            try await scene.admin.delete(scene.address(scene.ofAdmin)),
            try await scene.admin.post("\(scene.address(scene.ofAdmin))/restoration", [:]),
        ] {
            expectProblem(answer, 403)
            #expect(answer.json["detail"]?.string?.contains("read-only") == true)
        }
        let refused = try await browser.submit("/contacts", on: form, ["last_name": "X"])
        #expect(refused.status == 403 && refused.text.contains("read-only"))
        #expect(try await browser.submit("/logout", from: "/").status == 303)
        #expect(try await browser.logIn(scene.tenant.email(of: .admin)).status == 303)
        #expect(
            try await TestBrowser(client: scene.tenant.guest).submit("/forgot", from: "/forgot", ["email": "a@b.example"]).status == 200)
        #expect(try await scene.tenant.logIn(.rep).status == 200)
        #expect(try await scene.admin.get(scene.list).ids.count == 3)
        #expect(try await browser.submit("/profile/sessions/revocation", from: "/profile/sessions").status == 303)
    }

    @Test(arguments: [(Tenant.State.provisioning, 503), (.pending, 503), (.deleting, 403), (.purged, 404)])
    func tenantThatIsNotThereYetOrAnyMoreDoesNotAnswer(state: Tenant.State, status: Int) async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await tenant.site.administer("update platform.tenants set state = \(state.rawValue) where id = \(tenant.tenant.id)")
        try await tenant.site.administer("select pg_notify('tenants', \(tenant.tenant.id.uuidString))")
        try await eventually { try await admin.get("/api/v1/contacts").status == status }
        let answer = try await admin.get("/api/v1/contacts")
        expectProblem(answer, status)
        #expect((answer.header("Retry-After") != nil) == (status == 503))
    }

    @Test func deletedTenantSaysSo() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        try await tenant.setState(.deleting)
        for path in ["/", "/login"] {
            let page = try await tenant.guest.get(path)
            #expect(
                page.status == 403 && page.text.contains("is closed and will be deleted") && page.text.contains(tenant.tenant.name),
                "\(path)")
        }
    }

    @Test func tenantWithANewerSchemaWaitsWhileOthersWork() async throws {
        let (tenant, other) = (try await TestSite.shared().makeTenant(), try await SharedTenant.get())
        let admin = try await tenant.api(as: .admin)
        try await tenant.site.administer("update platform.tenants set schema_version = 'of tomorrow' where id = \(tenant.tenant.id)")
        try await tenant.site.announceChange(of: tenant.tenant)
        let answer = try await admin.get("/api/v1/contacts")
        expectProblem(answer, 503)
        #expect(answer.header("Retry-After") != nil)
        #expect(try await tenant.guest.get("/login").status == 503)
        #expect(try await other.guest.get("/login").status == 200)
    }
}
