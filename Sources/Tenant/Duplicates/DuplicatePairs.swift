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
        let found = try Self.found(in: try await scope.database.read(open(after: position, limit: limit + 1)))
        let shown = found.prefix(limit)
        let next = found.count > limit ? shown.last.map { Position(score: Int($0.score), id: $0.id).encoded(cursors, list: list) } : nil
        guard let query = compared, !shown.isEmpty else { return Page(pairs: [], nextCursor: next) }
        let records = try await scope.database.read(query.many(shown.flatMap { [$0.first, $0.second] }))
        return Page(pairs: try pairs(shown, among: records), nextCursor: next)
    }

    /// The open pairs of one record.
    func pairs(of id: UUID, limit: Int) async throws -> [Pair] {
        try await scope.database.read(question(about: id, limit: limit))
    }

    /// The open pairs of one record.
    func question(about id: UUID, limit: Int) -> Question<[Pair]> {
        guard let query = compared else { return .known([]) }
        let open: SQL = """
            \(selection) and (p.first_id = \(id) or p.second_id = \(id)) order by p.score desc, p.id limit \(limit)
            """
        let both: SQL = "r.id = any(array(select unnest(array[o.first_id, o.second_id]) from (\(open)) o))"
        return Question([open.named("duplicates.record"), query.matching(both).named("duplicates.records")]) { answers in
            try pairs(try Self.found(in: answers[0]), among: answers[1])
        }
    }

    /// How many there are; counting stops at `bound`. Nil for whoever has to be shown each, since they do not see all that makes pairs.
    func count(upTo bound: Int) async throws -> Int? {
        guard seesAll else { return nil }
        return try await scope.database.read("select count(*) from (\(selection) limit \(bound)) as counted").first?.decode(Int.self) ?? 0
    }

    /// Whether nothing that pairs are recognised by is hidden from the viewer.
    private var seesAll: Bool {
        type.duplicates?.fields.allSatisfy { type.field($0) != nil } ?? true
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

    /// A pair as `selection` finds it.
    private typealias Found = (id: UUID, first: UUID, second: UUID, score: Int32)

    private static func found(in rows: Rows) throws -> [Found] {
        try rows.map { try $0.decode((UUID, UUID, UUID, Int32).self) }
    }

    /// Records as far as they are compared; nil where they are not.
    private var compared: RecordQuery? {
        type.duplicates.map { rule in
            RecordQuery(type, viewer: scope.viewer, fields: LikelyDuplicates(type, viewer: scope.viewer).fields(of: rule))
        }
    }

    private func pairs(_ found: some Sequence<Found>, among rows: Rows) throws -> [Pair] {
        guard let rule = type.duplicates, let query = compared else { return [] }
        let records = try rows.map { try $0.record(of: query) }
        let byID = Dictionary(records.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return found.compactMap { id, first, second, score in
            guard let one = byID[first], let other = byID[second] else { return nil }
            let match = rule.match(rule.profile { one[$0] }, rule.profile { other[$0] }) { type.field($0) != nil }
            // Alike in what is hidden from somebody, they are not alike to them.
            guard seesAll || match.isLikely else { return nil }
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
        let records = try await transaction.query(query.many([first, second])).map { try $0.record(of: query) }
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
