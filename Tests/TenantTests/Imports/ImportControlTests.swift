import Foundation
import Postgres
import Support
import Testing
import Web

/// Lists, stops and starts.
@Suite struct ImportControlTests {
    private static let csv = "email,last_name\na@example.org,A\n"

    @Test func importsAreListedPageByPage() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let client = try await tenant.api(as: .manager)
        var ids: [String] = []
        for _ in 0..<3 { ids.insert(try await client.take(ImportFixture(Self.csv))["id"]?.string ?? "", at: 0) }
        #expect(try await client.walk("imports?", limit: 2) == [Array(ids[..<2]), [ids[2]]])
        #expect(try await tenant.api(as: .rep).get("/api/v1/imports").ids.isEmpty)
        #expect(try await tenant.api(as: .admin).get("/api/v1/imports").ids == ids)
        expectProblem(try await tenant.guest.get("/api/v1/imports"), 401)
        expectProblem(try await client.get("/api/v1/imports?cursor=made-up"), 422, naming: ["cursor"])
        expectWrongVerb(try await client.delete("/api/v1/imports"), allows: "GET", "HEAD", "POST", "OPTIONS")
    }

    @Test func pagesAreFullForWhoeverMayImportOnlySome() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await admin.create(
            "roles",
            ["label": "Contacts only", "permissions": ["contact": ["view": "all", "create": "all", "import": "all"]]])
        let manager = try await tenant.api(as: .manager)
        var ids: [String] = []
        for type in ["contact", "company", "company", "contact"] {
            let csv = type == "contact" ? Self.csv : "name\nAcme\n"
            let taken = try await manager.take(ImportFixture(csv, type: type))
            if type == "contact" { ids.insert(taken["id"]?.string ?? "", at: 0) }
        }
        try await tenant.give(.manager, roles: ["contacts_only"])
        #expect(try await tenant.api(as: .manager).walk("imports?", limit: 1) == [[ids[0]], [ids[1]]])
    }

    /// The job of the check that was stopped may be amid a chunk: the new one is done by another, with the new columns.
    @Test func checkThatIsBegunAnewCountsWithTheNewColumns() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (client, browser) = (try await tenant.api(as: .admin), try await tenant.browser(as: .admin))
        let rows = 6_000
        let csv = "last_name,email\n" + (0..<rows).map { "Person\($0),nonsense\n" }.joined()
        let options = ["dry_run": "true", "mapping": #"{"last_name":"last_name"}"#]
        let path = try #require(try await client.send(ImportFixture(csv, options: options)).location)
        try await eventually { try await client.get(path).json.count("created") > 0 }
        #expect(try await client.post("\(path)/cancellation", .null).status == 200)
        let page = path.replacing("/api/v1", with: "")
        let again = try await browser.submit(
            "\(page)/mapping", from: page, ["mapping[0]": "last_name", "mapping[1]": "email", "mode": "create"])
        #expect(again.status == 303)
        let checked = try await client.finished(path)
        #expect(checked["state"]?.string == "checked" && checked.count("created") == 0 && checked.count("rejected") == rows, "\(checked)")
    }

    @Test func whatWasCheckedStartsOnce() async throws {
        let client = try await TestSite.shared().makeTenant().api(as: .admin)
        let checked = try await client.take(ImportFixture(Self.csv, options: ["dry_run": "true", "fire_automations": "false"]))
        #expect(checked["fire_automations"]?.bool == false)
        let path = "/api/v1/imports/\(checked["id"]?.string ?? "")"
        #expect(try await client.post("\(path)/start", .null).status == 202)
        let result = try await client.finished(path)
        #expect(result["state"]?.string == "done" && result.count("created") == 1)
        expectProblem(try await client.post("\(path)/start", .null), 409)
        expectProblem(try await client.post("\(path)/cancellation", .null), 409)
    }

    @Test func runningImportStopsWhereItIs() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let client = try await tenant.api(as: .admin)
        let rows = (0..<30_000).map { "person\($0)@gmail.com,Person\($0)\n" }.joined()
        let path = try #require(try await client.send(ImportFixture("email,last_name\n" + rows)).location)
        try await eventually { try await client.get(path).json.count("created") > 0 }
        #expect(try await client.post("\(path)/cancellation", .null).status == 200)
        let stopped = try await client.get(path).json
        #expect(stopped["state"]?.string == "cancelled")
        // The chunk that was being written has either come before, or not at all.
        let count = try await tenant.database.read("select count(*) from contacts").first?.decode(Int.self) ?? -1
        #expect(stopped.count("created") == count && count < 30_000)
        expectProblem(try await tenant.api(as: .rep).post("\(path)/cancellation", .null), 404)
    }

    @Test func rowsThatOnlyTheDatabaseRefusesStayOutAlone() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let client = try await tenant.api(as: .admin)
        try await tenant.site.administer(
            .ddl("create unique index only_one_source on \(tenant.tenant.schema).contacts (source) where source <> ''"))
        let result = try await client.take(ImportFixture("last_name,source\nA,Fair\nB,Web\nC,Fair\nD,\n"))
        #expect(result.count("created") == 3 && result.count("rejected") == 1, "\(result)")
        #expect(try await client.rejects(of: result).contains("C,Fair"))
    }
}
