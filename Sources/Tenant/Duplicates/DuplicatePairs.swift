import Foundation
import Platform
import Postgres
import Web

/// The work list: pairs that a scan has found, the likeliest first, as far as somebody sees both records.
struct DuplicatePairs: Sendable {
    /// As the viewer sees it.
    let type: RecordType
    let scope: TenantScope

    /// Two records of the list, and why they stand in it.
    struct Pair: Sendable {
        let id: UUID
        /// As the scan counted it.
        let score: Int
        /// The older one first: it is likelier to be known by its id elsewhere.
        let records: [Record]
        let match: DuplicateMatch
    }

    struct Page: Sendable {
        let pairs: [Pair]
        let nextCursor: String?
    }

    init(_ type: RecordType, in scope: TenantScope) {
        self.type = scope.viewer.records.refined(type)
        self.scope = scope
    }

    // MARK: Reading

    func page(cursor: String?, limit: Int, cursors: Cursor) async throws -> Page {
        let list = "\(scope.tenant.id)/duplicates/\(type.name)"
        let position = try cursor.map { try Position(cursors.decode($0, list: list)) }
        let rows = try await scope.database.read(open(after: position, limit: limit + 1))
        let found = try rows.map { try $0.decode((UUID, UUID, UUID, Int32).self) }
        let shown = found.prefix(limit)
        let next = found.count > limit ? shown.last.map { Position(score: Int($0.3), id: $0.0).encoded(cursors, list: list) } : nil
        return Page(pairs: try await pairs(Array(shown)), nextCursor: next)
    }

    /// The open pairs of one record.
    func pairs(of id: UUID, limit: Int) async throws -> [Pair] {
        let sql: SQL = """
            \(selection) and (p.first_id = \(id) or p.second_id = \(id)) order by p.score desc, p.id limit \(limit)
            """
        return try await pairs(
            try await scope.database.read(sql.named("duplicates.record")).map {
                try $0.decode((UUID, UUID, UUID, Int32).self)
            })
    }

    /// How many there are; counting stops at `bound`.
    func count(upTo bound: Int) async throws -> Int {
        try await scope.database.read("select count(*) from (\(selection) limit \(bound)) as counted").first?.decode(Int.self) ?? 0
    }

    private func open(after position: Position?, limit: Int) -> SQL {
        var sql = selection
        if let position {
            sql.append(" and p.score <= \(position.score) and (p.score < \(position.score) or p.id > \(position.id))")
        }
        sql.append(" order by p.score desc, p.id limit \(limit)")
        return sql.named("duplicates.list")
    }

    private var selection: SQL {
        let query = RecordQuery(type, viewer: scope.viewer, fields: [])
        return """
            select p.id, p.first_id, p.second_id, p.score from duplicate_pairs p
            where p.record_type = \(type.name) and p.state = 'open' and exists (\(query.matching("r.id = p.first_id")))
              and exists (\(query.matching("r.id = p.second_id")))
            """
    }

    private func pairs(_ rows: [(UUID, UUID, UUID, Int32)]) async throws -> [Pair] {
        guard let rule = type.duplicates, !rows.isEmpty else { return [] }
        let fields = LikelyDuplicates(type, viewer: scope.viewer).fields(of: rule)
        let query = RecordQuery(type, viewer: scope.viewer, fields: fields)
        let found = try await scope.database.read(query.many(rows.flatMap { [$0.1, $0.2] }))
        let records = try found.map { try $0.record(of: query.type, shape: query.shape) }
        let byID = Dictionary(records.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return rows.compactMap { id, first, second, score in
            guard let one = byID[first], let other = byID[second] else { return nil }
            let match = rule.match(rule.profile { one[$0] }, rule.profile { other[$0] }) { type.field($0) != nil }
            let ordered = one.createdAt <= other.createdAt ? [one, other] : [other, one]
            return Pair(id: id, score: Int(score), records: ordered, match: match)
        }
    }

    // MARK: Deciding

    /// The two are not the same; they are never shown as such again.
    /// - Throws: `Failure.notFound` for whoever does not see both.
    static func dismiss(_ id: UUID, in scope: TenantScope, _ transaction: TenantTransaction) async throws {
        let rows = try await transaction.query("select record_type, first_id, second_id from duplicate_pairs where id = \(id)")
        guard let (name, first, second) = try rows.first?.decode((String, UUID, UUID).self),
            let type = scope.viewer.records.named(name)
        else { throw Failure.notFound }
        try await DuplicatePairs(type, in: scope).dismiss(first, second, in: transaction)
    }

    /// The same for two records that no scan has found yet.
    func dismiss(_ first: UUID, _ second: UUID, in transaction: TenantTransaction) async throws {
        let query = RecordQuery(type, viewer: scope.viewer, fields: type.storedFields)
        let records = try await transaction.query(query.many([first, second])).map { try $0.record(of: query.type, shape: query.shape) }
        guard records.count == 2 else { throw Failure.notFound }
        guard records.contains(where: { RecordStore(type, in: scope).allows(.edit, $0) }) else {
            throw Failure.forbidden(reason: "You can see this \(type.label.lowercased()), but not \(Action.edit.verb) it.")
        }
        try await transaction.execute(
            """
            insert into duplicate_pairs (id, record_type, first_id, second_id, score, state, found_at, decided_by, decided_at)
            values (\(UUID.v7()), \(type.name), least(\(first)::uuid, \(second)::uuid), greatest(\(first)::uuid, \(second)::uuid), 0,
                    'dismissed', \(scope.now), \(scope.viewer.userID), \(scope.now))
            on conflict (first_id, second_id) do update set state = 'dismissed', merge_id = null, was_open = false,
                decided_by = excluded.decided_by, decided_at = excluded.decided_at
            """)
        transaction.willChange([DuplicateScan.topic])
    }

    /// Which of `others` were told apart from a record.
    func dismissed(from id: UUID, among others: [UUID]) -> SQL {
        """
        select case when first_id = \(id) then second_id else first_id end from duplicate_pairs
        where state = 'dismissed' and (first_id = \(id) and second_id = any(\(others)) or second_id = \(id) and first_id = any(\(others)))
        """
    }
}

extension RecordType {
    /// What deciding about access needs of a record.
    var storedFields: [Field] { fields.filter { $0.name == "owner_id" || titleFields.contains($0.name) } }
}

/// A place in the work list.
private struct Position {
    let score: Int
    let id: UUID

    init(score: Int, id: UUID) {
        (self.score, self.id) = (score, id)
    }

    init(_ values: [JSONValue]) throws {
        guard values.count == 2, let score = values[0].int, let id = values[1].string.flatMap({ UUID(uuidString: $0) }) else {
            throw Failure.invalid("cursor", "invalid", "This cursor belongs to another list.")
        }
        (self.score, self.id) = (score, id)
    }

    func encoded(_ cursors: Cursor, list: String) -> String {
        cursors.encode([.int(Int64(score)), .string(id.uuidString)], list: list)
    }
}
