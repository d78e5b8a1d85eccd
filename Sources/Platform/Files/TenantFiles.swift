import Foundation

/// A tenant's own files.
public struct TenantFiles: Sendable {
    private let tenantID: UUID
    private let store: any FileStore

    package init(tenantID: UUID, store: any FileStore) {
        self.tenantID = tenantID
        self.store = store
    }

    /// Takes the file at `path` away. - Returns: the digest by which it is found again.
    public func take(fileAt path: String) async throws -> FileDigest {
        let digest = try FileDigest(ofFileAt: path)
        try await take(fileAt: path, as: digest)
        return digest
    }

    /// What the file at `path` would be found by, before anything is kept.
    public func digest(ofFileAt path: String) throws -> FileDigest {
        try FileDigest(ofFileAt: path)
    }

    /// Takes the file at `path` away, whose digest is known.
    public func take(fileAt path: String, as digest: FileDigest) async throws {
        try await store.keep(fileAt: path, as: name(digest))
    }

    public func put(_ bytes: [UInt8]) async throws -> FileDigest {
        let path = temporaryPath()
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return try await take(fileAt: path)
    }

    /// In bytes; nil if there is no such file.
    public func size(of digest: FileDigest) async throws -> Int? {
        try await store.size(of: name(digest))
    }

    /// Lends the file as one on this machine, which must not be changed and is gone afterwards.
    /// - Throws: `FileMissing`
    public func withFile<T: Sendable>(_ digest: FileDigest, _ body: @Sendable (_ path: String) async throws -> T) async throws -> T {
        try await store.withFile(name(digest), body)
    }

    /// The file as one on this machine, for as long as the answer is kept.
    /// - Throws: `FileMissing`
    public func lend(_ digest: FileDigest) async throws -> LentFile {
        try await store.lend(name(digest))
    }

    /// A whole file that is known to be small.
    /// - Throws: `FileMissing`
    public func bytes(of digest: FileDigest) async throws -> [UInt8] {
        try await withFile(digest) { Array(try Data(contentsOf: URL(fileURLWithPath: $0))) }
    }

    /// For files that nothing refers to any more.
    public func remove(_ digest: FileDigest) async throws {
        try await store.remove(name(digest))
    }

    /// An address that anybody can download the file from for a while; nil where the server itself has to hand it out.
    public func link(to digest: FileDigest, downloadedAs filename: String, for duration: Duration = .seconds(300)) -> String? {
        store.link(to: name(digest), downloadedAs: filename, for: duration)
    }

    private func name(_ digest: FileDigest) -> FileName { FileName(tenantID: tenantID, digest: digest) }
}

/// For a file that soon goes elsewhere.
func temporaryPath() -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
}
