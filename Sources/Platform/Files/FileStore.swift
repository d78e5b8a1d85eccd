import Crypto
import Foundation

/// Files on the local disk, each tenant's in a folder of its own, named by the SHA-256 of what is in them.
public struct FileStore: Sendable {
    let directory: URL

    public init(directory: String) {
        self.directory = URL(fileURLWithPath: directory, isDirectory: true)
    }
}

/// A tenant's own files.
public struct TenantFiles: Sendable {
    private let folder: URL

    init(tenantID: UUID, store: FileStore) {
        folder = store.directory.appendingPathComponent(tenantID.uuidString.lowercased(), isDirectory: true)
    }

    /// Moves the file at `path` in. - Returns: the digest by which it is found again.
    public func take(fileAt path: String) throws -> FileDigest {
        let digest = try FileDigest(ofFileAt: path)
        let target = url(of: digest)
        try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        if FileManager.default.fileExists(atPath: target.path) {
            try FileManager.default.removeItem(atPath: path)
        } else {
            try FileManager.default.moveItem(atPath: path, toPath: target.path)
        }
        return digest
    }

    public func put(_ bytes: [UInt8]) throws -> FileDigest {
        let path = NSTemporaryDirectory() + "/" + UUID().uuidString
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return try take(fileAt: path)
    }

    public func path(of digest: FileDigest) -> String {
        url(of: digest).path
    }

    private func url(of digest: FileDigest) -> URL {
        folder.appendingPathComponent(String(digest.description.prefix(2))).appendingPathComponent(digest.description)
    }
}

/// The SHA-256 of a file's bytes, in hexadecimal; the only thing a file's path is made of.
public struct FileDigest: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    /// - Returns: nil unless `text` is 64 hexadecimal digits.
    public init?(_ text: String) {
        guard text.utf8.count == 64, text.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else { return nil }
        description = text
    }

    init(ofFileAt path: String) throws {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? handle.close() }
        var hash = SHA256()
        while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty { hash.update(data: chunk) }
        description = hash.finalize().map { String(format: "%02x", $0) }.joined()
    }
}
