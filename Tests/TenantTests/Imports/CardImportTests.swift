import Foundation
import Support
import Testing
import Web

@Suite struct CardImportTests {
    private static let cards = """
        BEGIN:VCARD\r
        VERSION:3.0\r
        N:Ångström;Zoë;;;\r
        ORG:Nordic Tools AB;Sales\r
        EMAIL;TYPE=work:zoe@nordic.example\r
        EMAIL;TYPE=home:zoe@home.example\r
        TEL;TYPE=fax:+46 8 9999\r
        TEL;TYPE=cell:+46 8 1234\r
        ADR;TYPE=work:;;Storgatan 1;Uppsala;;753 10;Sweden\r
        BDAY:1990-02-28\r
        CATEGORIES:friend,buyer\r
        PHOTO;ENCODING=b:AAAA\r
        END:VCARD\r
        BEGIN:VCARD\r
        VERSION:4.0\r
        FN:Bob Broken\r
        EMAIL:not an address\r
        END:VCARD\r

        """

    @Test func cardsBecomeContacts() async throws {
        let client = try await TestSite.shared().makeTenant().api(as: .admin)
        let result = try await client.take(ImportFixture(Self.cards))
        #expect(result.count("created") == 1 && result.count("rejected") == 1, "\(result)")
        let contact = try #require(try await client.records("contacts?include=company").first)
        #expect(contact["first_name"]?.string == "Zoë" && contact["last_name"]?.string == "Ångström")
        #expect(contact["company"]?["name"]?.string == "Nordic Tools AB")
        #expect(contact["emails"]?.array?.compactMap { $0["address"]?.string } == ["zoe@nordic.example", "zoe@home.example"])
        #expect(contact["phone"]?.string == "+46 8 1234")
        #expect(contact["addresses"]?[0]?["city"]?.string == "Uppsala")
        #expect(contact["birthday_on"]?.string == "1990-02-28")
        #expect(contact["tags"] == ["friend", "buyer"])
        #expect(try await client.rejects(of: result).contains("Broken"))
    }

    @Test func cardsGoOutAndComeBack() async throws {
        let (from, to) = (try await TestSite.shared().makeTenant(), try await TestSite.shared().makeTenant())
        let sender = try await from.api(as: .admin)
        let fields: JSONObject = [
            "first_name": "Ann; \"the\" boss", "last_name": "Lee, Jr", "job_title": "Head\\Buyer", "birthday_on": "1815-12-10",
            "email": "ann@example.org", "phone": "+1 555 0100", "language": "en", "tags": ["a", "b"],
        ]
        let id = try await sender.create("contacts", .object(fields)).id
        let one = try await sender.get("/api/v1/contacts/\(id).vcf")
        #expect(one.status == 200)
        #expect(one.header("Content-Type") == "text/vcard; charset=utf-8")
        let all = try await sender.get("/api/v1/contacts.vcf")
        #expect(VCardParser.cards(in: all.bytes) == VCardParser.cards(in: one.bytes))
        let taker = try await to.api(as: .admin)
        let result = try await taker.take(ImportFixture(all.text))
        #expect(result.count("created") == 1, "\(result)")
        let contact = try #require(try await taker.records("contacts").first)
        for (name, value) in fields.members.map({ ($0.name, $0.value) }) { #expect(contact[name] == value, "\(name)") }
    }

    @Test func companiesComeFromTables() async throws {
        let client = try await TestSite.shared().makeTenant().api(as: .admin)
        #expect(try await client.send(ImportFixture(Self.cards, type: "company")).wrongFields == ["file"])
    }
}
