import Support
import Testing
import Web

/// The pages of a record type, with scripts switched off.
struct RecordPageTests {
    @Test(arguments: Sample.all)
    func recordIsAddedEditedDeletedAndBroughtBack(sample: Sample) async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .rep)
        let list = "/\(sample.path)"
        let created = try await browser.submit(list, from: "\(list)/new", [sample.nameField: "Lovelace", "tags": "vip, early"])
        #expect(created.status == 303)
        let record = try #require(created.location)
        let page = try await browser.get(record)
        #expect(page.status == 200 && page.text.contains("Lovelace") && page.text.contains("was added") && page.text.contains("vip"))
        #expect(try await !browser.get(record).text.contains("was added"), "a message is shown once")

        #expect(try await browser.submit(record, from: "\(record)/edit", [sample.nameField: "Byron"]).location == record)
        let changed = try await browser.get(record)
        #expect(changed.text.contains("Byron") && changed.text.contains("changed") && changed.text.contains("early"))

        let deleted = try await browser.submit("\(record)/deletion", on: changed)
        #expect(deleted.status == 303 && deleted.location == list)
        let undo = try await browser.get(list)
        #expect(try await browser.get(record).status == 404)
        #expect(try await browser.submit("\(record)/restoration", on: undo).location == record)
        #expect(try await browser.get(record).status == 200)
    }

    @Test(arguments: Sample.all)
    func trashShowsWhatWasDeletedAndRestoresIt(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let browser = try await scene.tenant.browser(as: .rep)
        let record = "/\(sample.path)/\(scene.ofRep.id)"
        #expect(try await browser.submit("\(record)/deletion", from: record).status == 303)
        let trash = try await browser.get("/\(sample.path)?view=trash")
        #expect(trash.text.contains("\(record)?trash=1") && trash.text.contains("Repson"))
        let page = try await browser.get("\(record)?trash=1")
        #expect(page.text.contains("In the trash") && !page.text.contains("\(record)/edit"))
        #expect(try await browser.submit("\(record)/restoration", on: page).status == 303)
        #expect(try await !browser.get("/\(sample.path)?view=trash").text.contains("\(record)?trash=1"))
    }

    @Test(arguments: Sample.all)
    func wrongFormComesBackAsItWasTyped(sample: Sample) async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .rep)
        let list = "/\(sample.path)"
        let wrong = sample.path == "contacts" ? ("birthday_on", "31.3.1980") : ("employees", "very many")
        let typed = [sample.nameField: "Kept <b> & \"all\"", wrong.0: wrong.1, "addresses[0][city]": "Bonn", "tags": "a, b"]
        let answer = try await browser.submit(list, from: "\(list)/new", typed)
        #expect(answer.status == 422)
        let form = try #require(answer.forms.first { $0.action == list })
        for (name, value) in typed { #expect(form.fields[name] == value, "\(name)") }
        #expect(answer.text.contains("aria-invalid=\"true\""))
        let mended = try await browser.submit(list, on: answer, [wrong.0: ""])
        #expect(mended.status == 303)
        #expect(try await tenant.api(as: .rep).get("/api/v1\(list)").json["data"]?[0]?["addresses"]?[0]?["city"] == "Bonn")
    }

    @Test(arguments: Sample.all)
    func whoEditsWhatSomebodySavedMeanwhileSeesBothVersions(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let (mine, theirs) = (try await scene.tenant.browser(as: .rep), try await scene.tenant.browser(as: .manager))
        let record = "/\(sample.path)/\(scene.ofRep.id)"
        let form = try await mine.get("\(record)/edit")
        #expect(try await theirs.submit(record, from: "\(record)/edit", [sample.nameField: "Theirs"]).status == 303)
        let conflict = try await mine.submit(record, on: form, [sample.nameField: "Mine", "tags": "also mine"])
        #expect(conflict.status == 409)
        #expect(conflict.text.contains("Theirs") && conflict.text.contains("Saved meanwhile"))
        let kept = try #require(conflict.forms.first { $0.action == record })
        #expect(kept.fields[sample.nameField] == "Mine" && kept.fields["tags"] == "also mine")
        #expect(try await scene.admin.get(scene.address(scene.ofRep)).json[sample.nameField] == "Theirs")

        #expect(try await mine.submit(record, on: conflict).status == 303)
        let saved = try await scene.admin.get(scene.address(scene.ofRep))
        #expect(saved.json[sample.nameField] == "Mine" && saved.json["tags"] == ["also mine"])
        #expect(
            try await theirs.submit(record, on: form, [sample.nameField: "X", "_csrf": try await theirs.get(record).csrf]).status == 409)
    }

    @Test(arguments: Sample.all)
    func whoOnlyReadsSeesNoWayToChange(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let browser = try await scene.tenant.browser(as: .viewer)
        let record = "/\(sample.path)/\(scene.ofAdmin.id)"
        for path in ["/\(sample.path)", record] {
            let page = try await browser.get(path)
            #expect(page.status == 200 && page.text.contains("Adminson"))
            for hidden in ["/edit\"", "/new\"", "/deletion", "/restoration", "/imports/new", "\(sample.path).csv"] {
                #expect(!page.text.contains(hidden), "\(hidden) on \(path)")
            }
        }
        let csrf = try await browser.get("/profile").csrf
        #expect(try await browser.get("\(record)/edit").status == 403)
        #expect(try await browser.get("/\(sample.path)/new").status == 403)
        #expect(try await browser.get("/\(sample.path).csv").status == 403)
        for path in ["/\(sample.path)", record, "\(record)/deletion"] {
            #expect(try await browser.post(path, ["_csrf": csrf, sample.nameField: "X"]).status == 403, "\(path)")
        }
    }

    @Test(arguments: Sample.all)
    func whatOneMayNotSeeIsNotThere(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let browser = try await scene.tenant.browser(as: .rep)
        let stranger = try await SharedTenant.get().browser(as: .admin)
        let record = "/\(sample.path)/\(scene.ofAdmin.id)"
        let (mine, theirs) = (try await browser.get("/profile").csrf, try await stranger.get("/profile").csrf)
        for path in [record, "\(record)/edit", "\(record)?trash=1", "/\(sample.path)/not-an-id", "/\(sample.path)/\(unknownID)/edit"] {
            let answer = try await browser.get(path)
            #expect(answer.status == 404 && !answer.text.contains("Adminson"), "\(path)")
            #expect(try await stranger.get(path).status == 404)
        }
        for path in [record, "\(record)/deletion", "\(record)/restoration"] {
            #expect(try await browser.post(path, ["_csrf": mine, sample.nameField: "X"]).status == 404)
            #expect(try await stranger.post(path, ["_csrf": theirs, sample.nameField: "X"]).status == 404)
        }
        #expect(try await scene.tenant.guest.get(record).location == "/login?next=\(record)")
        #expect(try await browser.send("DELETE", record, headers: ["Sec-Fetch-Site": "same-origin"]).status == 405)
    }
}
