import Foundation
import Platform
import Postgres
import Web

/// A comment about to be made.
struct NewComment: Sendable {
    let body: Markdown
    /// What it answers; an answer to an answer joins its thread.
    var parentID: UUID?
}

/// The comments on records, as one person reads and changes them. Pages and the API call it.
struct Comments: Sendable {
    let scope: TenantScope

    /// - Throws: `Failure.notFound` also for whoever may not see the record.
    func find(_ id: UUID, deleted: Bool = false) async throws -> (comment: Comment, on: ContributedRecord) {
        guard let comment = try await scope.database.read(CommentQueries.find(id, deleted: deleted)).decode(Comment.self).first else {
            throw Failure.notFound
        }
        return (comment, try await ContributedRecord(of: comment, in: scope))
    }

    func revisions(of comment: Comment) async throws -> [CommentRevision] {
        try await scope.database.read(CommentQueries.revisions(of: comment.id)).decode(CommentRevision.self)
    }

    func add(_ new: NewComment, to record: ContributedRecord, in transaction: TenantTransaction) async throws -> Comment {
        try record.requireAdding()
        var new = new
        new.parentID = try await thread(new.parentID, on: record, in: transaction)
        let (id, mentions) = (UUID.v7(), try await mentions(in: new.body, in: transaction))
        try await transaction.execute(
            CommentQueries.insert(id, new, mentions: mentions, on: record.record, by: scope.viewer.userID, at: scope.now))
        try await transaction.record(record.event("comment.created", after: told(id, new.body, mentions)))
        return try await reload(id, in: transaction)
    }

    /// Only who wrote it changes what it says.
    /// - Parameter version: what the person saw when they began; nil is what was read just now.
    /// - Throws: `Failure.preconditionFailed` when somebody changed it in between.
    func edit(
        _ comment: Comment, on record: ContributedRecord, body: Markdown, version: Int?, in transaction: TenantTransaction
    ) async throws -> Comment {
        guard record.mayAdd, comment.authorID == scope.viewer.userID else {
            throw Failure.forbidden(reason: "Only who wrote a comment can change what it says.")
        }
        if let version, version != comment.version { throw Failure.preconditionFailed }
        if body == comment.body { return comment }
        let mentions = try await mentions(in: body, in: transaction)
        let edits = CommentQueries.edit(comment, body: body, mentions: mentions, version: comment.version, at: scope.now)
        guard try await transaction.pipeline(edits).last?.affected == 1 else { throw Failure.preconditionFailed }
        // Who was mentioned before has been told.
        let new = mentions.filter { !comment.mentions.contains($0) }
        try await transaction.record(
            record.event("comment.updated", before: told(comment.id, comment.body, []), after: told(comment.id, body, new)))
        return try await reload(comment.id, in: transaction)
    }

    /// Settles a thread, or opens it again.
    func resolve(_ comment: Comment, on record: ContributedRecord, _ isResolved: Bool, in transaction: TenantTransaction) async throws
        -> Comment
    {
        try record.requireAdding()
        guard comment.parentID == nil else {
            throw Failure.invalid("resolved", "not_a_thread", "Resolve the comment that began this thread.")
        }
        let instant = isResolved ? scope.now : nil
        if try await transaction.execute(CommentQueries.resolve(comment.id, by: scope.viewer.userID, at: instant)) == 1 {
            let kind = isResolved ? "comment.resolved" : "comment.reopened"
            try await transaction.record(record.event(kind, after: told(comment.id, comment.body, [])))
        }
        return try await reload(comment.id, in: transaction)
    }

    /// Takes a comment away, with its answers; `restore` brings them back within 30 days.
    func delete(_ comment: Comment, on record: ContributedRecord, version: Int? = nil, in transaction: TenantTransaction) async throws {
        try record.requireChanging(comment)
        guard try await transaction.execute(CommentQueries.delete(comment.id, version: version, at: scope.now)) > 0 else {
            throw Failure.preconditionFailed
        }
        try await transaction.record(record.event("comment.deleted", after: told(comment.id, comment.body, [])))
    }

    func restore(_ comment: Comment, on record: ContributedRecord, in transaction: TenantTransaction) async throws -> Comment {
        try record.requireChanging(comment)
        guard try await transaction.execute(CommentQueries.restore(comment.id)) > 0 else { throw Failure.notFound }
        try await transaction.record(record.event("comment.restored", after: told(comment.id, comment.body, [])))
        return try await reload(comment.id, in: transaction)
    }

    /// Who is mentioned but cannot see the record.
    /// - Parameter reading: how statements are asked: within the transaction that has written the comment, or behind it.
    func blind(_ comment: Comment, on record: ContributedRecord, reading: RecordTitles.Reading) async throws -> [Viewer] {
        if comment.mentions.isEmpty { return [] }
        let people = Question.all(comment.mentions.map { People.question(about: $0) })
        let viewers = try people.reading(try await reading(people.statements)).compactMap { $0?.viewer }
        let seen = try await reading(
            viewers.map { RecordQuery($0.records.refined(record.record.type), viewer: $0, fields: []).one(record.record.id) })
        return zip(viewers, seen).filter { $1.isEmpty }.map(\.0)
    }

    /// The comment that a thread begins with.
    private func thread(_ parent: UUID?, on record: ContributedRecord, in transaction: TenantTransaction) async throws -> UUID? {
        guard let parent else { return nil }
        let found = try await transaction.query(CommentQueries.find(parent, deleted: false)).decode(Comment.self).first
        guard let found, found.recordID == record.record.id else {
            throw Failure.invalid("parent_id", "not_found", "There is no such comment here.")
        }
        return found.threadID
    }

    private func mentions(in body: Markdown, in transaction: TenantTransaction) async throws -> [UUID] {
        guard body.text.contains("@") else { return [] }
        let people = try await transaction.query(MentionQueries.colleagues).decode(Mentions.Person.self)
        return Mentions(among: people).people(in: body).map(\.id)
    }

    private func reload(_ id: UUID, in transaction: TenantTransaction) async throws -> Comment {
        guard let comment = try await transaction.query(CommentQueries.find(id, deleted: false)).decode(Comment.self).first else {
            throw Failure.notFound
        }
        return comment
    }

    private func told(_ id: UUID, _ body: Markdown, _ mentions: [UUID]) -> JSONObject {
        [
            "comment_id": .string(id.text), "mentions": .array(mentions.map { .string($0.text) }), "excerpt": .string(body.excerpt()),
        ]
    }
}
