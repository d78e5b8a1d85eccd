import Foundation
import Support
import Testing
import Web

struct TrashTests {
    @Test func everybodySeesWhatTheyMightRestore() async throws {
        let scene = try await Scene(Sample.all[0])
        let company = try await scene.rep.create("companies", ["name": "Gone Ltd"])
        for record in [scene.ofAdmin, scene.ofRep] { #expect(try await scene.admin.delete(scene.address(record)).status == 204) }
        #expect(try await scene.rep.delete("/api/v1/companies/\(company.id)").status == 204)
        let admin = try await scene.tenant.browser(as: .admin)
        let all = try await admin.get("/trash")
        for name in ["Gone Ltd", "Ann Adminson", "Ann Repson"] { #expect(all.text.contains(name), "\(name)") }
        let companies = try await admin.get("/trash?type=company")
        #expect(companies.text.contains("Gone Ltd") && !companies.text.contains("Repson"))
        #expect(try await admin.get("/trash?type=spaceship").status == 404)

        let rep = try await scene.tenant.browser(as: .rep)
        let own = try await rep.get("/trash")
        #expect(own.text.contains("Repson") && !own.text.contains("Adminson") && !own.text.contains("Empty the trash"))
        #expect(try await rep.submit("/contacts/\(scene.ofRep.id)/restoration", on: own).status == 303)
        #expect(try await scene.rep.get(scene.address(scene.ofRep)).status == 200)
    }

    @Test func adminsEmptyItForGood() async throws {
        let scene = try await Scene(Sample.all[0])
        _ = try await scene.admin.patch(scene.address(scene.ofRep), ["emails": [["address": "gone@example.com"]]])
        #expect(try await scene.admin.delete(scene.address(scene.ofRep)).status == 204)
        let browser = try await scene.tenant.browser(as: .admin)
        #expect(try await browser.submit("/trash/emptying", from: "/trash").status == 303)
        #expect(try await scene.tenant.count("deleted_at is not null") == 1)
        #expect(try await browser.submit("/trash/emptying", from: "/trash", ["sure": "1"]).status == 303)
        try await eventually { try await scene.tenant.count("true") == 2 }
        let emails = try await scene.tenant.database.read("select count(*) from contact_emails where address = 'gone@example.com'")
        #expect(try emails.first?.decode(Int.self) == 0)
        #expect(try await scene.tenant.events("contact.purged") == 1)
        #expect(try await scene.admin.get(scene.list).ids.count == 2)

        let rep = try await scene.tenant.browser(as: .rep)
        let csrf = try await rep.get("/contacts/\(scene.ofAdmin.id)").csrf
        #expect(try await rep.post("/trash/emptying", ["_csrf": csrf, "sure": "1"]).status == 403)
    }

    @Test func whatIsOlderThanThirtyDaysGoesOnItsOwn() async throws {
        let scene = try await Scene(Sample.all[0])
        for record in [scene.ofAdmin, scene.ofRep] { #expect(try await scene.admin.delete(scene.address(record)).status == 204) }
        let old = UUID(uuidString: scene.ofRep.id)
        try await scene.tenant.database.write("update contacts set deleted_at = now() - interval '31 days' where id = \(old)")
        try await scene.tenant.database.write("update job_schedules set slot = slot - interval '2 days' where name = 'trash.purge'")
        try await scene.tenant.site.administer("update platform.tenants set next_job_at = now() where id = \(scene.tenant.tenant.id)")
        try await eventually { try await scene.tenant.count("id = \(old)") == 0 }
        #expect(try await scene.tenant.count("deleted_at is not null") == 1)
    }
}
