import Foundation
import Support
import Testing
import Web

/// Files that are made in the background.
struct ExportJobTests {
    private func finished(_ client: TestClient, _ path: String) async throws -> JSONValue {
        var export = JSONValue.null
        try await eventually {
            export = try await client.get(path).json
            return export["state"]?.string != "running"
        }
        return export
    }

    @Test(arguments: ["csv", "xlsx", "vcf"])
    func fileWaitsForWhoAskedForIt(format: String) async throws {
        let scene = try await Scene(Sample.all[0])
        let body: JSONValue = ["record_type": "contact", "format": .string(format), "query": "sort=last_name"]
        let accepted = try await scene.manager.post("/api/v1/exports", body)
        #expect(accepted.status == 202)
        let path = try #require(accepted.location)
        let export = try await finished(scene.manager, path)
        #expect(export["state"]?.string == "done", "\(export)")
        #expect(export["written"]?.int == 2)
        let file = try await scene.manager.get("\(path)/file")
        #expect(file.status == 200)
        #expect(file.header("Content-Disposition") == "attachment; filename=\"contacts.\(format)\"")
        if format == "xlsx" { #expect(try Spreadsheet(file.bytes).rows.count == 3) } else { #expect(file.text.contains("Repson")) }
        #expect(try await scene.manager.get("/api/v1/exports").ids == [accepted.id])
        // What a manager sees is not even for an admin to take, who sees more of it or less.
        for client in [scene.admin, scene.rep, try await TestSite.shared().makeTenant().api(as: .admin)] {
            expectProblem(try await client.get(path), 404)
            expectProblem(try await client.get("\(path)/file"), 404)
        }
        expectProblem(try await scene.tenant.guest.get(path), 401)
        expectProblem(try await scene.manager.get("/api/v1/exports/\(unknownID)"), 404)
        expectWrongVerb(try await scene.manager.delete(path), allows: "GET", "HEAD", "OPTIONS")
        #expect(try await scene.tenant.events("contact.exported") == 1)
    }

    @Test func linkIsSignedAndAsksAgainWhoMayHaveTheFile() async throws {
        let scene = try await Scene(Sample.all[0])
        let path = try #require(try await scene.rep.post("/api/v1/exports", ["record_type": "contact", "format": "csv"]).location)
        let link = try #require(try await finished(scene.rep, path)["file_url"]?.string)
        let guest = scene.tenant.guest
        #expect(try await guest.get(link).text.contains("Repson"))
        #expect(try await guest.get(String(link.dropLast()) + "x").status == 404)
        #expect(try await TestSite.shared().makeTenant().guest.get(link).status == 404)
        try await scene.tenant.database.write(
            "update users set status = 'disabled', access_version = access_version + 1 where email = \(scene.tenant.email(of: .rep))")
        #expect(try await guest.get(link).status == 404)
    }

    @Test func filesAreSweptWhenTheirTimeIsOver() async throws {
        let scene = try await Scene(Sample.all[0])
        let path = try #require(try await scene.rep.post("/api/v1/exports", ["record_type": "contact", "format": "csv"]).location)
        let link = try #require(try await finished(scene.rep, path)["file_url"]?.string)
        try await scene.tenant.database.write("update exports set expires_at = now() - interval '1 second'")
        expectProblem(try await scene.rep.get(path), 404)
        #expect(try await scene.tenant.guest.get(link).status == 404)
        try await scene.tenant.database.write("update job_schedules set slot = slot - interval '1 day' where name = 'exports.sweep'")
        try await scene.tenant.site.administer("update platform.tenants set next_job_at = now()")
        try await eventually { try await scene.tenant.database.read("select 1 from exports").isEmpty }
    }

    @Test(
        arguments: [
            (["record_type": "spaceship", "format": "csv"], "record_type"), (["record_type": "contact", "format": "pdf"], "format"),
            (["record_type": "company", "format": "vcf"], "format"),
            (["record_type": "contact", "format": "csv", "query": "colour=red"], "colour"),
            (["record_type": "contact", "format": "csv", "colour": "red"], "colour"),
        ] as [(JSONValue, String)])
    func wrongRequestsAreNamed(body: JSONValue, field: String) async throws {
        let client = try await TestSite.shared().makeTenant().api(as: .admin)
        expectProblem(try await client.post("/api/v1/exports", body), 422, naming: [field])
    }

    @Test func whoMayNotExportIsRefused() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let body: JSONValue = ["record_type": "contact", "format": "csv"]
        expectProblem(try await tenant.api(as: .viewer).post("/api/v1/exports", body), 403)
        expectProblem(try await tenant.guest.post("/api/v1/exports", body), 401)
    }

    @Test func personStartsFromTheListAndDownloads() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let browser = try await tenant.browser(as: .admin)
        try await tenant.api(as: .admin).create("contacts", ["last_name": "Ann"])
        #expect(try await browser.get("/contacts").text.contains("Export as Excel"))
        #expect(try await browser.get("/exports").text.contains("No files yet"))
        let csrf = try await browser.get("/contacts/new").csrf
        let begun = try await browser.post("/contacts/exports", ["_csrf": csrf, "format": "csv", "list": "q=ann"])
        let path = try #require(begun.location)
        try await eventually { try await browser.get(path).text.contains("Download") }
        let link = try #require(try await browser.get(path).text.firstMatch(of: #/href="(/exports/files/[^"]+)"/#)?.1)
        #expect(try await browser.get(String(link)).text.contains("Ann"))
        #expect(try await browser.get("\(path)/progress").text.contains("Finished"))
        #expect(try await browser.get("/exports").text.contains("Contacts"))
    }
}
