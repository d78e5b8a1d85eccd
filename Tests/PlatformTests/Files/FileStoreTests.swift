import Foundation
import Platform
import Support
import Testing

/// The same of each store: a folder, and a bucket.
@Suite struct FileStoreTests {
    enum Kind: CaseIterable { case folder, bucket }

    /// A store for one test. What it needs lives as long as it.
    private struct Site: ~Copyable {
        let store: any FileStore
        private let server: S3Server?
        private let folder = NSTemporaryDirectory() + "files-\(UUID().uuidString)"

        init(_ kind: Kind) throws {
            server = kind == .bucket ? try S3Server() : nil
            store = if let server { S3Bucket(server.settings) } else { FileFolder(folder) }
        }

        deinit {
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    private func name(_ text: String, of tenant: UUID = UUID()) throws -> FileName {
        FileName(tenantID: tenant, digest: try #require(FileDigest(digests[text] ?? "")))
    }

    /// As `sha256sum` gives them.
    private let digests = [
        "": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "hello": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
    ]

    private func file(_ text: String) throws -> String {
        let path = NSTemporaryDirectory() + "upload-\(UUID().uuidString)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func text(of name: FileName, in store: any FileStore) async throws -> String {
        try await store.withFile(name) { try String(contentsOfFile: $0, encoding: .utf8) }
    }

    @Test(arguments: Kind.allCases) func fileIsTakenAndLent(kind: Kind) async throws {
        let site = try Site(kind)
        for content in ["hello", ""] {
            let (name, path) = (try name(content), try file(content))
            try await site.store.keep(fileAt: path, as: name)
            #expect(!FileManager.default.fileExists(atPath: path))
            #expect(try await text(of: name, in: site.store) == content)
            #expect(try await site.store.size(of: name) == content.utf8.count)
        }
    }

    @Test(arguments: Kind.allCases) func fileThatIsThereAlreadyIsKeptOnce(kind: Kind) async throws {
        let site = try Site(kind)
        let name = try name("hello")
        for _ in 0..<2 {
            let path = try file("hello")
            try await site.store.keep(fileAt: path, as: name)
            #expect(!FileManager.default.fileExists(atPath: path))
        }
        #expect(try await text(of: name, in: site.store) == "hello")
    }

    @Test(arguments: Kind.allCases) func largeFileGoesInPieces(kind: Kind) async throws {
        let site = try Site(kind)
        let tenant = UUID()
        let files = TenantFiles(tenantID: tenant, store: site.store)
        let bytes = (0..<3_000_001).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let digest = try await files.put(bytes)
        #expect(try await files.bytes(of: digest) == bytes)
        #expect(try await files.size(of: digest) == bytes.count)
    }

    @Test(arguments: Kind.allCases) func missingFileIsSaidToBeMissing(kind: Kind) async throws {
        let site = try Site(kind)
        let name = try name("hello")
        #expect(try await site.store.size(of: name) == nil)
        await #expect(throws: FileMissing.self) { try await text(of: name, in: site.store) }
        try await site.store.remove(name)
    }

    @Test(arguments: Kind.allCases) func removedFileIsGone(kind: Kind) async throws {
        let site = try Site(kind)
        let name = try name("hello")
        try await site.store.keep(fileAt: try file("hello"), as: name)
        try await site.store.remove(name)
        #expect(try await site.store.size(of: name) == nil)
    }

    @Test(arguments: Kind.allCases) func everythingOfATenantGoesAndNothingOfAnother(kind: Kind) async throws {
        let site = try Site(kind)
        let (mine, yours) = (UUID(), UUID())
        let own = TenantFiles(tenantID: mine, store: site.store)
        var digests: [FileDigest] = []
        for number in 0..<12 { digests.append(try await own.put(Array("file \(number)".utf8))) }
        let other = try await TenantFiles(tenantID: yours, store: site.store).put(Array("file 1".utf8))
        try await site.store.removeAll(of: mine)
        try await site.store.removeAll(of: mine)
        for digest in digests { #expect(try await own.size(of: digest) == nil) }
        #expect(try await TenantFiles(tenantID: yours, store: site.store).size(of: other) == 6)
    }

    @Test(arguments: Kind.allCases) func sameFileOfTwoTenantsIsTwoFiles(kind: Kind) async throws {
        let site = try Site(kind)
        let digest = try await TenantFiles(tenantID: UUID(), store: site.store).put(Array("secret".utf8))
        await #expect(throws: FileMissing.self) { try await TenantFiles(tenantID: UUID(), store: site.store).bytes(of: digest) }
    }

    @Test(arguments: Kind.allCases) func storeProvesThatItWorks(kind: Kind) async throws {
        let site = try Site(kind)
        try await site.store.verify()
    }

    @Test func folderThatCannotBeWrittenIsFound() async throws {
        await #expect(throws: (any Error).self) { try await FileFolder("/proc/files").verify() }
        #expect(FileFolder("/f").link(to: try name("hello"), downloadedAs: "x", for: .seconds(1)) == nil)
    }

    @Test func tenantsFilesAreThoseOfTheConfiguredStore() async throws {
        let site = try await Fleet.shared()
        let tenant = try await site.makeTenant()
        let digest = try await site.platform.scope(for: tenant, cause: .console).files.put(Array("hello".utf8))
        #expect(try await site.platform.files.size(of: FileName(tenantID: tenant.id, digest: digest)) == 5)
        #expect(site.platform.files.place(of: tenant.id).hasSuffix(tenant.id.uuidString.lowercased()))
    }

    @Test(arguments: [
        "", "../../etc/passwd", String(repeating: "A", count: 64), String(repeating: "a", count: 63), String(repeating: "g", count: 64),
        "\u{0}",
    ])
    func nothingButADigestNamesAFile(text: String) {
        #expect(FileDigest(text) == nil)
    }
}
