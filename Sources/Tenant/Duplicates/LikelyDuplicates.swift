import Foundation
import Platform
import Postgres
import Web

/// A record that may be the same as another one, with the reasons.
struct LikelyDuplicate: Sendable {
    let record: Record
    let match: DuplicateMatch
}

/// Looks for what may be the same as a record, among what somebody may see and by what they may see of it.
struct LikelyDuplicates: Sendable {
    /// As the viewer sees it.
    let type: RecordType
    let viewer: Viewer

    /// Shared by so many, a key tells nothing.
    private static let strongLimit = 200
    private static let weakLimit = 100
    /// So many are shown at most.
    private static let shown = 10

    init(_ type: RecordType, viewer: Viewer) {
        self.type = viewer.records.refined(type)
        self.viewer = viewer
    }

    /// - Parameter draft: prepared, so that what follows from its fields is there too.
    func matches(of draft: Draft, in transaction: TenantTransaction) async throws -> [LikelyDuplicate] {
        try await matches(of: draft.id, read: { draft[$0] }, ask: { try await transaction.pipeline($0) })
    }

    /// - Parameter record: with the fields that the type's rule reads.
    func matches(of record: Record, in scope: TenantScope) async throws -> [LikelyDuplicate] {
        try await matches(of: record.id, read: { record[$0] }, ask: { try await scope.database.read($0) })
    }

    private func matches(
        of id: UUID, read: (String) -> FieldValue, ask: ([SQL]) async throws -> [Rows]
    ) async throws -> [LikelyDuplicate] {
        guard let rule = type.duplicates else { return [] }
        let isSeen = { (name: String) in type.field(name) != nil }
        let profile = rule.profile { isSeen($0) ? read($0) : .null }
        let keys = rule.keys(of: profile)
        if keys.all.isEmpty { return [] }
        let query = RecordQuery(type, viewer: viewer, fields: fields(of: rule))
        let answers = try await ask([query.sharing(keys.strong, limit: Self.strongLimit), query.sharing(keys.weak, limit: Self.weakLimit)])
        var found: [UUID: LikelyDuplicate] = [:]
        for row in answers.joined() {
            let record = try row.record(of: query)
            if record.id == id || found[record.id] != nil { continue }
            let match = rule.match(profile, rule.profile { record[$0] }, seeing: isSeen)
            if match.isLikely { found[record.id] = LikelyDuplicate(record: record, match: match) }
        }
        return Array(found.values.sorted { ($0.match.score, $1.record.id) > ($1.match.score, $0.record.id) }.prefix(Self.shown))
    }

    /// What comparing and showing needs.
    func fields(of rule: DuplicateRule) -> [Field] {
        let names = Set(
            rule.fields + type.titleFields + [type.subtitleField, "email", "phone", "owner_id", "owner", "updated_at", "created_at"])
        return type.fields.filter { names.contains($0.name) }
    }
}

extension RecordQuery {
    /// The records that share one of `keys`. The keys are looked up first, whatever the planner thinks of them.
    func sharing(_ keys: [String], limit: Int) -> SQL {
        let ids: SQL = """
            array(select k.record_id from duplicate_keys k
            where k.keys && \(keys) and k.record_type = \(type.name) limit \(literal: limit))
            """
        return matching("r.id = any(\(ids))").named("\(type.plural).sharing")
    }
}

extension UUID {
    fileprivate static func > (left: UUID, right: UUID) -> Bool { left.uuidString > right.uuidString }
}
