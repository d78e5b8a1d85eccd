import Foundation
import Platform
import Support
import Testing
import Web

@testable import Tenant

/// What is kept, how often, and for how long.
struct StoredFileTests {
    private func digests(_ tenant: TestTenant) async throws -> [String] {
        try await tenant.database.read("select digest from stored_files order by digest").map { try $0.decode(String.self) }
    }

    private func stored(_ tenant: TestTenant, limits: FileLimits = FileLimits()) -> StoredFiles {
        StoredFiles(scope: tenant.site.platform.scope(for: tenant.tenant, cause: .job), limits: limits)
    }

    @Test func sameContentIsKeptOnceAndGoesWithItsLastReference() async throws {
        let scene = try await Scene(Sample.all[0])
        let (mine, theirs) = (scene.address(scene.ofRep), scene.address(scene.ofManager))
        let first = try await scene.rep.attach(Upload("a.txt"), to: mine)
        let second = try await scene.manager.attach(Upload("b.txt"), to: theirs)
        let digests = try await digests(scene.tenant)
        let digest = try #require(FileDigest(digests.first ?? ""))
        #expect(digests.count == 1 && first.id != second.id)
        let files = stored(scene.tenant).scope.files

        try await scene.tenant.database.write("delete from attachments where file_name = 'a.txt'")
        try await stored(scene.tenant).sweep(olderThan: 0)
        #expect(try await files.size(of: digest) == 19)
        #expect(try await scene.manager.get("/api/v1/attachments/\(second.id)/content").text == "The plan is simple.")

        #expect(try await scene.manager.delete("/api/v1/attachments/\(second.id)").status == 204)
        try await stored(scene.tenant).sweep(olderThan: 0)
        #expect(try await files.size(of: digest) == 19, "what is in the trash may come back")
        try await scene.tenant.database.write("delete from attachments")
        try await stored(scene.tenant).sweep(olderThan: 3_600)
        #expect(try await files.size(of: digest) == 19, "it was announced a moment ago")
        try await stored(scene.tenant).sweep(olderThan: 0)
        #expect(try await files.size(of: digest) == nil)
        #expect(try await self.digests(scene.tenant).isEmpty)
    }

    /// The file went, the row did not: the next sweep ends what a crash has cut off, and uploads work as ever.
    @Test func whatACrashLeavesIsSweptUp() async throws {
        let scene = try await Scene(Sample.all[0])
        _ = try await scene.rep.attach(Upload(), to: scene.address(scene.ofRep))
        let digest = try #require(FileDigest(try await digests(scene.tenant).first ?? ""))
        try await scene.tenant.database.write("delete from attachments")
        let files = stored(scene.tenant).scope.files
        try await files.remove(digest)
        #expect(try await scene.rep.attach(Upload(), to: scene.address(scene.ofRep)).status == 201)
        #expect(try await files.size(of: digest) == 19)
        try await scene.tenant.database.write("delete from attachments")
        try await files.remove(digest)
        try await stored(scene.tenant).sweep(olderThan: 0)
        #expect(try await digests(scene.tenant).isEmpty)
    }

    @Test func fileOfAnImportStays() async throws {
        let scene = try await Scene(Sample.all[0])
        let csv = "last_name\nImported\n"
        _ = try await scene.rep.attach(Upload("people.csv", csv), to: scene.address(scene.ofRep))
        let digest = try #require(FileDigest(try await digests(scene.tenant).first ?? ""))
        _ = try await scene.rep.take(ImportFixture(csv))
        try await scene.tenant.database.write("delete from attachments")
        try await stored(scene.tenant).sweep(olderThan: 0)
        #expect(try await stored(scene.tenant).scope.files.size(of: digest) == csv.utf8.count)
    }

    @Test func tenantHasOnlySoMuchRoom() async throws {
        let site = try await TestSite(environment: ["FILE_LIMIT": "1", "FILE_QUOTA": "2"])
        let tenant = try await site.makeTenant()
        let rep = try await tenant.api(as: .rep)
        let record = "/api/v1/contacts/\(try await rep.create("contacts", ["last_name": "Full"]).id)"
        let megabyte = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
        expectProblem(
            try await rep.attach(Upload("large.bin", bytes: megabyte + megabyte.prefix(60_000)), to: record), 422, naming: ["file"])
        expectProblem(try await rep.attach(Upload("huge.bin", bytes: megabyte + megabyte + megabyte), to: record), 413)
        for index in 0..<2 {
            #expect(try await rep.attach(Upload("\(index).bin", bytes: megabyte + [UInt8(index)]), to: record).status == 201)
        }
        expectProblem(try await rep.attach(Upload("third.bin", bytes: megabyte + [9]), to: record), 402)
        // What is there already takes no more room.
        #expect(try await rep.attach(Upload("copy.bin", bytes: megabyte + [1]), to: record).status == 201)
        #expect(try await digests(tenant).count == 2)
        await site.stop()
    }
}
