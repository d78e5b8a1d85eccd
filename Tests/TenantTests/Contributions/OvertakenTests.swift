import Foundation
import Postgres
import Support
import Testing
import Web

/// Two people change the same note or comment at the same moment. Whoever is slower is told, and nothing of either is lost.
struct OvertakenTests {
    private struct Stage {
        let tenant: TestTenant
        let rep: TestBrowser
        let page: String
        let id: UUID
        let path: String
        let table: SQL

        init(_ kind: String) async throws {
            tenant = try await TestSite.shared().makeTenant()
            rep = try await tenant.browser(as: .rep)
            let api = try await tenant.api(as: .rep)
            page = "/contacts/\(try await api.create("contacts", ["last_name": "Lovelace"]).id)"
            let said = try await api.create("\(page.dropFirst())/\(kind)", ["body": "Draft"]).id
            (id, path) = (try #require(UUID(uuidString: said)), "/\(kind)/\(said)")
            table = kind == "notes" ? "notes" : "comments"
        }

        private var row: SQL { "\(table) where id = \(id)" }
        var rewritten: SQL { "update \(table) set body = 'Theirs', version = version + 1 where id = \(id)" }
        var deleted: SQL { "update \(table) set deleted_at = now(), version = version + 1 where id = \(id)" }

        /// What the rep is answered who sends a form while somebody else does `change`.
        func submit(
            _ action: String, from form: String, _ fields: [String: String] = [:], overtakenBy change: SQL
        ) async throws -> TestAnswer {
            let form = try await rep.get(form)
            return try await tenant.overtaking(row, by: change) { [rep] in try await rep.submit(action, on: form, fields) }
        }

        func body() async throws -> String? {
            try await tenant.database.read("select body from \(row)").first?.decode(String.self)
        }
    }

    @Test(arguments: ["notes", "comments"])
    func slowerEditShowsBothVersions(kind: String) async throws {
        let stage = try await Stage(kind)
        let late = try await stage.submit(stage.path, from: "\(stage.path)/edit", ["body": "Mine"], overtakenBy: stage.rewritten)
        #expect(late.status == 409 && late.text.contains("<p>Theirs</p>") && late.text.contains("Mine</textarea>"))
        #expect(try await stage.body() == "Theirs")
        #expect(try await stage.rep.submit(stage.path, on: late, ["body": "Mine"]).status == 303)
        #expect(try await stage.body() == "Mine")
    }

    @Test func slowerPinLeavesWhatWasWritten() async throws {
        let stage = try await Stage("notes")
        let late = try await stage.submit("\(stage.path)/pinning", from: stage.page, overtakenBy: stage.rewritten)
        #expect(late.status == 412 && late.text.contains("This version is no longer current"))
        #expect(try await stage.body() == "Theirs")
    }

    @Test(arguments: ["notes", "comments"])
    func whatSomebodyElseDeletedIsNotDeletedTwice(kind: String) async throws {
        let stage = try await Stage(kind)
        let late = try await stage.submit("\(stage.path)/deletion", from: stage.page, overtakenBy: stage.deleted)
        #expect(late.status == 412 && late.text.contains("This version is no longer current"))
        #expect(try await stage.tenant.events("\(kind == "notes" ? "note" : "comment").deleted") == 0)
    }

    @Test(arguments: ["notes", "comments"])
    func programsHearTheSame(kind: String) async throws {
        let stage = try await Stage(kind)
        let api = try await stage.tenant.api(as: .rep)
        let late = try await stage.tenant.overtaking("\(stage.table) where id = \(stage.id)", by: stage.rewritten) { [path = stage.path] in
            try await api.patch("/api/v1\(path)", ["body": "Mine"])
        }
        expectProblem(late, 412)
        #expect(try await stage.body() == "Theirs")
    }
}
