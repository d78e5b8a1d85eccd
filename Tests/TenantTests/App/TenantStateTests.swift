import Platform
import Support
import Testing
import Web

struct TenantStateTests {
    @Test func suspendedTenantIsClosedAndSaysWhomToAsk() async throws {
        let scene = try await Scene(Sample.all[0])
        let browser = try await scene.tenant.browser(as: .rep)
        try await scene.tenant.setState(.suspended)
        for path in ["/", "/login", "/contacts"] {
            let page = try await browser.get(path)
            #expect(page.status == 403 && page.text.contains("suspended") && page.text.contains(scene.tenant.tenant.name), "\(path)")
        }
        expectProblem(try await scene.admin.get(scene.list), 403)
        expectProblem(try await scene.tenant.logIn(.admin), 403)
        try await scene.tenant.setState(.active)
        #expect(try await browser.get("/contacts").status == 200)
        #expect(try await scene.admin.get(scene.list).ids.count == 3)
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
        #expect(try await scene.admin.get(scene.list).ids.count == 3)
    }

    @Test(arguments: [(Tenant.State.provisioning, 503), (.pending, 503), (.deleting, 404), (.purged, 404)])
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
