import Foundation
import Platform
import Postgres
import Web

/// A file that somebody has attached to a record. Its bytes are kept once, however often they are attached.
struct Attachment: Contribution, RowDecodable {
    let id: UUID
    let recordType: String
    let recordID: UUID
    let digest: FileDigest
    /// As people called it; never part of a path.
    let fileName: String
    /// By what is in the file.
    let mediaType: String
    /// In bytes.
    let size: Int
    let authorID: UUID?
    let author: String?
    let createdAt: Date

    init(row: inout RowReader) throws {
        id = try row.next()
        recordType = try row.next()
        recordID = try row.next()
        let text: String = try row.next()
        guard let digest = FileDigest(text) else { throw Failure.notFound }
        self.digest = digest
        fileName = try row.next()
        mediaType = try row.next()
        size = try row.next()
        authorID = try row.next()
        author = try row.next()
        createdAt = try row.next()
    }

    var path: String { "/attachments/\(id.text)" }

    /// What a browser shows without running anything of it.
    private static let pictures: Set<String> = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]
    var isPicture: Bool { Self.pictures.contains(mediaType) }
    var hasPreview: Bool { isPicture || mediaType == "application/pdf" || mediaType == "text/plain" }
    /// Small enough to be scaled down in a list.
    var hasThumbnail: Bool { isPicture && size <= 2 << 20 }
}

/// How large a file is, as people say it.
struct FileSize {
    let bytes: Int

    func text(_ texts: Texts) -> String {
        switch bytes {
        case ..<1_000: texts(bytes, one: "\(bytes) byte", other: "\(bytes) bytes")
        case ..<1_000_000: texts("\((bytes + 500) / 1_000) KB")
        default: texts("\(bytes / 1_000_000).\(bytes % 1_000_000 / 100_000) MB")
        }
    }
}
