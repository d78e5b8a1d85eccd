import Foundation
import Platform
import Postgres
import Web

/// A tenant's tags: the words, their colours, and where they stand. Settings and the API call it.
struct Tags: Sendable {
    let scope: TenantScope

    static let topic = "tag"

    /// The types whose records have tags.
    static let types = RecordTypes.all.filter { $0.field("tags")?.column != nil }

    func find(_ id: UUID) async throws -> Tag {
        guard let tag = try await scope.database.read(TagQueries.find(id)).decode(Tag.self).first else { throw Failure.notFound }
        return tag
    }

    func list() async throws -> [Tag] {
        try await scope.database.read(TagQueries.list).decode(Tag.self)
    }

    func add(name: String, color: TagColor?, in transaction: TenantTransaction) async throws -> Tag {
        try scope.viewer.requireAdmin("Only admins change tags for everybody.")
        let (id, name) = (UUID.v7(), try Tag.name(name))
        if let there = try await named(name, in: transaction) { throw taken(there) }
        try await transaction.execute(TagQueries.insert(id, name: name, color: color, at: scope.now))
        try await told("tag.created", id, after: ["name": .string(name)], color == nil, in: transaction)
        return try await find(id, in: transaction)
    }

    /// A new name goes to every record that has the old one.
    /// - Throws: `Failure.invalid` where there is a tag of the new name: that is a merge.
    func change(_ id: UUID, name: String, color: TagColor?, in transaction: TenantTransaction) async throws -> Tag {
        try scope.viewer.requireAdmin("Only admins change tags for everybody.")
        let (tag, name) = (try await find(id, in: transaction), try Tag.name(name))
        if let there = try await named(name, in: transaction), there.id != id { throw taken(there) }
        try await transaction.execute(TagQueries.update(id, name: name, color: color))
        if name != tag.name { try await replace(tag.name, by: name, in: transaction) }
        try await told(
            "tag.updated", id, before: ["name": .string(tag.name)], after: ["name": .string(name)], false, in: transaction)
        return try await find(id, in: transaction)
    }

    /// Takes a tag from every record that has it.
    /// - Parameter target: the tag that these records get instead.
    func delete(_ id: UUID, mergingInto target: UUID? = nil, in transaction: TenantTransaction) async throws {
        try scope.viewer.requireAdmin("Only admins change tags for everybody.")
        let tag = try await find(id, in: transaction)
        guard target != id else { throw Failure.invalid("into", "same", "Choose another tag.") }
        let other = try await target.mapping { id throws -> Tag in
            guard let other = try await transaction.query(TagQueries.find(id)).decode(Tag.self).first else {
                throw Failure.invalid("into", "not_found", "There is no such tag.")
            }
            return other
        }
        try await transaction.execute(TagQueries.delete(id))
        try await replace(tag.name, by: other?.name, in: transaction)
        try await told(
            other == nil ? "tag.deleted" : "tag.merged", id, before: ["name": .string(tag.name)],
            after: other.map { ["name": .string($0.name)] }, false, in: transaction)
    }

    /// Changes the records as batches, so that whoever regrets it takes it back.
    private func replace(_ name: String, by other: String?, in transaction: TenantTransaction) async throws {
        let batches = Batches(scope: scope)
        for type in Self.types {
            let source = TagQueries.records(type.table, tagged: name)
            if try await transaction.query("\(source) limit 1").isEmpty { continue }
            _ = try await batches.begin(
                .tags(add: other.map { [$0] } ?? [], remove: [name]), of: type.name, source: source, in: transaction)
        }
    }

    /// - Throws: `Failure.invalid` where no tag is called so.
    func find(named name: String, in transaction: TenantTransaction) async throws -> Tag {
        guard let tag = try await named(name, in: transaction) else {
            throw Failure.invalid("into", "not_found", "There is no such tag.")
        }
        return tag
    }

    private func named(_ name: String, in transaction: TenantTransaction) async throws -> Tag? {
        try await transaction.query(TagQueries.named(name)).decode(Tag.self).first
    }

    private func find(_ id: UUID, in transaction: TenantTransaction) async throws -> Tag {
        guard let tag = try await transaction.query(TagQueries.find(id)).decode(Tag.self).first else { throw Failure.notFound }
        return tag
    }

    private func taken(_ tag: Tag) -> Failure {
        .invalid("name", "taken", "There is a tag \"\(tag.name)\" already. Merge the two instead.")
    }

    /// - Parameter isGrey: whether no page shows anything else than before.
    private func told(
        _ kind: String, _ id: UUID, before: JSONObject? = nil, after: JSONObject? = nil, _ isGrey: Bool, in transaction: TenantTransaction
    ) async throws {
        try await transaction.record(
            Event(
                kind, recordType: Self.topic, recordID: id, before: before.map { JSON(.object($0)) },
                after: after.map { JSON(.object($0)) }))
        // Colours come with everybody's own view of the tenant.
        if !isGrey { try await transaction.execute(UserQueries.everybodysAccessChanged) }
    }
}

extension Optional {
    /// As `map`, with what waits.
    fileprivate func mapping<T>(_ transform: (Wrapped) async throws -> T) async throws -> T? {
        if let self { try await transform(self) } else { nil }
    }
}
