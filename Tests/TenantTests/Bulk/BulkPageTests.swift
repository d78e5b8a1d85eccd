import Support
import Testing
import Web

struct BulkPageTests {
    @Test(arguments: Sample.all)
    func tickedRowsAreEditedWithoutJavaScript(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let browser = try await scene.tenant.browser(as: .admin)
        let list = try await browser.get("/\(sample.path)?q=repson")
        let bar = try #require(list.forms.first { $0.action == "/\(sample.path)/batches/edit" })
        #expect(bar.fields["list"] == "q=repson")
        let chosen = try await browser.post("/\(sample.path)/batches/tags", bar.fields.merging(["ids": scene.ofRep.id]) { $1 })
        #expect(chosen.status == 303)
        let page = try await browser.get(chosen.location ?? "")
        #expect(page.status == 200 && page.text.contains("Tag 1 "))
        let done = try await browser.submit("/\(sample.path)/batches", on: page, ["add": "hot, new", "remove": ""])
        #expect(done.status == 303 && done.location == "/\(sample.path)?q=repson")
        #expect(try await scene.admin.get(scene.address(scene.ofRep)).json["tags"] == ["hot", "new"])

        let back = try await browser.get(done.location ?? "")
        let undo = try #require(back.forms.first { $0.action.hasSuffix("/reversal") })
        let undone = try await browser.post(undo.action, undo.fields)
        #expect(undone.status == 303)
        #expect(try await browser.get(undone.location ?? "").text.contains("as before"))
        #expect(try await scene.admin.get(scene.address(scene.ofRep)).json["tags"] == [])
    }

    @Test func allThatTheListFindsIsChosenByItsOwnFilter() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        try await tenant.fill(70)
        let browser = try await tenant.browser(as: .admin)
        let list = try await browser.get("/contacts?filter[last_name][starts]=Person&sort=last_name")
        #expect(list.text.contains("name=\"all\""))
        let bar = try #require(list.forms.first { $0.action == "/contacts/batches/edit" })
        let chosen = try await browser.post("/contacts/batches/edit", bar.fields.merging(["all": "1"]) { $1 })
        let field = try await browser.get("\(chosen.location ?? "")&field=job_title")
        #expect(field.text.contains("Edit 70 contacts"))
        let started = try await browser.submit("/contacts/batches", on: field, ["job_title": "Director"])
        #expect(started.status == 303 && started.location?.hasPrefix("/batches/") == true)
        try await eventually { try await tenant.count("job_title = 'Director'") == 70 }
        try await eventually { try await browser.get(started.location ?? "").text.contains("Can be undone until") }
        #expect(try await browser.get("/batches").text.contains("Edit Job title of 70 contacts"))
    }

    @Test func wrongValueComesBackWithWhatWasTyped() async throws {
        let scene = try await Scene(Sample.all[0])
        let browser = try await scene.tenant.browser(as: .admin)
        let address = "/contacts/batches/new?action=edit&field=birthday_on&ids=\(scene.ofRep.id)"
        let answer = try await browser.submit("/contacts/batches", from: address, ["birthday_on": "soon"])
        #expect(answer.status == 422 && answer.text.contains("is not a date") && answer.text.contains("value=\"soon\""))
    }

    @Test func tickedRowsAreDeletedAtOnceAndComeBackByUndo() async throws {
        let scene = try await Scene(Sample.all[0])
        let browser = try await scene.tenant.browser(as: .rep)
        let bar = try #require(try await browser.get("/contacts").forms.first { $0.action == "/contacts/batches/edit" })
        let deleted = try await browser.post("/contacts/batches/delete", bar.fields.merging(["ids": scene.ofRep.id]) { $1 })
        #expect(deleted.status == 303 && deleted.location == "/contacts")
        expectProblem(try await scene.rep.get(scene.address(scene.ofRep)), 404)
        let undo = try #require(try await browser.get("/contacts").forms.first { $0.action.hasSuffix("/reversal") })
        #expect(try await browser.post(undo.action, undo.fields).status == 303)
        #expect(try await scene.rep.get(scene.address(scene.ofRep)).status == 200)
    }

    @Test func tickedRowsAreExported() async throws {
        let scene = try await Scene(Sample.all[0])
        let browser = try await scene.tenant.browser(as: .admin)
        let bar = try #require(try await browser.get("/contacts").forms.first { $0.action == "/contacts/batches/edit" })
        let file = try await browser.post("/contacts/batches/export", bar.fields.merging(["ids": scene.ofRep.id]) { $1 })
        #expect(file.status == 200 && file.header("Content-Type")?.hasPrefix("text/csv") == true)
        #expect(file.text.contains("Repson") && !file.text.contains("Adminson"))
    }

    @Test func whoOnlyReadsIsOfferedNothing() async throws {
        let scene = try await Scene(Sample.all[0])
        let browser = try await scene.tenant.browser(as: .viewer)
        let list = try await browser.get("/contacts")
        #expect(!list.text.contains("batches"))
        let csrf = list.csrf
        let answer = try await browser.post("/contacts/batches/delete", ["_csrf": csrf, "ids": scene.ofRep.id])
        #expect(answer.status == 403)
        #expect(try await browser.get("/batches/\(unknownID)").status == 404)
        #expect(try await TestBrowser(client: scene.tenant.guest).get("/batches").status == 303)
    }
}
