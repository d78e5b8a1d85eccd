import Foundation
import Postgres
import Web

/// What somebody says to colleagues about a record. Answers stand one level below what they answer.
struct Comment: Contribution, RowDecodable {
    let id: UUID
    let recordType: String
    let recordID: UUID
    /// What it answers; nil for what begins a thread.
    let parentID: UUID?
    let body: Markdown
    let mentions: [UUID]
    let version: Int
    let authorID: UUID?
    let author: String?
    let createdAt: Date
    let editedAt: Date?
    let resolvedAt: Date?
    let resolvedBy: String?
    /// The names of those who are mentioned, to stand out.
    let mentionedNames: MentionedNames

    init(row: inout RowReader) throws {
        id = try row.next()
        recordType = try row.next()
        recordID = try row.next()
        parentID = try row.next()
        body = Markdown(try row.next())
        mentions = try row.next()
        version = try row.next()
        authorID = try row.next()
        author = try row.next()
        createdAt = try row.next()
        editedAt = try row.next()
        resolvedAt = try row.next()
        resolvedBy = try row.next()
        let (names, emails): ([String], [String]) = (try row.next(), try row.next())
        mentionedNames = MentionedNames(zip(names, emails).map { .init($0, email: $1) })
    }

    var path: String { "/comments/\(id.text)" }
    /// Of the comment that begins its thread.
    var threadID: UUID { parentID ?? id }
    var html: HTML { body.html(mentioning: mentionedNames) }
}

/// What a comment said before.
struct CommentRevision: Sendable, RowDecodable {
    let number: Int
    let body: Markdown
    let writtenAt: Date

    init(row: inout RowReader) throws {
        number = try row.next()
        body = Markdown(try row.next())
        writtenAt = try row.next()
    }
}

/// A comment with its answers, the oldest first.
struct CommentThread: Identifiable, Sendable {
    let first: Comment
    let answers: [Comment]
    /// Whether there are earlier answers, which stand on a page of their own.
    var isCut = false

    var id: UUID { first.id }

    /// - Parameters:
    ///   - comments: in any order; answers to none of them are left out.
    ///   - answers: how many of each thread are shown, the latest.
    static func threads(of comments: [Comment], answers limit: Int) -> [CommentThread] {
        let answers = Dictionary(grouping: comments.filter { $0.parentID != nil }) { $0.threadID }
        return comments.filter { $0.parentID == nil }.map { first in
            let own = (answers[first.id] ?? []).sorted { $0.createdAt < $1.createdAt }
            return CommentThread(first: first, answers: own.suffix(limit), isCut: own.count > limit)
        }
    }
}
