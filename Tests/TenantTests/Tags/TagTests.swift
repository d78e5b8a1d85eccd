import Foundation
import Support
import Testing
import Web

@testable import Tenant

struct TagTests {
    private struct Stage {
        let tenant: TestTenant
        let admin, rep: TestClient

        init() async throws {
            tenant = try await TestSite.shared().makeTenant()
            (admin, rep) = (try await tenant.api(as: .admin), try await tenant.api(as: .rep))
        }

        func contact(_ name: String, _ tags: [String]) async throws -> String {
            let body: JSONValue = ["last_name": .string(name), "tags": .array(tags.map { .string($0) })]
            return try await rep.create("contacts", body).id
        }

        func tags(of id: String) async throws -> [String] {
            try await admin.get("/api/v1/contacts/\(id)").json["tags"]?.array?.compactMap(\.string) ?? []
        }

        /// The tag of that name, once it has appeared among all others.
        func tag(_ name: String) async throws -> String {
            var id: String?
            try await eventually {
                let tags = try await admin.get("/api/v1/tags").json["data"]?.array ?? []
                id = tags.first { $0["name"]?.string == name }?["id"]?.string
                return id != nil
            }
            return id ?? ""
        }

        func id(of name: String) async throws -> String {
            try await tenant.database.read("select id::text from tags where name = \(name)").first?.decode(String.self) ?? ""
        }

        func names() async throws -> [String] {
            try await admin.get("/api/v1/tags").json["data"]?.array?.compactMap { $0["name"]?.string } ?? []
        }
    }

    @Test func whatPeopleTypeAppearsAmongTheTags() async throws {
        let stage = try await Stage()
        _ = try await stage.contact("One", ["vip", "fair 2026"])
        _ = try await stage.admin.create("companies", ["name": "Acme", "tags": ["partner"]])
        for name in ["vip", "fair 2026", "partner"] { _ = try await stage.tag(name) }
        #expect(try await stage.rep.get("/api/v1/tags").ids.count == 3)
    }

    @Test func renamedTagIsRenamedEverywhereAndCanBeTakenBack() async throws {
        let stage = try await Stage()
        let (one, two) = (try await stage.contact("One", ["vip", "x"]), try await stage.contact("Two", ["x"]))
        let company = try await stage.admin.create("companies", ["name": "Acme", "tags": ["vip"]])
        let id = try await stage.tag("vip")
        let renamed = try await stage.admin.patch("/api/v1/tags/\(id)", ["name": "  very   important ", "color": "red"])
        #expect(renamed.status == 200 && renamed.json["name"] == "very important" && renamed.json["color"] == "red")
        #expect(Set(try await stage.tags(of: one)) == ["very important", "x"])
        #expect(try await stage.tags(of: two) == ["x"])
        #expect(try await stage.admin.get("/api/v1/companies/\(company.id)").json["tags"] == ["very important"])
        #expect(try await stage.admin.get("/api/v1/contacts?filter%5Btags%5D%5Beq%5D=very%20important").ids == [one])
        let batches = try await stage.tenant.database.read("select count(*) from batches where state = 'done'").first?.decode(Int.self)
        #expect(batches == 2)
    }

    @Test func mergedTagGoesOverIntoTheOther() async throws {
        let stage = try await Stage()
        let both = try await stage.contact("Both", ["vip", "VIPs"])
        let one = try await stage.contact("One", ["VIPs"])
        let (kept, gone) = (try await stage.tag("vip"), try await stage.tag("VIPs"))
        #expect(try await stage.admin.post("/api/v1/tags/\(gone)/merge", ["into": .string(kept)]).json["name"] == "vip")
        #expect(try await stage.tags(of: both) == ["vip"])
        #expect(try await stage.tags(of: one) == ["vip"])
        #expect(try await stage.names() == ["vip"])
    }

    @Test func deletedTagGoesFromEveryRecord() async throws {
        let stage = try await Stage()
        let one = try await stage.contact("One", ["old", "new"])
        let id = try await stage.tag("old")
        #expect(try await stage.admin.delete("/api/v1/tags/\(id)").status == 204)
        #expect(try await stage.tags(of: one) == ["new"])
        expectProblem(try await stage.admin.get("/api/v1/tags/\(id)"), 404)
    }

    /// More than are done while somebody waits.
    @Test func manyRecordsAreRenamedInAJob() async throws {
        let stage = try await Stage()
        try await stage.tenant.database.write(
            """
            insert into contacts (id, last_name, tags, created_at, updated_at)
            select gen_random_uuid(), 'C' || i, '{bulk}', now(), now() from generate_series(1, 1200) i
            """)
        _ = try await stage.contact("One", ["bulk"])
        let id = try await stage.tag("bulk")
        #expect(try await stage.admin.patch("/api/v1/tags/\(id)", ["name": "big"]).status == 200)
        try await eventually {
            let left = try await stage.tenant.database.read("select count(*) from contacts where tags @> '{bulk}'")
            return try left.first?.decode(Int.self) == 0
        }
        let renamed = try await stage.tenant.database.read("select count(*) from contacts where tags = '{big}'").first?.decode(Int.self)
        #expect(renamed == 1_201)
    }

    @Test func badInputIsRefused() async throws {
        let stage = try await Stage()
        let made = try await stage.admin.post("/api/v1/tags", ["name": "vip", "color": "blue"])
        #expect(made.status == 201 && made.location == "/api/v1/tags/\(made.id)")
        let other = try await stage.admin.create("tags", ["name": "other"])
        for name in ["", "  ", "a,b", String(repeating: "x", count: 51), "VIP"] {
            expectProblem(try await stage.admin.post("/api/v1/tags", ["name": .string(name)]), 422, naming: ["name"])
            expectProblem(try await stage.admin.patch("/api/v1/tags/\(other.id)", ["name": .string(name)]), 422, naming: ["name"])
        }
        expectProblem(try await stage.admin.post("/api/v1/tags", ["name": "x", "color": "plaid"]), 422, naming: ["color"])
        expectProblem(try await stage.admin.post("/api/v1/tags", ["name": "x", "size": 5]), 422, naming: ["size"])
        expectProblem(try await stage.admin.post("/api/v1/tags/\(other.id)/merge", ["into": .string(other.id)]), 422, naming: ["into"])
        expectProblem(try await stage.admin.post("/api/v1/tags/\(other.id)/merge", ["into": .string(unknownID)]), 422, naming: ["into"])
        expectProblem(try await stage.admin.post("/api/v1/tags/\(other.id)/merge", [:]), 422, naming: ["into"])
        // The spelling of one's own name may change.
        #expect(try await stage.admin.patch("/api/v1/tags/\(made.id)", ["name": "VIP"]).json["name"] == "VIP")
        #expect(try await stage.admin.patch("/api/v1/tags/\(made.id)", ["color": .null]).json["color"] == .null)
    }

    @Test func onlyAdministratorsChangeThem() async throws {
        let stage = try await Stage()
        let tag = try await stage.admin.create("tags", ["name": "vip"])
        let address = "/api/v1/tags/\(tag.id)"
        let elsewhere = try await stage.tenant.site.makeTenant().api(as: .admin)
        for client in [stage.rep, try await stage.tenant.api(as: .manager), try await stage.tenant.api(as: .viewer)] {
            #expect(try await client.get("/api/v1/tags").ids == [tag.id])
            #expect(try await client.get(address).status == 200)
            expectProblem(try await client.post("/api/v1/tags", ["name": "x"]), 403)
            expectProblem(try await client.patch(address, ["name": "x"]), 403)
            expectProblem(try await client.post("\(address)/merge", ["into": .string(unknownID)]), 403)
            expectProblem(try await client.delete(address), 403)
        }
        for path in [address, "/api/v1/tags/\(unknownID)", "/api/v1/tags/x"] { expectProblem(try await elsewhere.get(path), 404) }
        expectProblem(try await elsewhere.delete(address), 404)
        for answer in [
            try await stage.tenant.guest.get("/api/v1/tags"), try await stage.tenant.guest.post("/api/v1/tags", ["name": "x"]),
            try await stage.tenant.guest.patch(address, [:]), try await stage.tenant.guest.delete(address),
        ] { expectProblem(answer, 401) }
        expectWrongVerb(try await stage.admin.send("PUT", address), allows: "GET", "HEAD", "PATCH", "DELETE", "OPTIONS")
    }

    @Test func coloursShowWhereverTagsDo() async throws {
        let stage = try await Stage()
        let contact = try await stage.contact("One", ["vip"])
        let id = try await stage.tag("vip")
        let (admin, rep) = (try await stage.tenant.browser(as: .admin), try await stage.tenant.browser(as: .rep))
        #expect(try await rep.get("/contacts/\(contact)").text.contains("badge neutral plain\">vip"))
        let saved = try await admin.submit("/settings/tags/\(id)", from: "/settings/tags/\(id)", ["color": "blue"])
        #expect(saved.status == 303)
        #expect(try await rep.get("/contacts/\(contact)").text.contains("badge neutral hue-8\">vip"))
        #expect(try await rep.get("/contacts?columns=name,tags").text.contains("hue-8\">vip"))
        #expect(try await rep.get("/contacts/new").text.contains("<option value=\"vip\">"))
    }

    @Test func settingsAddRenameMergeAndDelete() async throws {
        let stage = try await Stage()
        let admin = try await stage.tenant.browser(as: .admin)
        #expect(try await admin.get("/settings").text.contains("/settings/tags"))
        let empty = try await admin.submit("/settings/tags", from: "/settings/tags", ["name": ""])
        #expect(empty.status == 422 && empty.text.contains("Give the tag a name."))
        for name in ["first", "second"] {
            #expect(try await admin.submit("/settings/tags", from: "/settings/tags", ["name": name, "color": "green"]).status == 303)
        }
        let contact = try await stage.contact("One", ["first"])
        let (first, second) = ("/settings/tags/\(try await stage.tag("first"))", try await stage.tag("second"))
        let taken = try await admin.submit(first, from: first, ["name": "second"])
        #expect(taken.status == 422 && taken.text.contains("There is a tag &quot;second&quot; already."))
        let missing = try await admin.submit("\(first)/merge", from: first, ["into": "nothing"])
        #expect(missing.status == 422 && missing.text.contains("There is no such tag."))
        #expect(try await admin.submit("\(first)/merge", from: first, ["into": "Second"]).status == 303)
        #expect(try await stage.tags(of: contact) == ["second"])
        #expect(try await admin.submit("/settings/tags/\(second)/deletion", from: "/settings/tags/\(second)").status == 303)
        #expect(try await stage.tags(of: contact).isEmpty)
        let rep = try await stage.tenant.browser(as: .rep)
        for path in ["/settings/tags", first] { #expect(try await rep.get(path).status == 403) }
        let token = try await rep.get("/contacts").csrf
        for path in ["/settings/tags", "\(first)/merge", "\(first)/deletion"] {
            #expect(try await rep.post(path, ["_csrf": token, "name": "x", "into": second]).status == 403, "\(path)")
        }
    }

    @Test func ofManyTagsTheFirstAreShownAndTheOthersFound() async throws {
        let stage = try await Stage()
        try await stage.tenant.database.write(
            """
            insert into tags (id, name, created_at)
            select gen_random_uuid(), 'tag ' || lpad(n::text, 4, '0'), now() from generate_series(1, 1200) n
            """)
        let admin = try await stage.tenant.browser(as: .admin)
        let all = try await admin.get("/settings/tags")
        #expect(all.text.contains("tag 0100<") && !all.text.contains("tag 0101<") && all.text.contains("These are the first 100."))
        let found = try await admin.get("/settings/tags?q=TAG%201199")
        #expect(found.text.contains("tag 1199<") && !found.text.contains("tag 0001<"))
        #expect(try await admin.get("/settings/tags?q=zzz").text.contains("Nothing found"))
        let last = "/settings/tags/\(try await stage.id(of: "tag 1200"))"
        #expect(try await admin.submit("\(last)/merge", from: last, ["into": "tag 1199"]).status == 303)
    }
}
