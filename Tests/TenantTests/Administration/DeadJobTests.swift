import Foundation
import Platform
import Support
import Testing
import Web

/// What becomes of work whose job is given up or called off: it says so, and goes on where that is safe.
struct DeadJobTests {
    @Test func batchGoesOnBehindTheLastChunkThatWasDone() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (admin, browser) = (try await tenant.api(as: .admin), try await tenant.browser(as: .admin))
        try await tenant.fill(2_500)
        let last = try await tenant.database.read("select last_name from contacts order by id desc limit 1").first?.decode(String.self)
        try await tenant.breakTable("contacts", where: "new.last_name = '\(last ?? "")'")
        let path = try #require(
            try await admin.post("/api/v1/contacts/batches", ["action": "tags", "add": ["seen"], "all": true]).location)
        try await tenant.seeDie("bulk.run")

        let dead = try await admin.get(path).json
        #expect(dead["state"] == "failed" && dead.counts == [2_000, 0, 0])
        #expect(dead["error"]?.string?.contains("given up") == false && dead["error"]?.string?.contains("our side") == true)
        #expect(try await tenant.events("batch.failed") == 1)
        let page = String(path.dropFirst("/api/v1".count))
        let shown = try await browser.get(page).text
        #expect(shown.contains("Go on where it stopped") && shown.contains("our side") && !shown.contains("disk is full"))

        try await tenant.mendTable("contacts")
        #expect(try await browser.submit("\(page)/continuation", from: page).status == 303)
        try await eventually { try await admin.get(path).json["state"] != "running" }
        let done = try await admin.get(path).json
        #expect(done["state"] == "done" && done.counts == [2_500, 0, 0] && done["error"] == .null)
        #expect(try await tenant.count("tags = '{seen}' and version = 2") == 2_500)
        expectProblem(try await admin.post("\(path)/continuation", [:]), 409)
        #expect(try await admin.undo(done).counts == [2_500, 0, 0])
    }

    @Test func whatWasUndoneDoesNotGoOn() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await tenant.fill(1_100)
        let last = try await tenant.database.read("select last_name from contacts order by id desc limit 1").first?.decode(String.self)
        try await tenant.breakTable("contacts", where: "new.last_name = '\(last ?? "")'")
        let path = try #require(
            try await admin.post("/api/v1/contacts/batches", ["action": "tags", "add": ["seen"], "all": true]).location)
        try await tenant.seeDie("bulk.run")
        #expect(try await admin.undo(try await admin.get(path).json).counts == [1_000, 0, 0])
        expectProblem(try await admin.post("\(path)/continuation", [:]), 409)
        #expect(try await tenant.browser(as: .admin).get(String(path.dropFirst("/api/v1".count))).text.contains("Go on") == false)
    }

    @Test func importTakesNoRowInTwice() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await tenant.breakTable("contacts", where: "new.last_name = 'Zed'")
        let rows = (0..<2_400).map { "Person\($0)\n" }.joined() + "Zed\n"
        let path = try #require(try await admin.send(ImportFixture("last_name\n" + rows)).location)
        try await tenant.seeDie("imports.run")

        let dead = try await admin.get(path).json
        #expect(dead["state"] == "failed" && dead["may_continue"] == true && dead.count("created") == 2_000)
        #expect(try await tenant.events("import.failed") == 1)
        let browser = try await tenant.browser(as: .admin)
        let page = String(path.dropFirst("/api/v1".count))
        #expect(try await browser.get(page).text.contains("Go on where it stopped"))
        try await tenant.mendTable("contacts")
        #expect(try await browser.submit("\(page)/continuation", from: page).status == 303)
        let done = try await admin.finished(path)
        #expect(done["state"] == "done" && done.count("created") == 2_401 && done["may_continue"] == false)
        #expect(try await tenant.count("true") == 2_401)
        expectProblem(try await admin.post("\(path)/continuation", .null), 409)
    }

    @Test func importGoesOnOnlyAsLongAsItsFileIsKept() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await tenant.breakTable("contacts")
        let path = try #require(try await admin.send(ImportFixture("last_name\nAnn\n")).location)
        try await tenant.seeDie("imports.run")
        try await tenant.database.write("update imports set finished_at = now() - interval '8 days'")
        #expect(try await admin.get(path).json["may_continue"] == false)
        expectProblem(try await admin.post("\(path)/continuation", .null), 409)
    }

    @Test func checkThatDiedIsMadeAgain() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (admin, browser) = (try await tenant.api(as: .admin), try await tenant.browser(as: .admin))
        try await tenant.breakTable("imports", where: "new.position is not null")
        let path = try #require(try await admin.send(ImportFixture("last_name\nAnn\n", options: ["dry_run": "true"])).location)
        try await tenant.seeDie("imports.run")
        let dead = try await admin.get(path).json
        #expect(dead["state"] == "mapping" && dead["error"]?.string?.isEmpty == false)
        let page = String(path.dropFirst("/api/v1".count))
        #expect(try await browser.get(page).text.contains("The check stopped"))
        try await tenant.mendTable("imports")
        #expect(try await admin.post("\(path)/continuation", .null).status == 202)
        let checked = try await admin.finished(path)
        #expect(checked["state"] == "checked" && checked.count("created") == 1 && checked["error"] == .null)
    }

    @Test func exportIsWrittenAnew() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (rep, browser) = (try await tenant.api(as: .rep), try await tenant.browser(as: .rep))
        try await rep.create("contacts", ["last_name": "Ann"])
        let folder = tenant.site.platform.files.place(of: tenant.tenant.id)
        try FileManager.default.createDirectory(
            atPath: (folder as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: folder))
        let path = try #require(try await rep.post("/api/v1/exports", ["record_type": "contact", "format": "csv"]).location)
        try await tenant.seeDie("exports.run")
        #expect(try await rep.get(path).json["state"] == "failed")
        for other in [Cast.admin, .manager] { expectProblem(try await tenant.api(as: other).post("\(path)/repetition", .null), 404) }

        let page = String(path.dropFirst("/api/v1".count))
        #expect(try await browser.get(page).text.contains("Try again"))
        try FileManager.default.removeItem(atPath: folder)
        #expect(try await browser.submit("\(page)/repetition", from: page).status == 303)
        try await eventually { try await rep.get(path).json["state"] == "done" }
        #expect(try await rep.get("\(path)/file").text.contains("Ann"))
        expectProblem(try await rep.post("\(path)/repetition", .null), 409)
    }

    @Test func scanForDuplicatesSaysThatItStopped() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (admin, browser) = (try await tenant.api(as: .admin), try await tenant.browser(as: .admin))
        try await tenant.breakTable("duplicate_scans", where: "new.step = 'compare' and new.state = 'running'")
        let path = try #require(try await admin.post("/api/v1/duplicates/scans", ["record_type": "contact"]).location)
        try await tenant.seeDie("duplicates.scan")
        let dead = try await admin.get(path).json
        #expect(dead["state"] == "failed" && dead["error"]?.string?.isEmpty == false)
        let page = try await browser.get("/duplicates?type=contact")
        #expect(page.text.contains("The last look stopped") && page.text.contains("Look again"))
        try await tenant.mendTable("duplicate_scans")
        #expect(try await browser.submit("/duplicates/scans", on: page).status == 303)
        try await eventually { try await browser.get("/duplicates?type=contact").text.contains("The last look stopped") == false }
    }

    @Test func jobThatIsCalledOffStopsItsWorkAndAnotherTryTakesItUp() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await tenant.fill(60)
        try await tenant.breakTable("contacts")
        let path = try #require(
            try await admin.post("/api/v1/contacts/batches", ["action": "tags", "add": ["seen"], "all": true]).location)
        let register = JobRegister(tenant.site.platform, of: tenant.tenant)
        let job = try await tenant.newestJob("bulk.run")
        try await eventually {
            let known = try await register.find(job)
            return known.state == "waiting" && known.attempts == 1
        }
        try await register.apply(.cancel, to: try await register.find(job))
        let cancelled = try await admin.get(path).json
        #expect(cancelled["state"] == "failed" && cancelled["error"]?.string?.contains("called off") == true)

        try await tenant.mendTable("contacts")
        try await register.apply(.retry, to: try await register.find(job))
        try await eventually { try await admin.get(path).json["state"] == "done" }
        #expect(try await tenant.count("tags = '{seen}' and version = 2") == 60)
    }

    @Test(arguments: ["batches", "imports", "exports"])
    func nobodyElseTakesWorkUp(kind: String) async throws {
        let tenant = try await SharedTenant.get()
        let deed = kind == "exports" ? "repetition" : "continuation"
        let admin = try await tenant.api(as: .admin)
        for id in [unknownID, "nonsense"] { expectProblem(try await admin.post("/api/v1/\(kind)/\(id)/\(deed)", .null), 404) }
        expectProblem(try await tenant.guest.post("/api/v1/\(kind)/\(unknownID)/\(deed)", .null), 401)
        expectWrongVerb(try await admin.get("/api/v1/\(kind)/\(unknownID)/\(deed)"), allows: "POST", "OPTIONS")
        let browser = try await tenant.browser(as: .viewer)
        let csrf = try await browser.get("/profile").csrf
        #expect(try await browser.post("/\(kind)/\(unknownID)/\(deed)", ["_csrf": csrf]).status == 404)
    }

    @Test func strangersDoNotTakeUpWhatIsThere() async throws {
        let scene = try await Scene(Sample.all[0])
        let batch = try await scene.manager.batch(["action": "tags", "add": ["seen"], "all": true])
        let taken = try await scene.manager.take(ImportFixture("last_name\nAnn\n"))
        let paths = ["/api/v1/batches/\(batch["id"]?.string ?? "")", "/api/v1/imports/\(taken["id"]?.string ?? "")"]
        let strangers = try await scene.strangers()
        for path in paths {
            expectProblem(try await scene.manager.post("\(path)/continuation", .null), 409)
            for client in [scene.rep, scene.viewer, strangers.elsewhere] {
                expectProblem(try await client.post("\(path)/continuation", .null), 404)
            }
        }
    }
}
