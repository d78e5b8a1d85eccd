import Platform
import Testing

struct SlugTests {
    @Test(arguments: ["acme", "a1", "42", "a-b-c", String(repeating: "a", count: 40)])
    func plainNameIsASlug(text: String) throws {
        #expect(try Slug(text).description == text)
    }

    @Test(arguments: [
        "", "a", "A1", "Acme", "a_b", "a.b", "-ab", "ab-", "a b", "ä-b", "acme\n", "a/b", "..", "a\u{0}b", "а1",
        String(repeating: "a", count: 41),
    ])
    func anythingElseIsNot(text: String) {
        #expect(throws: SlugError.self) { try Slug(text) }
    }

    @Test(arguments: ["www", "api", "admin", "partners", "console", "login", "static", "support", "billing", "mail", "status"])
    func namesOfThePlatformAreReserved(text: String) {
        #expect(throws: SlugError.self) { try Slug(text) }
    }

    @Test func hostNamesSayWhomTheyBelongTo() {
        let names = HostNames(baseDomain: "crm.example")
        for (host, kind): (String, HostKind) in [
            ("crm.example", .platform), ("crm.example:8080", .platform), ("acme.crm.example", .tenant(slug: "acme")),
            ("ACME.crm.example:443", .tenant(slug: "acme")), ("www.crm.example", .unknown), ("a.b.crm.example", .unknown), ("", .unknown),
            ("evilcrm.example", .unknown), ("acme.crm.example.evil.example", .unknown), (".crm.example", .unknown),
            ("-a.crm.example", .unknown),
        ] { #expect(names.kind(of: host) == kind, "\(host)") }
    }
}
