import Foundation
import Platform
import Support
import Testing

struct FileStoreTests {
    @Test func fileIsKeptUnderWhatIsInIt() async throws {
        let files = try await tenantFiles()
        let digest = try files.put(Array("hello".utf8))
        #expect(digest.description == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
        #expect(try files.put(Array("hello".utf8)) == digest)
        #expect(try files.put(Array("hello!".utf8)) != digest)
        #expect(try String(contentsOfFile: files.path(of: digest), encoding: .utf8) == "hello")
        #expect(try files.put([]).description.hasPrefix("e3b0c442"))
    }

    @Test func sameFileOfTwoTenantsIsTwoFiles() async throws {
        let (mine, yours) = (try await tenantFiles(), try await tenantFiles())
        let digest = try mine.put(Array("secret".utf8))
        #expect(FileManager.default.fileExists(atPath: mine.path(of: digest)))
        #expect(!FileManager.default.fileExists(atPath: yours.path(of: digest)))
        #expect(mine.path(of: digest) != yours.path(of: digest))
    }

    @Test func fileThatWasUploadedIsMovedNotCopied() async throws {
        let files = try await tenantFiles()
        let path = NSTemporaryDirectory() + "upload-\(UUID().uuidString)"
        for _ in 0..<2 {
            try Data("uploaded".utf8).write(to: URL(fileURLWithPath: path))
            let digest = try files.take(fileAt: path)
            #expect(!FileManager.default.fileExists(atPath: path))
            #expect(FileManager.default.fileExists(atPath: files.path(of: digest)))
        }
    }

    @Test(arguments: [
        "", "../../etc/passwd", String(repeating: "A", count: 64), String(repeating: "a", count: 63), String(repeating: "g", count: 64),
        "\u{0}",
    ])
    func nothingButADigestNamesAFile(text: String) {
        #expect(FileDigest(text) == nil)
    }

    private func tenantFiles() async throws -> TenantFiles {
        let site = try await Fleet.shared()
        return site.platform.scope(for: try await site.makeTenant(), cause: .console).files
    }
}
