import Foundation
import Platform
import Postgres
import Web

/// What a person adds to a record: a note, a comment, a file. Whoever sees the record sees it, and nobody else does.
protocol Contribution: Identifiable<UUID>, Sendable {
    var id: UUID { get }
    /// Of the record that it belongs to.
    var recordType: String { get }
    var recordID: UUID { get }
    /// Nil for what no person has added.
    var authorID: UUID? { get }
}

/// A record that people add to, as one of them sees it.
struct ContributedRecord: Sendable {
    let record: Record
    let scope: TenantScope

    init(_ record: Record, in scope: TenantScope) {
        (self.record, self.scope) = (record, scope)
    }

    /// - Throws: `Failure.notFound` for whoever may not see it.
    init(_ type: RecordType, _ id: UUID, in scope: TenantScope) async throws {
        self.init(try await RecordStore(type, in: scope).find(id), in: scope)
    }

    /// The record that `contribution` belongs to.
    /// - Throws: `Failure.notFound` for whoever may not see it.
    init(of contribution: some Contribution, in scope: TenantScope) async throws {
        guard let type = scope.viewer.records.named(contribution.recordType) else { throw Failure.notFound }
        try await self.init(type, contribution.recordID, in: scope)
    }

    private var type: RecordType { record.type }

    /// Whoever sees a record may add to it, unless they may change none of its kind at all.
    var mayAdd: Bool { scope.viewer.may(.edit, type.name) }

    /// People change what is theirs. What is others' is for those who answer for more records than their own.
    func mayChange(_ contribution: some Contribution) -> Bool {
        mayAdd && (contribution.authorID == scope.viewer.userID || mayManage)
    }

    private var mayManage: Bool {
        scope.viewer.reach(of: .delete, on: type.name) >= .team && RecordStore(type, in: scope).allows(.delete, record)
    }

    func requireAdding() throws {
        guard mayAdd else {
            throw Failure.forbidden(reason: "You can see this \(type.label.lowercased()), but not add anything to it.")
        }
    }

    func requireChanging(_ contribution: some Contribution) throws {
        guard mayChange(contribution) else {
            throw Failure.forbidden(reason: "Somebody else has written this. You can read it, but not change it.")
        }
    }

    /// Something that happened to what belongs to the record, as the record's own history tells it.
    func event(_ kind: String, before: JSONObject? = nil, after: JSONObject? = nil) -> Event {
        Event(
            kind, recordType: type.name, recordID: record.id, before: before.map { JSON(.object($0)) },
            after: after.map { JSON(.object($0)) })
    }
}

extension ContributedRecord {
    /// The way back from a page about what belongs to the record.
    func crumbs(_ texts: Texts) -> [Crumb] {
        [Crumb(texts(type.pluralLabel), href: type.path), Crumb(record.title, href: record.path)]
    }
}
