import Foundation
import Support
import Testing
import Web

/// Forms take the name of a record to link to, and ask for it where there are too many to choose from.
struct NamedLinkTests {
    @Test func aNameOrAnAddressLinks() async throws {
        let (scene, browser) = try await stage()
        let company = try await scene.admin.create("companies", ["name": "Zotware & Söhne"])
        let path = "/contacts/\(scene.ofAdmin.id)"
        for text in ["zotware & sohne", "Zotware & Söhne", "https://acme.example/companies/\(company.id)?x=1", company.id] {
            #expect(try await browser.submit(path, from: "\(path)/edit", ["company_id": ""]).status == 303)
            #expect(try await browser.submit(path, from: "\(path)/edit", ["company_id": text]).status == 303)
            #expect(try await scene.admin.get("/api/v1\(path)").json["company_id"]?.string == company.id, "\(text)")
        }
        let changed = try await browser.submit(
            "/contacts/batches", from: "/contacts/batches/new?action=edit&field=company_id&ids=\(scene.ofRep.id)",
            ["company_id": "Zotware & Söhne"])
        #expect(changed.status == 303)
        #expect(try await scene.admin.get("/api/v1/contacts/\(scene.ofRep.id)").json["company_id"]?.string == company.id)
    }

    @Test func whatNobodyOrSeveralAreCalledIsAskedForAgain() async throws {
        let (scene, browser) = try await stage()
        for _ in 0..<2 { try await scene.admin.create("companies", ["name": "Twin"]) }
        let path = "/contacts/\(scene.ofAdmin.id)"
        for (text, sentence) in [("Nobody Ltd", "There is no company called Nobody Ltd."), ("twin", "2 companies are called twin.")] {
            let answer = try await browser.submit(path, from: "\(path)/edit", ["company_id": text, "job_title": "Typed"])
            #expect(answer.status == 422 && answer.text.contains(sentence) && answer.text.contains("value=\"Typed\""))
            let new = try await browser.submit("/contacts", from: "/contacts/new", ["last_name": "New", "company_id": text])
            #expect(new.status == 422 && new.text.contains(sentence))
        }
        // What the viewer does not see does not exist.
        try await scene.admin.create("companies", ["name": "Secret"])
        let rep = try await scene.tenant.browser(as: .rep)
        let own = "/contacts/\(scene.ofRep.id)"
        let answer = try await rep.submit(own, from: "\(own)/edit", ["company_id": "Secret"])
        #expect(answer.status == 422 && answer.text.contains("There is no company called Secret."))
    }

    @Test func whereThereAreTooManyOneTypesAndWhatIsLinkedStays() async throws {
        let (scene, browser) = try await stage()
        let twins = [
            try await scene.admin.create("companies", ["name": "Twin"]), try await scene.admin.create("companies", ["name": "Twin"]),
        ]
        let path = "/contacts/\(scene.ofAdmin.id)"
        _ = try await scene.admin.patch("/api/v1\(path)", ["company_id": .string(twins[1].id)])
        #expect(try await browser.get("\(path)/edit").text.contains("<select id=\"field-company_id\""))
        try await scene.tenant.database.write(
            """
            insert into companies select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid()))).*
            from companies c, generate_series(1, 301) where c.id = \(UUID(uuidString: twins[0].id))
            """)
        let form = try await browser.get("\(path)/edit")
        #expect(form.text.contains("value=\"Twin\"") && form.text.contains("data-url=\"/companies/names\""))
        #expect(try await browser.submit(path, on: form, ["job_title": "Buyer"]).status == 303)
        #expect(try await scene.admin.get("/api/v1\(path)").json["company_id"]?.string == twins[1].id)
        let new = try await browser.get("/contacts/new?company_id=\(twins[1].id)")
        #expect(new.text.contains("value=\"Twin\""))
        #expect(try await browser.submit("/contacts", on: new, ["last_name": "New"]).status == 303)
        #expect(try await scene.admin.get("/api/v1/contacts?filter[company_id][eq]=\(twins[1].id)").ids.count == 2)
    }

    @Test func aLinkThatIsNotSeenSurvives() async throws {
        let (scene, _) = try await stage()
        let secret = try await scene.admin.create("companies", ["name": "Secret"])
        _ = try await scene.admin.patch("/api/v1/contacts/\(scene.ofRep.id)", ["company_id": .string(secret.id)])
        let rep = try await scene.tenant.browser(as: .rep)
        let path = "/contacts/\(scene.ofRep.id)"
        #expect(try await rep.submit(path, from: "\(path)/edit", ["job_title": "Buyer"]).status == 303)
        #expect(try await scene.admin.get("/api/v1\(path)").json["company_id"]?.string == secret.id)
    }

    @Test(arguments: Sample.all)
    func namesAreOfferedToWhoeverSeesTheRecords(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let path = "/\(sample.path)/names?q=adminson"
        for (member, count) in [(Cast.admin, 1), (.manager, 0), (.rep, 0), (.viewer, 1)] {
            let answer = try await scene.tenant.browser(as: member).get(path)
            #expect(answer.status == 200 && answer.json.array?.count == count, "\(member)")
        }
        let browser = try await scene.tenant.browser(as: .admin)
        #expect(try await browser.get("/\(sample.path)/names").json.array?.isEmpty == true)
        #expect(try await browser.get("/\(sample.path)/names?q=\(String(repeating: "x", count: 5_000))").json.array?.isEmpty == true)
        #expect(try await TestBrowser(client: scene.tenant.guest).get(path).status == 303)
        #expect(try await browser.post("/\(sample.path)/names", [:]).status == 405)
        let elsewhere = try await scene.tenant.site.makeTenant().browser(as: .admin)
        #expect(try await elsewhere.get(path).json.array?.isEmpty == true)
    }

    private func stage() async throws -> (Scene, TestBrowser) {
        let scene = try await Scene(Sample.all[0])
        return (scene, try await scene.tenant.browser(as: .admin))
    }
}
