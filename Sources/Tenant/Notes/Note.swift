import Foundation
import Postgres
import Web

/// What somebody has written down about a record, in Markdown.
struct Note: Contribution, RowDecodable {
    let id: UUID
    let recordType: String
    let recordID: UUID
    let body: Markdown
    let isPinned: Bool
    let version: Int
    let authorID: UUID?
    let author: String?
    let createdAt: Date
    let updatedAt: Date

    init(row: inout RowReader) throws {
        id = try row.next()
        recordType = try row.next()
        recordID = try row.next()
        body = Markdown(try row.next())
        isPinned = try row.next()
        version = try row.next()
        authorID = try row.next()
        author = try row.next()
        createdAt = try row.next()
        updatedAt = try row.next()
    }

    var path: String { "/notes/\(id.text)" }
    var isEdited: Bool { updatedAt > createdAt }
}

/// What a change makes of a note; nil leaves a part as it is.
struct NoteChange: Sendable {
    var body: String?
    var isPinned: Bool?
}

extension Markdown {
    /// Text as somebody typed it, for a field of this name.
    /// - Throws: `Failure.invalid` for nothing, and for more than there is room for.
    init(typed text: String, field: String = "body") throws(Failure) {
        guard !text.isEmpty else { throw .invalid(field, "required", "Write something first.") }
        guard text.utf8.count <= Markdown.limit else {
            throw .invalid(field, "too_long", "This is too long: \(grouped: Markdown.limit) characters fit here. A file may hold the rest.")
        }
        // Browsers end lines in two characters.
        self.init(text.replacing("\r\n", with: "\n"))
    }
}
