import Support
import Testing
import Web

/// What admins decide about people counts from the very next thing these do.
struct AccessChangeTests {
    @Test func newRoleCountsWithTheNextRequest() async throws {
        let scene = try await Scene(Sample.all[0])
        let admin = try await scene.tenant.browser(as: .admin)
        let page = "/settings/users/\(try await scene.tenant.id(of: .rep))"
        #expect(try await scene.rep.get(scene.list).ids.count == 1)
        #expect(try await admin.submit(page, from: page, ["roles": "read_only", "active": "1"]).status == 303)
        #expect(try await scene.rep.get(scene.list).ids.count == 3)
        expectProblem(try await scene.rep.patch(scene.address(scene.ofRep), ["tags": ["x"]]), 403)
        #expect(try await admin.submit(page, from: page, ["roles": "admin", "active": "1"]).status == 303)
        #expect(try await scene.rep.patch(scene.address(scene.ofAdmin), ["tags": ["x"]]).status == 200)
        #expect(try await scene.tenant.events("user.access_changed") == 2)
    }

    @Test func whoIsPromotedIsLetInAtOnce() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .viewer)
        for path in ["/settings/users", "/contacts/new", "/contacts.csv"] { #expect(try await browser.get(path).status == 403) }
        try await tenant.database.write(
            "update users set roles = '{admin}', access_version = access_version + 1 where email = \(tenant.email(of: .viewer))")
        for path in ["/settings/users", "/contacts/new", "/contacts.csv"] { #expect(try await browser.get(path).status == 200, "\(path)") }
    }

    @Test func whoIsDisabledIsOutAtOnceAndStaysOut() async throws {
        let scene = try await Scene(Sample.all[0])
        let (admin, browser) = (try await scene.tenant.browser(as: .admin), try await scene.tenant.browser(as: .rep))
        let page = "/settings/users/\(try await scene.tenant.id(of: .rep))"
        let form = try #require(try await admin.get(page).forms.first { $0.action == page })
        let answer = try await admin.post(page, ["_csrf": form.fields["_csrf"] ?? "", "roles": "sales_rep"])
        #expect(answer.status == 303)
        expectProblem(try await scene.rep.get(scene.list), 401)
        #expect(try await browser.get("/contacts").location == "/login?next=/contacts")
        expectProblem(try await scene.tenant.logIn(.rep), 401)
        #expect(try await browser.logIn(scene.tenant.email(of: .rep)).status == 401)
        #expect(try await admin.submit(page, from: page, ["active": "1"]).status == 303)
        expectProblem(try await scene.rep.get(scene.list), 401)
        #expect(try await scene.tenant.logIn(.rep).status == 200)
    }

    @Test func somebodyHasToStayAdmin() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.browser(as: .admin)
        let page = "/settings/users/\(try await tenant.id(of: .admin))"
        let answer = try await admin.submit(page, from: page, ["roles": "read_only"])
        #expect(answer.status == 422 && answer.text.contains("Somebody has to stay admin."))
        #expect(try await admin.get("/settings/users").status == 200)
    }

    @Test func onlyAdminsSeeThePeople() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let id = try await tenant.id(of: .rep)
        for member in [Cast.manager, .rep, .viewer] {
            let browser = try await tenant.browser(as: member)
            for path in ["/settings/users", "/settings/users/\(id)"] {
                #expect(try await browser.get(path).status == 403)
                let csrf = try await browser.get("/profile").csrf
                #expect(try await browser.post(path, ["_csrf": csrf, "roles": "admin", "active": "1"]).status == 403)
            }
            #expect(try await !browser.get("/settings").text.contains("/settings/users"))
        }
        let admin = try await tenant.browser(as: .admin)
        #expect(try await admin.get("/settings/users/\(unknownID)").status == 404)
        #expect(try await admin.get("/settings/users/not-an-id").status == 404)
        #expect(try await tenant.guest.get("/settings/users").location == "/login?next=/settings/users")
    }

    @Test func programsSeeThePeopleButNothingSecret() async throws {
        let tenant = try await SharedTenant.get()
        for member in Cast.allCases {
            let list = try await tenant.api(as: member).get("/api/v1/users")
            #expect(list.status == 200 && list.ids.count == 4 && !list.text.contains("argon2"))
        }
        expectProblem(try await tenant.guest.get("/api/v1/users"), 401)
        expectProblem(try await tenant.guest.get("/api/v1/users/me"), 401)
        expectWrongVerb(try await tenant.api(as: .admin).delete("/api/v1/users"), allows: "GET", "HEAD", "OPTIONS")
    }
}
