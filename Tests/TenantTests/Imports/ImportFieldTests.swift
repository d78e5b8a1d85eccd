import Foundation
import Support
import Testing
import Web

/// Fields that a tenant has added, and fields that roles hide or lock.
@Suite struct ImportFieldTests {
    @Test func fieldsOfTheTenantAreFilledAndRecogniseRecords() async throws {
        let client = try await TestSite.shared().makeTenant().api(as: .admin)
        try await client.create("custom_fields", ["record_type": "contact", "type": "text", "label": "Customer number", "unique": true])
        try await client.create("custom_fields", ["record_type": "contact", "type": "number", "label": "Shoe size"])
        let new = try await client.take(
            ImportFixture("last_name,Customer number,Shoe size\nAnn,K-1,41.5\nBob,K-2,\nCarl,k-1,\nDora,,big\n"))
        #expect(new["mapping"]?["Shoe size"]?.string == "custom.shoe_size", "\(new)")
        #expect(new.count("created") == 2 && new.count("rejected") == 2, "\(new)")
        let reasons = try await client.rejects(of: new)
        #expect(reasons.contains("Another record already has this") && reasons.contains("Shoe size:"))
        let change = try await client.take(
            ImportFixture(
                "Customer number,Shoe size,job_title\nk-2,43,Buyer\nK-9,44,Nobody\n",
                options: ["mode": "update", "match_on": "custom.customer_number"]))
        #expect(change.count("updated") == 1 && change.count("rejected") == 1, "\(change)")
        let bob = try #require(try await client.records("contacts?filter[last_name][eq]=bob").first)
        #expect(bob["custom"]?["shoe_size"] == 43 && bob["custom"]?["customer_number"] == "k-2" && bob["job_title"] == "Buyer")
        let ann = try #require(try await client.records("contacts?filter[last_name][eq]=ann").first)
        #expect(ann["custom"]?["shoe_size"] == 41.5)
    }

    @Test func whatARoleHidesOrLocksIsNoColumn() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let rights: JSONValue = ["view": "all", "create": "all", "edit": "all", "import": "all", "assign": "all"]
        try await admin.create(
            "roles",
            [
                "label": "Narrow", "permissions": ["*": rights],
                "field_rules": ["contact": ["source": "hidden", "job_title": "read_only"]],
            ])
        try await tenant.give(.rep, roles: ["narrow"])
        try await admin.create("contacts", ["last_name": "There", "email": "there@example.org", "source": "Fair", "job_title": "Clerk"])
        let client = try await tenant.api(as: .rep)
        let csv = "email,source,job_title,language\nthere@example.org,Web,Boss,en\n"
        let result = try await client.take(ImportFixture(csv, options: ["mode": "update", "match_on": "email"]))
        #expect(result.count("updated") == 1, "\(result)")
        #expect(result["ignored_columns"] == ["source", "job_title"])
        let there = try #require(try await admin.records("contacts").first)
        #expect(there["source"] == "Fair" && there["job_title"] == "Clerk" && there["language"] == "en")
        let forced = try await client.send(ImportFixture(csv, options: ["mapping": #"{"email":"email","source":"source"}"#]))
        expectProblem(forced, 422, naming: ["mapping[1]"])
    }
}
