import Foundation
import Platform
import Postgres
import Support
import Testing
import Web

@testable import Tenant

/// Merging and taking apart again is as if nothing had happened: every table says what it said before.
struct UnmergePropertyTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func takingAMergeApartLeavesEverythingAsItWas(seed: UInt64) async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        var random = SeededRandom(seed)
        let ids = try await Self.populate(admin, &random)
        let before = try await Self.everything(tenant)
        var merges: [String] = []
        for _ in 0..<6 {
            let type = ["contacts", "companies"].randomElement(using: &random)!
            let chosen = Array((ids[type] ?? []).shuffled(using: &random).prefix(Int.random(in: 2...3, using: &random)))
            let answer = try await admin.post(
                "/api/v1/\(type)/\(chosen[0])/merge", ["with": .array(chosen.dropFirst().map { .string($0) })])
            // Somebody who has been merged before is not there any more.
            guard answer.status == 200 else { continue }
            merges.append(answer.header("Merge-Id") ?? "")
        }
        #expect(!merges.isEmpty)
        #expect(try await Self.everything(tenant) != before)
        for merge in merges.reversed() {
            let answer = try await admin.post("/api/v1/merges/\(merge)/reversal", [:])
            #expect(answer.status == 200 && answer.json["kept"] == [], "seed \(seed): \(answer.text)")
        }
        let after = try await Self.everything(tenant)
        for (table, rows) in before { #expect(after[table] == rows, "seed \(seed): \(table)") }
    }

    @Test func aMergeOfAMergedRecordIsTakenApartFromTheEnd() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let ids = try await ["Ann", "Anna", "Anne"].asyncMap {
            try await admin.create("contacts", ["first_name": .string($0), "last_name": "Lee"]).id
        }
        let before = try await Self.everything(tenant)
        let first = try await admin.post("/api/v1/contacts/\(ids[0])/merge", ["with": [.string(ids[1])]])
        let second = try await admin.post("/api/v1/contacts/\(ids[2])/merge", ["with": [.string(ids[0])]])
        #expect(try await admin.get("/api/v1/contacts/\(ids[1])").id == ids[2])
        expectProblem(try await admin.post("/api/v1/merges/\(first.header("Merge-Id") ?? "")/reversal", [:]), 409)
        for merge in [second, first] {
            #expect(try await admin.post("/api/v1/merges/\(merge.header("Merge-Id") ?? "")/reversal", [:]).status == 200)
        }
        #expect(try await Self.everything(tenant) == before)
    }

    private static func populate(_ admin: TestClient, _ random: inout SeededRandom) async throws -> [String: [String]] {
        var companies: [String] = []
        for number in 0..<6 {
            var company: JSONObject = ["name": .string("Company \(number % 3)"), "tags": .array(some(["x", "y"], &random))]
            if let parent = companies.randomElement(using: &random), Bool.random(using: &random) { company["parent_id"] = .string(parent) }
            if Bool.random(using: &random) { company["annual_revenue"] = ["amount": .int(Int64(number)), "currency": "JPY"] }
            if Bool.random(using: &random) { company["addresses"] = [["city": .string("City \(number % 2)"), "label": "Home"]] }
            companies.append(try await admin.create("companies", .object(company)).id)
        }
        var contacts: [String] = []
        for number in 0..<10 {
            var contact: JSONObject = ["last_name": .string("Lee"), "first_name": some(["Ann", "Anna"], &random).first ?? .null]
            contact["emails"] = .array(
                some(["a@x.test", "b@x.test", "c\(number)@x.test"], &random).map { ["address": $0, "opted_out": .bool(number % 2 == 0)] })
            contact["phones"] = .array(some(["+1 555 010", "+1 555 011"], &random).map { ["number": $0, "label": .string("L\(number)")] })
            contact["tags"] = .array(some(["a", "b", "c"], &random))
            contact["birthday_on"] = some(["1980-01-01", "1981-02-03"], &random).first ?? .null
            contact["do_not_contact"] = .bool(Bool.random(using: &random))
            if let company = companies.randomElement(using: &random), Bool.random(using: &random) {
                contact["company_id"] = .string(company)
            }
            contacts.append(try await admin.create("contacts", .object(contact)).id)
        }
        for contact in contacts where Bool.random(using: &random) {
            for path in ["notes", "comments"] {
                let answer = try await admin.post("/api/v1/contacts/\(contact)/\(path)", ["body": .string("About \(contact)")])
                guard answer.status == 201 else { throw UnexpectedAnswer(answer) }
            }
        }
        return ["contacts": contacts, "companies": companies]
    }

    private static func some(_ values: [String], _ random: inout SeededRandom) -> [JSONValue] {
        values.filter { _ in Bool.random(using: &random) }.map { .string($0) }
    }

    /// Every row of every table, but for what only counts changes, and for what merges themselves remember.
    private static func everything(_ tenant: TestTenant) async throws -> [String: [String]] {
        let ignored = [
            "events", "jobs", "merges", "merge_moves", "event_cursors", "event_seals", "sessions", "idempotency_keys", "duplicate_keys",
            "job_schedules", "duplicate_pairs", "notifications", "login_attempts", "search_words", "tags",
        ]
        let names = try await tenant.database.read(
            "select table_name::text from information_schema.tables where table_schema = \(tenant.tenant.schema.description)"
        ).map { try $0.decode(String.self) }
        var tables: [String: [String]] = [:]
        for name in names where !ignored.contains(name) {
            let rows = try await tenant.database.read(
                "select (to_jsonb(t) - 'version' - 'updated_at' - 'updated_by' - 'last_used_at')::text from \(SQLIdentifier(unchecked: name)) t order by 1"
            )
            tables[name] = try rows.map { try $0.decode(String.self) }
        }
        return tables
    }
}

extension Array where Element: Sendable {
    fileprivate func asyncMap<T: Sendable>(_ transform: (Element) async throws -> T) async throws -> [T] {
        var results: [T] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
