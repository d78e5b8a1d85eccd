import Foundation
import Support
import Testing
import Web

@Suite struct ImportTests {
    private static let people = """
        First Name;Surname;E-mail;Phone;Organisation;Favourite colour
        Zoë;Ångström;zoe@ångström.example;+46 8 1234;Nordic Tools AB;blue
        Bob;Broken;not an address;123456;Nordic Tools;red
        ;;;;;green
        Carl;Customer;carl@gmail.com;+1 555 0100;Nordic tools;red

        """

    @Test func checkSaysWhatWouldHappenAndWritesNothing() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let client = try await tenant.api(as: .admin)
        let result = try await client.take(ImportFixture(Self.people, options: ["dry_run": "true"]))
        #expect(result["state"]?.string == "checked")
        #expect(result.count("created") == 2)
        #expect(result.count("rejected") == 2)
        #expect(result.count("linked") == 1)
        #expect(result["ignored_columns"]?.array == ["Favourite colour"])
        #expect(try await client.records("contacts").isEmpty)
        #expect(try await client.records("companies").isEmpty)
    }

    @Test func goodRowsGoInAndBadOnesComeBackWithTheReasonBesideThem() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let client = try await tenant.api(as: .admin)
        let result = try await client.take(ImportFixture(Self.people))
        #expect(result["state"]?.string == "done")
        #expect(result.count("created") == 2)
        let contacts = try await client.records("contacts?sort=last_name&include=company")
        #expect(
            contacts.map { $0["last_name"]?.string } == ["Customer", "Ångström"]
                || contacts.map { $0["last_name"]?.string } == ["Ångström", "Customer"])
        #expect(contacts.allSatisfy { $0["company"]?["name"]?.string == "Nordic Tools AB" })
        #expect(try await client.records("companies").count == 1)
        let rejects = try await client.rejects(of: result).split(separator: "\r\n")
        #expect(rejects.count == 3)
        #expect(rejects[0] == "First Name,Surname,E-mail,Phone,Organisation,Favourite colour,Reason,Line")
        #expect(rejects[1].contains("not an address") && rejects[1].contains("is not an e-mail address"))
        #expect(rejects[2].contains("Give a name or an e-mail address"))
        #expect(try await tenant.events("contact.created") == 2)
    }

    @Test func parentMayComeLaterInTheSameFileOrBeMissing() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let client = try await tenant.api(as: .admin)
        let csv = "account,subsidiary_of\nChild One,Parent\nParent,\nChild Two,Elsewhere Inc\n"
        let result = try await client.take(ImportFixture(csv, type: "company"))
        #expect(result.count("created") == 3)
        #expect(result.count("linked") == 1)
        let companies = try await client.records("companies?sort=name&include=parent")
        #expect(companies.map { $0["name"]?.string } == ["Child One", "Child Two", "Elsewhere Inc", "Parent"])
        #expect(companies.map { $0["parent"]?["name"]?.string } == ["Parent", "Elsewhere Inc", nil, nil])
    }

    @Test func companiesThatBelongToEachOtherDoNotStopTheImport() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let client = try await tenant.api(as: .admin)
        let result = try await client.take(ImportFixture("account,subsidiary_of\nHen,Egg\nEgg,Hen\n", type: "company"))
        #expect(result["state"]?.string == "done")
        #expect(try await client.records("companies?filter%5Bparent_id%5D%5Bnempty%5D=").count == 1)
    }

    @Test func upsertUpdatesWhoIsThereByAnyOfTheirAddresses() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let client = try await tenant.api(as: .admin)
        let both: JSONValue = [["address": "old@example.com"], ["address": "second@example.com"]]
        _ = try await client.post("/api/v1/contacts", ["last_name": "Known", "job_title": "Clerk", "emails": both])
        let csv = "email,job_title\nSECOND@example.com,Director\nnew@example.com,Intern\n"
        let fixture = ImportFixture(csv, options: ["mode": "upsert", "match_on": "email"])
        let result = try await client.take(fixture)
        #expect(result.count("updated") == 1)
        #expect(result.count("created") == 1)
        let known = try await client.records("contacts?filter%5Blast_name%5D%5Beq%5D=known")
        #expect(known.first?["job_title"]?.string == "Director")
        let again = try await client.take(fixture)
        #expect(again.count("unchanged") == 2)
    }

    @Test func updateOnlyRejectsRowsThatNobodyKnows() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let client = try await tenant.api(as: .admin)
        let result = try await client.take(
            ImportFixture("email,job_title\nnobody@example.com,Director\n", options: ["mode": "update", "match_on": "email"]))
        #expect(result.count("rejected") == 1)
        #expect(try await client.records("contacts").isEmpty)
    }

    @Test func windows1252AndUTF16AreRead() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let client = try await tenant.api(as: .admin)
        var fixture = ImportFixture("")
        fixture.bytes = Array("last_name,city\nM".utf8) + [0xFC] + Array("ller,K".utf8) + [0xF6] + Array("ln\n".utf8)
        _ = try await client.take(fixture)
        fixture.bytes = [0xFF, 0xFE] + "last_name\tcity\nŠimůnek\tPlzeň\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        _ = try await client.take(fixture)
        let names = try await client.records("contacts?sort=created_at").map { $0["last_name"]?.string }
        #expect(names == ["Müller", "Šimůnek"])
    }

    @Test func whoMayNotImportIsRefused() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        #expect(try await tenant.api(as: .viewer).send(ImportFixture(Self.people)).status == 403)
        #expect(try await tenant.guest.send(ImportFixture(Self.people)).status == 401)
    }

    @Test func importsOfOthersAreNotFound() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let result = try await tenant.api(as: .manager).take(ImportFixture(Self.people, options: ["dry_run": "true"]))
        let path = "/api/v1/imports/\(result["id"]?.string ?? "")"
        #expect(try await tenant.api(as: .rep).get(path).status == 404)
        #expect(try await tenant.api(as: .admin).get(path).status == 200)
        let stranger = try await TestSite.shared().makeTenant().api(as: .admin)
        #expect(try await stranger.get(path).status == 404)
    }

    @Test func repsImportForThemselves() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let rep = try await tenant.api(as: .rep)
        let result = try await rep.take(ImportFixture("last_name,owner\nMine,\nYours,Ada Brandt\n"))
        #expect(result.count("created") == 1)
        #expect(try await rep.rejects(of: result).contains("cannot give records"))
        #expect(try await rep.records("contacts").first?["owner_id"]?.string == tenant.id(of: .rep))
    }

    @Test(arguments: [
        (["record_type": "spaceship"], "record_type"), (["mode": "replace"], "mode"), (["mapping": "[]"], "mapping"),
        (["mapping": "{\"No such column\":\"email\"}"], "mapping"), (["mapping": "{\"email\":\"shoe_size\"}"], "mapping[0]"),
        (["mode": "upsert", "match_on": "shoe_size"], "match_on"),
    ])
    func wrongOptionsAreNamed(options: [String: String], field: String) async throws {
        let client = try await TestSite.shared().makeTenant().api(as: .admin)
        let answer = try await client.send(ImportFixture("email\na@example.com\n", options: options))
        #expect(answer.status == 422)
        #expect(answer.wrongFields == [field])
    }

    @Test func filesThatAreNoTablesAreRefused() async throws {
        let client = try await TestSite.shared().makeTenant().api(as: .admin)
        var picture = ImportFixture("")
        picture.bytes =
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D] + (0..<2_000).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        #expect(try await client.send(picture).wrongFields == ["file"])
        #expect(try await client.send(ImportFixture("email,name\n")).wrongFields == ["file"])
    }
}
