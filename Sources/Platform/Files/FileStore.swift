import Foundation
import Web

/// Where files are kept: a folder, or a bucket of an S3-compatible service. Both keep each tenant's apart, and both keep a
/// file under the digest of what is in it, so that a name never has to be made up and keeping one twice changes nothing.
public protocol FileStore: Sendable {
    /// Takes the file at `path` away, whole or not at all.
    func keep(fileAt path: String, as name: FileName) async throws
    /// In bytes; nil if there is no such file.
    func size(of name: FileName) async throws -> Int?
    /// The file as one on this machine.
    /// - Throws: `FileMissing`
    func lend(_ name: FileName) async throws -> LentFile
    /// Does nothing if there is no such file.
    func remove(_ name: FileName) async throws
    /// Everything of a tenant.
    func removeAll(of tenantID: UUID) async throws
    /// An address that anybody can download the file from for a while; nil where the server itself has to hand it out.
    func link(to name: FileName, downloadedAs filename: String, for duration: Duration) -> String?
    /// Where a tenant's files are, for an operator to read.
    func place(of tenantID: UUID) -> String
    /// Throws unless files can be written and removed.
    func verify() async throws
}

/// What a file is called, wherever it is kept: nothing of it comes from a person.
public struct FileName: Sendable, Hashable {
    public let tenantID: UUID
    public let digest: FileDigest

    public init(tenantID: UUID, digest: FileDigest) {
        self.tenantID = tenantID
        self.digest = digest
    }

    /// With slashes: tenant, two digits so that no folder gets large, the digest.
    var key: String { "\(Self.folder(of: tenantID))/\(digest.description.prefix(2))/\(digest)" }

    static func folder(of tenantID: UUID) -> String { tenantID.text }
}

public struct FileMissing: Error, CustomStringConvertible {
    public let description = "a file is not in the store"
}
