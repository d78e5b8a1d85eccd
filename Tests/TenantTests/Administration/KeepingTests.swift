import Foundation
import Platform
import Postgres
import Support
import Testing
import Web

@testable import Tenant

/// How much room imports and exports take, and for how long they are kept.
struct KeepingTests {
    private func stored(_ tenant: TestTenant) -> StoredFiles {
        let scope = tenant.site.platform.scope(for: tenant.tenant, cause: .job)
        return StoredFiles(scope: scope, limits: scope.fileLimits)
    }

    /// A table of about 700 KB whose rows are few.
    private func table(_ name: String) -> ImportFixture {
        let rest = String(repeating: "x", count: 7_000)
        return ImportFixture("last_name,rest\n" + (0..<100).map { "\(name)\($0),\(rest)\n" }.joined(), options: ["dry_run": "true"])
    }

    @Test func filesOfImportsAndExportsTakeRoomLikeAllOthers() async throws {
        let site = try await TestSite(environment: ["FILE_QUOTA": "1"])
        let tenant = try await site.makeTenant()
        let (admin, browser) = (try await tenant.api(as: .admin), try await tenant.browser(as: .admin))
        let first = try await admin.take(table("Ann"))
        #expect(first["state"] == "checked")
        let used = try await stored(tenant).used()
        #expect((700_000..<800_000).contains(used))
        #expect(try await admin.take(table("Ann"))["state"] == "checked")
        #expect(try await stored(tenant).used() == used, "the same file again takes no more room")

        expectProblem(try await admin.send(table("Bob")), 402)
        let action = try #require(try await browser.get("/imports/new").forms.first { $0.action.hasPrefix("/imports") }?.action)
        let refused = try await browser.upload(action, table("Bob").body, type: ImportFixture.contentType)
        #expect(
            refused.status == 402 && refused.text.contains("All files together may take 1 MB") && refused.text.contains("type=\"file\""))
        expectProblem(try await tenant.api(as: .viewer).send(table("Bob")), 403)
        #expect(try await tenant.database.read("select 1 from imports").count == 2)
        await site.stop()
    }

    @Test func exportWithoutRoomSaysSoAndIsWrittenOnceThereIsSome() async throws {
        let site = try await TestSite(environment: ["FILE_QUOTA": "1"])
        let tenant = try await site.makeTenant()
        let admin = try await tenant.api(as: .admin)
        try await tenant.fill(3_000)
        try await tenant.database.write(
            "insert into stored_files values (\(String(repeating: "a", count: 64)), \((1 << 20) - 1_000), now())")
        let export: JSONValue = ["record_type": "contact", "format": "csv"]
        let path = try #require(try await admin.post("/api/v1/exports", export).location)
        try await eventually { try await admin.get(path).json["state"] == "failed" }
        #expect(try await admin.get(path).json["error"]?.string?.contains("All files together") == true)
        try await tenant.database.write("update stored_files set size = \(1 << 20)")
        expectProblem(try await admin.post("/api/v1/exports", export), 402)
        expectProblem(try await admin.post("\(path)/repetition", .null), 402)
        try await tenant.database.write("delete from stored_files")
        #expect(try await admin.post("\(path)/repetition", .null).status == 202)
        try await eventually { try await admin.get(path).json["state"] == "done" }
        #expect(try await stored(tenant).used() > 100_000)
        await site.stop()
    }

    @Test func filesThatWereThereBeforeAreCounted() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        _ = try await admin.take(ImportFixture("last_name\nAnn\n"))
        let path = try #require(try await admin.post("/api/v1/exports", ["record_type": "contact", "format": "csv"]).location)
        try await eventually { try await admin.get(path).json["state"] == "done" }
        let used = try await stored(tenant).used()
        try await tenant.database.write("delete from stored_files")
        for migration in AttachmentSchema.migrations {
            guard case .backfill(let batch) = migration.kind else { continue }
            #expect(try await tenant.database.write(.ddl(batch)).affected == 1)
            #expect(try await tenant.database.write(.ddl(batch)).affected == 0)
        }
        #expect(try await stored(tenant).used() == used && used > 0)
    }

    @Test func fileOfAnImportGoesSomeDaysAfterItsEnd() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let done = try await admin.take(ImportFixture("last_name\nAnn\n"))
        _ = try await admin.take(ImportFixture("last_name\nBob\n", options: ["dry_run": "true"]))
        try await tenant.database.write("update imports set finished_at = now() - interval '6 days'")
        try await stored(tenant).sweep(olderThan: 0)
        #expect(try await tenant.database.read("select 1 from stored_files").count == 2)
        try await tenant.database.write("update imports set finished_at = now() - interval '8 days'")
        try await stored(tenant).sweep(olderThan: 0)
        #expect(try await tenant.database.read("select 1 from stored_files").count == 1, "what is not begun yet still needs its file")
        let undone = try await admin.post("/api/v1/imports/\(done["id"]?.string ?? "")/reversal", [:])
        #expect(try await admin.ended(undone).counts == [1, 0, 0], "undo needs no file")
    }

    /// Undo is promised for 30 days.
    @Test func whatIsOverGoesLongAfterItCouldBeUndone() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        var ids: [String: String] = [:]
        for name in ["old", "young"] {
            let taken = try await admin.take(ImportFixture("last_name,email\n\(name),\n,nonsense\n"))
            #expect(taken.count("rejected") == 1)
            ids["import \(name)"] = taken["id"]?.string
            ids["batch \(name)"] = try await admin.batch(["action": "tags", "add": [.string(name)], "all": true])["id"]?.string
        }
        for name in ["forgotten", "fresh"] {
            ids["import \(name)"] = try await admin.take(ImportFixture("last_name\n\(name)\n", options: ["dry_run": "true"]))["id"]?.string
        }
        for (name, days) in ["old": 181.0, "young": 179, "forgotten": 8, "fresh": 6] {
            for (kind, table) in ["import": SQL.ddl("imports"), "batch": .ddl("batches")] {
                let moved: SQL = "now() - \(days) * interval '1 day'"
                let id = ids["\(kind) \(name)"].flatMap { UUID(uuidString: $0) }
                try await tenant.database.write("update \(table) set created_at = \(moved), finished_at = \(moved) where id = \(id)")
            }
        }
        try await tenant.database.write("update job_schedules set slot = slot - interval '1 day' where name = 'platform.housekeeping'")
        try await tenant.wakeWorkers()
        try await eventually { try await admin.get("/api/v1/imports/\(ids["import old"] ?? "")").status == 404 }
        try await eventually { try await admin.get("/api/v1/imports/\(ids["import forgotten"] ?? "")").status == 404 }
        try await eventually { try await admin.get("/api/v1/batches/\(ids["batch old"] ?? "")").status == 404 }
        for path in ["imports/\(ids["import young"] ?? "")", "imports/\(ids["import fresh"] ?? "")", "batches/\(ids["batch young"] ?? "")"]
        {
            #expect(try await admin.get("/api/v1/\(path)").status == 200, "\(path)")
        }
        #expect(try await tenant.database.read("select 1 from import_rejects").count == 1)
        #expect(try await tenant.events("contact.updated") > 0, "the log keeps what happened")
    }
}
