import Foundation
import Support
import Testing
import Web

struct MergePageTests {
    private func twins(_ scene: Scene) async throws -> (TestAnswer, TestAnswer) {
        let one = try await scene.admin.create(
            "contacts", ["first_name": "Ann", "last_name": "Lee", "email": "ann@x.test", "job_title": "Buyer"])
        let other = try await scene.admin.create(
            "contacts", ["first_name": "Anna", "last_name": "Lee", "email": "ann@x.test", "job_title": "Boss"])
        return (one, other)
    }

    @Test func somebodyFindsComparesMergesAndTakesApart() async throws {
        let scene = try await Scene(Sample.all[0])
        let (one, other) = try await twins(scene)
        let browser = try await scene.tenant.browser(as: .admin)
        let found = try await browser.get("/contacts/\(one.id)/duplicates")
        #expect(found.text.contains("Same e-mail") && found.text.contains("/contacts/\(one.id)/merge?with=\(other.id)"))
        let page = try await browser.get("/contacts/\(one.id)/merge?with=\(other.id)")
        #expect(page.status == 200 && page.text.contains("keep[job_title]") && page.text.contains("Kept from all of them"))
        let form = try #require(page.forms.first { $0.action == "/contacts/\(one.id)/merge" })
        #expect(form.fields["keep[job_title]"] == other.id && form.fields["keep[last_name]"] == nil)
        let merged = try await browser.submit("/contacts/\(one.id)/merge", on: page, ["keep[job_title]": one.id, "version": "\(one.id):1"])
        #expect(merged.status == 303 && merged.location == "/contacts/\(one.id)")
        let record = try await browser.get("/contacts/\(one.id)")
        #expect(record.text.contains("Anna Lee") && record.text.contains("Buyer"))
        let undo = try #require(record.forms.first { $0.action.hasPrefix("/merges/") })
        #expect(try await browser.submit(undo.action, on: record).location == "/contacts/\(one.id)")
        #expect(try await scene.admin.get(scene.address(other)).json["job_title"] == "Boss")
        #expect(try await scene.admin.get(scene.address(one)).json["first_name"] == "Ann")
    }

    @Test func whoDecidedOnWhatIsNoLongerThereDecidesAgain() async throws {
        let scene = try await Scene(Sample.all[0])
        let (one, other) = try await twins(scene)
        let browser = try await scene.tenant.browser(as: .admin)
        let page = try await browser.get("/contacts/\(one.id)/merge?with=\(other.id)")
        _ = try await scene.admin.patch(scene.address(one), ["job_title": "Director"])
        let stale = try await browser.submit(
            "/contacts/\(one.id)/merge", on: page, ["keep[first_name]": one.id, "version": "\(one.id):1"])
        #expect(stale.status == 409 && stale.text.contains("in the meantime") && stale.text.contains("Director"))
        let form = try #require(stale.forms.first { $0.action == "/contacts/\(one.id)/merge" })
        #expect(form.fields["keep[first_name]"] == one.id)
        #expect(try await browser.submit("/contacts/\(one.id)/merge", on: stale).status == 303)
    }

    @Test func pagesAreForThoseWhoMay() async throws {
        let scene = try await Scene(Sample.all[0])
        let (one, other) = try await twins(scene)
        let merge = "/contacts/\(one.id)/merge?with=\(other.id)"
        #expect(try await scene.tenant.browser(as: .viewer).get(merge).status == 403)
        #expect(try await scene.tenant.browser(as: .rep).get(merge).status == 404)
        #expect(try await scene.tenant.browser(as: .rep).get("/contacts/\(one.id)/duplicates").status == 404)
        #expect(try await TestBrowser(client: scene.tenant.guest).get(merge).status == 303)
        let admin = try await scene.tenant.browser(as: .admin)
        for path in [
            "/contacts/\(one.id)/merge", "/contacts/\(one.id)/merge?with=x", "/contacts/x/merge?with=\(other.id)", "/duplicates?type=user",
        ] {
            #expect(try await admin.get(path).status == 404, "\(path)")
        }
        let origin = ["Origin": "http://\(scene.tenant.host)"]
        expectWrongVerb(try await admin.send("PUT", "/duplicates", headers: origin), allows: "GET", "HEAD", "OPTIONS")
    }

    @Test func workListIsWorkedOffWithoutJavaScript() async throws {
        let scene = try await Scene(Sample.all[0])
        _ = try await twins(scene)
        let browser = try await scene.tenant.browser(as: .admin)
        #expect(try await browser.get("/duplicates").text.contains("Nobody has looked yet"))
        #expect(try await browser.submit("/duplicates/scans", from: "/duplicates").status == 303)
        try await eventually { try await browser.get("/duplicates").text.contains("Not duplicates") }
        let list = try await browser.get("/duplicates")
        let dismissal = try #require(list.forms.first { $0.action.hasSuffix("/dismissal") })
        let answer = try await browser.submit(dismissal.action, on: list)
        #expect(answer.status == 303 && answer.location == "/duplicates?type=contact")
        try await eventually { try await browser.get("/duplicates").text.contains("No duplicates") }
    }

    @Test func whatNoRuleRecognisesIsFoundByName() async throws {
        let scene = try await Scene(Sample.all[0])
        let browser = try await scene.tenant.browser(as: .admin)
        let page = try await browser.get("/contacts/\(scene.ofAdmin.id)/duplicates?q=Repson")
        #expect(page.text.contains("/contacts/\(scene.ofAdmin.id)/merge?with=\(scene.ofRep.id)"))
        #expect(try await browser.get("/contacts/\(scene.ofAdmin.id)/duplicates?q=zzz").text.contains("Nothing found."))
        let apart = try await browser.post(
            "/contacts/\(scene.ofAdmin.id)/duplicates/dismissal", ["_csrf": page.csrf, "other": scene.ofRep.id])
        #expect(apart.status == 303)
    }
}
