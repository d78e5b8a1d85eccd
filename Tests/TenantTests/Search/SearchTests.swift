import Foundation
import Platform
import Support
import Testing
import Web

@testable import Tenant

/// What is found, by whom, and in which order. The palette, the page and the API ask the same way.
struct SearchTests {
    /// What the API finds, as titles.
    private func found(_ words: String, _ client: TestClient) async throws -> [String] {
        let answer = try await client.get("/api/v1/search?q=\(words.escaped)")
        #expect(answer.status == 200, "\(answer.text)")
        return answer.json["data"]?.array?.compactMap { $0["title"]?.string } ?? []
    }

    @Test func whatBeginsSoStandsBeforeWhatHoldsIt() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (admin, rep) = (try await tenant.api(as: .admin), try await tenant.api(as: .rep))
        try await rep.create("contacts", ["first_name": "Xaver", "last_name": "Quandt"])
        try await admin.create("contacts", ["first_name": "Quandto", "last_name": "Meier"])
        try await admin.create("contacts", ["first_name": "Ada", "last_name": "Zquandt"])
        try await admin.create("companies", ["name": "Quandt"])
        #expect(
            try await found("quandt", admin) == ["Quandt", "Quandto Meier", "Xaver Quandt", "Ada Zquandt"], "one's own first among equals")
        #expect(try await found("quandt xaver", admin) == ["Xaver Quandt"])
        #expect(try await found("xaver qu", admin) == ["Xaver Quandt"])
    }

    @Test func addressesAndNumbersAreFound() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await admin.create("contacts", ["last_name": "Reachable", "email": "reach.me@far.example", "phone": "+49 30 9876543"])
        for words in ["reach.me@far.example", "reach.me@f", "+49 30 98765", "4930987", "far.example"] {
            #expect(try await found(words, admin) == ["Reachable"], "\(words)")
        }
        let exact = try await admin.get("/api/v1/search?q=reach.me%40far.example").json["data"]?[0]
        #expect(exact?["fit"] == "exact" && exact?["record_type"] == "contact")
    }

    @Test func whatIsMistypedIsFoundToo() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await admin.create("contacts", ["first_name": "John", "last_name": "Johnson"])
        try await admin.create("contacts", ["first_name": "Søren", "last_name": "Kierkegaard"])
        for (typed, meant) in [
            ("jonhson", "John Johnson"), ("kirkegaard", "Søren Kierkegaard"), ("Kierkegard", "Søren Kierkegaard"), ("jhon", "John Johnson"),
        ] {
            try await eventually { try await found(typed, admin) == [meant] }
        }
        #expect(try await admin.get("/api/v1/search?q=jonhson").json["data"]?[0]?["fit"] == "similar")
        #expect(try await found("zzzzzz", admin) == [])
        let page = try await tenant.browser(as: .admin).get("/search?q=jonhson")
        #expect(
            page.text.contains("Nothing matches exactly") && page.text.contains("href=\"/search?q=johnson\"")
                && page.text.contains("John Johnson"))
    }

    @Test func whoFindsWhatTheyTypedIsNotCorrected() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await admin.create("contacts", ["first_name": "Ada", "last_name": "Johnson"])
        try await eventually { try await found("jonhson", admin) == ["Ada Johnson"] }
        try await admin.create("contacts", ["first_name": "Bea", "last_name": "Test", "job_title": "Writes jonhson"])
        #expect(try await found("jonhson", admin) == ["Bea Test"])
        let page = try await tenant.browser(as: .admin).get("/search?q=jonhson").text
        #expect(page.contains("Bea Test") && !page.contains("Nothing matches exactly") && !page.contains("Ada Johnson"))
    }

    @Test func nobodyFindsWhatTheyMayNotSeeNotEvenAsAGuess() async throws {
        let scene = try await Scene(Sample.all[0])
        #expect(try await found("adminson", scene.admin) == ["Ann Adminson"])
        #expect(try await found("repson", scene.rep) == ["Ann Repson"])
        try await eventually { try await found("adminsno", scene.admin) == ["Ann Adminson"] }
        for words in ["adminson", "adminsno", "Ann Adminson", "admin"] { #expect(try await found(words, scene.rep) == [], "\(words)") }
        #expect(try await found("managerson", scene.manager) == ["Ann Managerson"])
        let (elsewhere, here) = try await scene.strangers()
        #expect(try await found("adminson", elsewhere) == [])
        expectProblem(try await here.get("/api/v1/search?q=adminson"), 401)
        #expect(try await scene.admin.delete(scene.address(scene.ofAdmin)).status == 204)
        #expect(try await found("adminson", scene.admin) == [])
    }

    @Test func hiddenFieldsAreNotSearched() async throws {
        let scene = try await Scene(Sample.all[0])
        try await scene.rep.create(
            "contacts", ["first_name": "Überraschung", "last_name": "Open", "email": "secret@hidden.example", "job_title": "Geheimrat"])
        for words in ["open", "uberrasch", "secret@hidden", "geheimrat", "hidden.example"] {
            #expect(try await found(words, scene.rep) == ["Überraschung Open"], "\(words)")
        }
        try await scene.tenant.hide(["contact": ["emails", "job_title"]], from: "sales_rep")
        for words in ["open", "uberrasch"] { #expect(try await found(words, scene.rep) == ["Überraschung Open"], "\(words)") }
        for words in ["secret@hidden", "geheimrat", "hidden.example", "open secret"] {
            #expect(try await found(words, scene.rep) == [], "\(words)")
            #expect(try await scene.rep.get("/api/v1/contacts?q=\(words.escaped)").ids == [], "\(words)")
        }
        #expect(try await found("secret@hidden", scene.admin) == ["Überraschung Open"])
    }

    @Test func theAPITakesWordsAndALimitOnly() async throws {
        let tenant = try await SharedTenant.get()
        let admin = try await tenant.api(as: .admin)
        expectProblem(try await admin.get("/api/v1/search"), 422, naming: ["q"])
        expectProblem(try await admin.get("/api/v1/search?q=a&limit=0"), 422, naming: ["limit"])
        expectProblem(try await admin.get("/api/v1/search?q=a&sort=name"), 422, naming: ["q"])
        expectProblem(try await admin.get("/api/v1/search?q=a&colour=red"), 422, naming: ["colour"])
        expectProblem(try await tenant.guest.get("/api/v1/search?q=a"), 401)
        expectWrongVerb(try await admin.post("/api/v1/search", [:]), allows: "GET", "HEAD", "OPTIONS")
        for words in ["'; drop table users --", "%", "_", "\\", "a%_\\"] { _ = try await found(words, admin) }
    }
}

extension TestTenant {
    /// Hides fields, by record type, from whoever has the role.
    func hide(_ fields: [String: [String]], from role: String) async throws {
        let admin = try await api(as: .admin)
        let roles = try await admin.get("/api/v1/roles").json["data"]?.array ?? []
        guard let id = roles.first(where: { $0["name"]?.string == role })?["id"]?.string else { throw Failed("there is no role \(role)") }
        var rules = JSONObject()
        for (type, names) in fields {
            var hidden = JSONObject()
            for name in names { hidden[name] = "hidden" }
            rules[type] = .object(hidden)
        }
        let answer = try await admin.patch("/api/v1/roles/\(id)", ["field_rules": .object(rules)])
        guard answer.status == 200 else { throw UnexpectedAnswer(answer) }
    }
}
