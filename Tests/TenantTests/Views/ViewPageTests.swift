import Foundation
import Postgres
import Support
import Testing
import Web

struct ViewPageTests {
    private func save(_ name: String, _ browser: TestBrowser, _ state: String, _ more: [String: String] = [:]) async throws -> String {
        let page = "/views/new?type=contact&state=\(state.escaped)"
        let saved = try await browser.submit("/views", from: page, ["name": name].merging(more) { $1 })
        #expect(saved.status == 303, "\(saved.text.prefix(2_000))")
        let id = saved.location.flatMap { $0.split(separator: "=").last.map { String($0) } }
        return try #require(id)
    }

    @Test func listThatWasSavedIsATabAndShowsTheSameAgain() async throws {
        let scene = try await Scene(Sample.all[0])
        let browser = try await scene.tenant.browser(as: .admin)
        let id = try await save("Only reps", browser, "filter[last_name][starts]=Rep&sort=-last_name&columns=name,city")
        let list = try await browser.get("/contacts?view=\(id)")
        #expect(list.text.contains(scene.ofRep.id) && !list.text.contains(scene.ofManager.id))
        #expect(list.text.contains("Only reps") && list.text.contains("City"))
        #expect(!list.text.contains("Save changes"), "nothing was changed yet")
        let elsewhere = try await browser.get("/contacts")
        #expect(elsewhere.text.contains("href=\"/contacts?view=\(id)\""), "it is a tab")
    }

    @Test func changesOnTopOfAViewAreShownAndCanBeKept() async throws {
        let scene = try await Scene(Sample.all[0])
        let browser = try await scene.tenant.browser(as: .admin)
        let id = try await save("People", browser, "filter[last_name][starts]=Rep")
        let changed = try await browser.get("/contacts?view=\(id)&filter[last_name][starts]=Man&density=compact")
        #expect(changed.text.contains(scene.ofManager.id) && changed.text.contains("Save changes") && changed.text.contains("Undo changes"))
        let kept = try await browser.submit("/views/\(id)/look", on: changed)
        #expect(kept.location == "/contacts?view=\(id)")
        let list = try await browser.get("/contacts?view=\(id)")
        #expect(
            list.text.contains(scene.ofManager.id) && !list.text.contains(scene.ofRep.id) && list.text.contains("data-density=\"compact\""))
        let all = try await browser.get("/contacts?view=\(id)&filter=\("{}".escaped)")
        #expect(all.text.contains(scene.ofManager.id) && all.text.contains(scene.ofRep.id), "the filter can be taken off")
    }

    @Test func viewOfSomebodyElseCanBeCopiedNotChanged() async throws {
        let scene = try await Scene(Sample.all[0])
        let (admin, rep) = (try await scene.tenant.browser(as: .admin), try await scene.tenant.browser(as: .rep))
        let id = try await save("For all", admin, "", ["visibility": "public"])
        let list = try await rep.get("/contacts?view=\(id)&sort=last_name")
        #expect(list.status == 200 && !list.text.contains("Save changes") && list.text.contains("Save as new view"))
        #expect(try await rep.get("/views/\(id)/edit").status == 403)
        #expect(try await rep.post("/views/\(id)/deletion", ["_csrf": list.csrf]).status == 403)
        #expect(try await rep.post("/views/\(id)/look", ["_csrf": list.csrf, "state": "sort=last_name"]).status == 403)
    }

    @Test func viewIsRenamedSharedAndDeleted() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .manager)
        let id = try await save("Before", browser, "sort=last_name")
        let page = try await browser.get("/views/\(id)/edit")
        let wrong = try await browser.submit("/views/\(id)", on: page, ["name": "", "visibility": "public"])
        #expect(wrong.status == 422 && wrong.text.contains("Give the view a name."))
        let answer = try await browser.submit("/views/\(id)", on: page, ["name": "After", "visibility": "public"])
        #expect(answer.status == 303)
        let viewer = try await tenant.browser(as: .viewer)
        #expect(try await viewer.get("/views?type=contact").text.contains("After"))
        let gone = try await browser.post("/views/\(id)/deletion", ["_csrf": page.csrf])
        #expect(gone.location == "/contacts")
        #expect(try await browser.get("/contacts?view=\(id)").status == 404)
    }

    @Test func whatOneSeesFirstIsOnesOwnChoiceElseTheRoles() async throws {
        let scene = try await Scene(Sample.all[0])
        let (admin, viewer) = (try await scene.tenant.browser(as: .admin), try await scene.tenant.browser(as: .viewer))
        let reps = try await save("Reps", admin, "filter[last_name][starts]=Rep", ["visibility": "public"])
        let managers = try await save("Managers", admin, "filter[last_name][starts]=Man", ["visibility": "public"])
        let csrf = try await admin.get("/contacts?view=\(reps)").csrf
        #expect(try await admin.post("/views/\(reps)/roles", ["_csrf": csrf, "role": "read_only", "first": "1"]).status == 303)
        #expect(try await admin.get("/views/\(reps)/roles").text.contains("sees it first"))
        let first = try await viewer.get("/contacts")
        #expect(first.text.contains(scene.ofRep.id) && !first.text.contains(scene.ofManager.id))
        #expect(try await viewer.post("/views/\(managers)/default", ["_csrf": first.csrf]).status == 303)
        let own = try await viewer.get("/contacts")
        #expect(own.text.contains(scene.ofManager.id) && !own.text.contains(scene.ofRep.id))
        let all = try await viewer.get("/contacts?view=all")
        #expect(all.text.contains(scene.ofManager.id) && all.text.contains(scene.ofRep.id))
        #expect(try await viewer.get("/contacts?filter[last_name][starts]=Rep").text.contains(scene.ofRep.id), "a link says what it says")
        #expect(try await viewer.post("/views/\(managers)/no-default", ["_csrf": first.csrf]).status == 303)
        #expect(try await viewer.get("/contacts").text.contains(scene.ofRep.id))
        #expect(try await viewer.post("/views/\(reps)/roles", ["_csrf": first.csrf, "role": "read_only", "first": "1"]).status == 403)
    }

    @Test func viewThatAsksAboutWhatIsGoneSaysSo() async throws {
        let scene = try await Scene(Sample.all[0])
        let browser = try await scene.tenant.browser(as: .admin)
        let id = try await save("Old", browser, "filter[last_name][starts]=Rep")
        let filter = #"{"and":[{"field":"shoe_size","op":"eq","value":"44"},{"field":"last_name","op":"starts","value":"Rep"}]}"#
        try await scene.tenant.database.write(
            """
            update views set filter = \(filter)::text::jsonb, columns = '{name,shoe_size}', sort = '{shoe_size}', grouping = 'shoe_size'
            where id = \(UUID(uuidString: id))
            """)
        let list = try await browser.get("/contacts?view=\(id)")
        #expect(list.status == 200 && list.text.contains("1 condition of this view is left out"))
        #expect(list.text.contains(scene.ofRep.id) && !list.text.contains(scene.ofManager.id))
        expectProblem(try await scene.admin.get("\(scene.list)?view=\(id)"), 422, naming: ["view"])
    }

    @Test func tabsAreCountedAfterThePage() async throws {
        let scene = try await Scene(Sample.all[0])
        let browser = try await scene.tenant.browser(as: .admin)
        let id = try await save("Two", browser, "filter[last_name][nin]=Repson")
        let list = try await browser.get("/contacts")
        #expect(list.text.contains("data-url=\"/contacts/view-counts\"") && list.text.contains("data-count=\"\(id)\""))
        #expect(try await browser.get("/contacts/view-counts").json == .object(JSONObject([id: "2"])))
    }

    @Test func guestsAndOtherTenantsGetNowhere() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .admin)
        let id = try await save("Ours", browser, "", ["visibility": "public"])
        let guest = TestBrowser(client: tenant.guest)
        for path in ["/views", "/views/new?type=contact", "/views/\(id)/edit", "/contacts/filter", "/contacts/view-counts"] {
            #expect(try await guest.get(path).status == 303, "\(path)")
        }
        let other = try await TestSite.shared().makeTenant().browser(as: .admin)
        #expect(try await other.get("/contacts?view=\(id)").status == 404)
        #expect(try await other.get("/views/\(id)/edit").status == 404)
        #expect(try await browser.get("/views/nonsense/edit").status == 404)
        #expect(try await browser.get("/views/new?type=shoe").status == 404)
        #expect(try await browser.post("/views", ["name": "X", "type": "contact"]).status == 403, "without the token of a form")
    }
}

extension JSONObject {
    init(_ members: [String: JSONValue]) {
        self.init()
        for (name, value) in members { self[name] = value }
    }
}
