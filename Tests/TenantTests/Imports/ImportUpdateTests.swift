import Foundation
import Support
import Testing
import Web

/// Rows that are about records which are there: how those are found, and what the columns do to them.
@Suite struct ImportUpdateTests {
    private func scene() async throws -> (TestTenant, TestClient) {
        let tenant = try await TestSite.shared().makeTenant()
        return (tenant, try await tenant.api(as: .admin))
    }

    private func contact(_ client: TestClient, _ name: String) async throws -> JSONValue {
        try #require(try await client.records("contacts?filter[last_name][eq]=\(name)&include=company").first)
    }

    // MARK: Keys

    @Test func keysAreTriedInTheirOrder() async throws {
        let (_, client) = try await scene()
        try await client.create("contacts", ["last_name": "Mail", "email": "mail@example.org"])
        try await client.create("contacts", ["last_name": "Phone", "phone": "+1 (555) 0100"])
        let csv =
            "email,phone,job_title\nmail@example.org,15550100,By mail\nnew@example.org,1-555-0100,By phone\nnobody@example.org,999999,Nobody\n"
        let result = try await client.take(ImportFixture(csv, options: ["mode": "update", "match_on": "email,phone"]))
        #expect(result.count("updated") == 2)
        #expect(result.count("rejected") == 1)
        #expect(try await contact(client, "Mail")["job_title"]?.string == "By mail")
        #expect(try await contact(client, "Phone")["job_title"]?.string == "By phone")
        #expect(result["match_on"]?.array == ["email", "phone"])
    }

    @Test func nameAndCompanyTellPeopleApart() async throws {
        let (_, client) = try await scene()
        for company in ["Analytical Engines Ltd", "Difference GmbH"] {
            let id = try await client.create("companies", ["name": .string(company)]).id
            try await client.create("contacts", ["first_name": "Ann", "last_name": "Lee", "company_id": .string(id)])
        }
        let csv = "first_name,last_name,company,job_title\nann,LEE,Analytical Engines,Engineer\nAnn,Lee,Elsewhere,Nobody\n"
        let result = try await client.take(ImportFixture(csv, options: ["mode": "update", "match_on": "name_company"]))
        #expect(result.count("updated") == 1 && result.count("rejected") == 1, "\(result)")
        let titles = try await client.records("contacts?include=company").map { [$0["company"]?["name"]?.string, $0["job_title"]?.string] }
        #expect(titles.contains(["Analytical Engines Ltd", "Engineer"]))
        #expect(!titles.contains(["Difference GmbH", "Engineer"]))
    }

    @Test func whatWasExportedFindsItsRecordsAgainById() async throws {
        let (_, client) = try await scene()
        try await client.create("companies", ["name": "Engines", "industry": "Stem"])
        let file = try await client.get("/api/v1/companies.csv").text.replacingOccurrences(of: "Stem", with: "Steam")
        let result = try await client.take(ImportFixture(file, type: "company", options: ["mode": "update", "match_on": "id"]))
        #expect(result.count("updated") == 1 && result.count("rejected") == 0, "\(result)")
        #expect(try await client.records("companies").first?["industry"]?.string == "Steam")
        let again = try await client.take(ImportFixture(file, type: "company", options: ["mode": "update", "match_on": "id"]))
        #expect(again.count("unchanged") == 1)
    }

    @Test func rowsThatFitSeveralRecordsAreRejectedWithTheirNumber() async throws {
        let (_, client) = try await scene()
        for name in ["One", "Two"] { try await client.create("contacts", ["last_name": .string(name), "email": "same@example.org"]) }
        let result = try await client.take(
            ImportFixture("email,job_title\nsame@example.org,Boss\n", options: ["mode": "upsert", "match_on": "email"]))
        #expect(result.count("rejected") == 1)
        #expect(try await client.rejects(of: result).contains("this fits 2 contacts"))
    }

    @Test func rowsAboutTheSameRecordBecomeOne() async throws {
        let (tenant, client) = try await scene()
        let csv = "email,job_title,city\na@example.org,Buyer,\nA@example.org,,Springfield\na@example.org,,Springfield\n"
        let options = ["mode": "upsert", "match_on": "email"]
        var check = options
        check["dry_run"] = "true"
        let checked = try await client.take(ImportFixture(csv, options: check))
        let result = try await client.take(ImportFixture(csv, options: options))
        #expect(checked["counts"] == result["counts"])
        #expect(result.count("created") == 1 && result.count("updated") == 1 && result.count("unchanged") == 1, "\(result)")
        #expect(try await tenant.events("contact.created") == 1)
        let found = try #require(try await client.records("contacts").first)
        #expect(found["job_title"]?.string == "Buyer")
        #expect(found["addresses"]?[0]?["city"]?.string == "Springfield")
    }

    // MARK: Rules

    @Test func rulesDecideWhatACellDoesToWhatIsThere() async throws {
        let (_, client) = try await scene()
        try await client.create(
            "contacts",
            [
                "last_name": "There", "email": "there@example.org", "job_title": "Clerk", "source": "Fair", "tags": ["old"],
                "phone": "111 111",
            ])
        let csv = "email,job_title,source,timezone,tags,phone\nthere@example.org,Boss,Web,Europe/Paris,\"new,old\",222 222\n"
        let rules = #"{"job_title":"never","source":"fill_blanks","timezone":"fill_blanks","tags":"add","phone":"add"}"#
        let result = try await client.take(
            ImportFixture(csv, options: ["mode": "upsert", "match_on": "email", "rules": rules]))
        #expect(result.count("updated") == 1, "\(result)")
        let found = try await contact(client, "There")
        #expect(found["job_title"]?.string == "Clerk")
        #expect(found["source"]?.string == "Fair")
        #expect(found["timezone"]?.string == "Europe/Paris")
        #expect(found["tags"] == ["old", "new"])
        #expect(found["phones"]?.array?.compactMap { $0["number"]?.string } == ["111 111", "222 222"])
        #expect(found["phone"]?.string == "111 111")
        #expect(result["rules"]?["tags"]?.string == "add")
    }

    @Test func emptyCellsChangeNothing() async throws {
        let (tenant, client) = try await scene()
        try await client.create("contacts", ["last_name": "There", "email": "there@example.org", "job_title": "Clerk"])
        let result = try await client.take(
            ImportFixture("email,job_title,company\nthere@example.org,,\n", options: ["mode": "update", "match_on": "email"]))
        #expect(result.count("unchanged") == 1)
        #expect(try await contact(client, "There")["job_title"]?.string == "Clerk")
        #expect(try await tenant.events("contact.updated") == 0)
    }

    @Test func changesOfManyRecordsAreWrittenAsTheyWouldBeOneByOne() async throws {
        let (tenant, client) = try await scene()
        let count = 2_300
        let names = (0..<count).map { "person\($0)@gmail.com,Person\($0),Clerk\n" }.joined()
        _ = try await client.take(ImportFixture("email,last_name,job_title\n" + names))
        let changes = (0..<count).map { "person\($0)@gmail.com,+1 555 \(10_000 + $0),\($0 % 2 == 0 ? "Director" : "Clerk")\n" }.joined()
        let result = try await client.take(
            ImportFixture("email,phone,job_title\n" + changes, options: ["mode": "update", "match_on": "email"]))
        #expect(result.count("updated") == count)
        let found = try await tenant.database.read(
            """
            select count(*) filter (where c.job_title = 'Director'), count(*) filter (where c.version = 2),
                   count(p.number) filter (where p.number = c.phone and p.digits = c.phones->0->>'digits' or p.digits like '1555%'),
                   count(*) filter (where c.search like '%director%')
            from contacts c left join contact_phones p on p.contact_id = c.id
            """)
        let numbers = try #require(try found.first?.decode((Int, Int, Int, Int).self))
        #expect(numbers == (count / 2, count, count, count / 2))
        let events = try await tenant.database.read(
            """
            select count(*), count(distinct batch_id), count(*) filter (where before->>'job_title' = 'Clerk' and after->>'job_title' = 'Director')
            from events where kind = 'contact.updated' and cause = 'import'
            """)
        let logged = try #require(try events.first?.decode((Int, Int, Int).self))
        #expect(logged == (count, 1, count / 2))
    }

    // MARK: Access

    @Test func repsUpdateOnlyWhatIsTheirs() async throws {
        let (tenant, admin) = try await scene()
        let rep = try await tenant.api(as: .rep)
        try await admin.create("contacts", ["last_name": "Foreign", "email": "foreign@example.org"])
        let shown = try await admin.create("contacts", ["last_name": "Shown", "email": "shown@example.org"])
        try await admin.create("contacts/\(shown.id)/shares", ["user_id": .string(try await tenant.id(of: .rep)), "access": "view"])
        try await rep.create("contacts", ["last_name": "Mine", "email": "mine@example.org"])
        let csv = "email,job_title\nforeign@example.org,Boss\nshown@example.org,Boss\nmine@example.org,Boss\n"
        let result = try await rep.take(ImportFixture(csv, options: ["mode": "upsert", "match_on": "email"]))
        // What they do not see is not there for them, and no row says otherwise.
        #expect(result.count("updated") == 1 && result.count("rejected") == 1 && result.count("created") == 1, "\(result)")
        let rejects = try await rep.rejects(of: result)
        #expect(rejects.contains("You may not change this contact.") && rejects.contains("shown@") && !rejects.contains("foreign@"))
        #expect(try await contact(admin, "Foreign")["job_title"]?.string == nil)
        #expect(try await contact(admin, "Shown")["job_title"]?.string == nil)
        #expect(try await contact(admin, "Mine")["job_title"]?.string == "Boss")
    }
}
