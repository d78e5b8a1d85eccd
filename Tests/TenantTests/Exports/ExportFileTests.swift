import Foundation
import Support
import Testing
import Web

/// Lists as spreadsheets and cards.
struct ExportFileTests {
    @Test func spreadsheetHoldsTheListWithItsTypes() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let client = try await tenant.api(as: .admin)
        try await client.create("companies", ["name": "=Engines", "employees": 120, "founded_year": 1843])
        try await client.create("companies", ["name": "Looms", "employees": 3])
        let answer = try await client.get("/api/v1/companies.xlsx?sort=name&filter[employees][gt]=100")
        #expect(answer.status == 200)
        #expect(answer.header("Content-Disposition") == "attachment; filename=\"companies.xlsx\"")
        let sheet = try Spreadsheet(answer.bytes)
        #expect(sheet.rows.count == 2)
        let row = Dictionary(zip(sheet.rows[0], sheet.rows[1]), uniquingKeysWith: { first, _ in first })
        #expect(row["Name"] == "=Engines" && row["Employees"] == "120" && row["Founded"] == "1843")
        #expect(row["Id"]?.count == 36)
        #expect(!sheet.xml.contains("<f>"))
        expectProblem(try await client.get("/api/v1/companies.xlsx?colour=red"), 422, naming: ["colour"])
        #expect(try await tenant.events("company.exported") == 1)
    }

    @Test(arguments: ["xlsx", "vcf", "csv"])
    func everybodyExportsWhatTheirRoleReaches(format: String) async throws {
        let scene = try await Scene(Sample.all[0])
        let path = "\(scene.list).\(format)"
        for (client, count) in [(scene.admin, 3), (scene.manager, 2), (scene.rep, 1)] {
            let answer = try await client.get(path)
            #expect(answer.status == 200)
            switch format {
            case "xlsx": #expect(try Spreadsheet(answer.bytes).rows.count == count + 1)
            case "vcf": #expect(VCardParser.cards(in: answer.bytes).count == count)
            default: #expect(answer.text.split(separator: "\r\n").count == count + 1)
            }
        }
        expectProblem(try await scene.viewer.get(path), 403)
        expectProblem(try await scene.tenant.guest.get(path), 401)
        expectWrongVerb(try await scene.admin.delete(path), allows: "GET", "HEAD", "OPTIONS")
    }

    @Test func whoTookWhatAlongIsInTheLog() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let client = try await tenant.api(as: .admin)
        for name in ["Ann", "Bob"] { try await client.create("contacts", ["last_name": .string(name)]) }
        _ = try await client.get("/api/v1/contacts.csv?filter[last_name][eq]=Ann")
        let row = try await tenant.database.read("select after from events where kind = 'contact.exported'").first
        let after = try JSONValue(parsing: try #require(row).decode(String.self))
        #expect(after["count"]?.int == 1)
        #expect(after["format"]?.string == "csv")
        #expect(after["filter"]?.string?.removingPercentEncoding == "filter[last_name][eq]=Ann")
    }

    @Test func oneCardIsForWhoMayExportTheContact() async throws {
        let scene = try await Scene(Sample.all[0])
        let id = try #require(try await scene.rep.get(scene.list).ids.first)
        let path = "\(scene.list)/\(id).vcf"
        let answer = try await scene.rep.get(path)
        #expect(answer.status == 200)
        #expect(VCardParser.cards(in: answer.bytes).first?.first("FN")?.text.contains("Repson") == true)
        expectProblem(try await scene.viewer.get(path), 403)
        expectProblem(try await scene.tenant.outsider().get(path), 404)
        expectProblem(try await scene.tenant.guest.get(path), 401)
        expectProblem(try await scene.admin.get("\(scene.list)/\(unknownID).vcf"), 404)
        expectProblem(try await scene.admin.get("\(scene.list)/nonsense.vcf"), 404)
        expectWrongVerb(try await scene.admin.delete(path), allows: "GET", "HEAD", "OPTIONS")
        // Companies are in no address book.
        expectProblem(try await scene.admin.get("/api/v1/companies.vcf"), 404)
    }
}
