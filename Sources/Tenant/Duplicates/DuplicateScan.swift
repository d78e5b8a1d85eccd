import Foundation
import Platform
import Postgres
import Web

/// One look through all records of a type for duplicates.
struct DuplicateScan: Sendable, RowDecodable {
    /// What open pages are told has changed while it goes on.
    static let topic = "duplicates"

    enum Step: String, Sendable {
        /// Records get the keys that they do not have yet.
        case keys
        /// Whoever shares a key is compared.
        case compare
    }

    let id: UUID
    let typeName: String
    let isRunning: Bool
    let step: Step
    /// The last record that got its keys.
    let position: UUID?
    /// Which part of the keys comes next, of how many.
    let part: Int
    let parts: Int
    let records: Int
    let compared: Int
    let found: Int
    let createdAt: Date
    let finishedAt: Date?
    /// Why it stopped before its end.
    let error: String?

    init(row: inout RowReader) throws {
        id = try row.next()
        typeName = try row.next()
        isRunning = try row.next(String.self) == "running"
        step = Step(rawValue: try row.next()) ?? .keys
        position = try row.next()
        part = try row.next()
        parts = try row.next()
        records = try row.next()
        compared = try row.next()
        found = try row.next()
        createdAt = try row.next()
        finishedAt = try row.next()
        error = try row.next()
    }

    /// Whether its numbers, which are of all records, are for `viewer`.
    func isCounted(for viewer: Viewer) -> Bool { viewer.reach(of: .view, on: typeName) == .all }

    /// Nil while it cannot be known.
    var fraction: Double? {
        if !isRunning { return 1 }
        return step == .keys ? nil : Double(part) / Double(max(parts, 1))
    }
}

enum DuplicateScanQueries {
    private static let columns: SQL = """
        id, record_type, state, step, position, part, parts, records, compared, found, created_at, finished_at, error
        """

    static func find(_ id: UUID) -> SQL { "select \(columns) from duplicate_scans where id = \(id)" }

    static func newest(of type: RecordType) -> SQL {
        "select \(columns) from duplicate_scans where record_type = \(type.name) order by created_at desc limit 1"
    }

    static func running(of type: RecordType) -> SQL {
        "select \(columns) from duplicate_scans where record_type = \(type.name) and state = 'running'"
    }

    static func insert(_ id: UUID, of type: RecordType, by user: UUID?, at now: Date) -> SQL {
        """
        insert into duplicate_scans (id, record_type, state, created_by, created_at)
        values (\(id), \(type.name), 'running', \(user), \(now)) on conflict (record_type) where state = 'running' do nothing
        """
    }

    static func advance(_ id: UUID, keyedUpTo position: UUID) -> SQL {
        "update duplicate_scans set position = \(position) where id = \(id)"
    }

    /// So many records' keys are looked at in one part that none takes long.
    static func beginComparing(_ scan: DuplicateScan, part size: Int) -> SQL {
        """
        update duplicate_scans set step = 'compare', records = k.count, parts = greatest(1, (k.count + \(size) - 1) / \(size))
        from (select count(*) from duplicate_keys where record_type = \(scan.typeName)) k where id = \(scan.id)
        """
    }

    static func advance(_ scan: DuplicateScan, compared: Int) -> SQL {
        """
        update duplicate_scans set part = \(scan.part + 1), compared = compared + \(compared),
               found = (select count(*) from duplicate_pairs where scan_id = \(scan.id))
        where id = \(scan.id)
        """
    }

    static func finish(_ scan: DuplicateScan, at now: Date) -> [SQL] {
        [
            """
            delete from duplicate_pairs
            where record_type = \(scan.typeName) and state = 'open' and scan_id is distinct from \(scan.id)
            """,
            "update duplicate_scans set state = 'done', finished_at = \(now) where id = \(scan.id) and state = 'running'",
        ]
    }

    static func fail(_ id: UUID, _ reason: String, at now: Date) -> SQL {
        "update duplicate_scans set state = 'failed', error = \(reason), finished_at = \(now) where id = \(id) and state = 'running'"
    }

    /// Goes on where it stopped, unless somebody has begun another.
    static func takeUp(_ id: UUID) -> SQL {
        """
        update duplicate_scans s set state = 'running', error = null, finished_at = null
        where s.id = \(id) and s.state = 'failed'
          and not exists (select from duplicate_scans o where o.record_type = s.record_type and o.state = 'running')
        """
    }

    /// The records that share each key of a part, but for keys that so many share that they say nothing.
    static func blocks(_ scan: DuplicateScan, limit: Int) -> SQL {
        """
        select array_agg(k.record_id) from (
            select record_id, unnest(keys) as key from duplicate_keys where record_type = \(scan.typeName)
        ) k
        where (hashtextextended(k.key, 0) & 2147483647) % \(scan.parts) = \(scan.part)
        group by k.key having count(*) between 2 and \(limit)
        """
    }

    static func savePairs(_ pairs: [FoundPair], of scan: DuplicateScan, at now: Date) -> SQL {
        """
        insert into duplicate_pairs (id, record_type, first_id, second_id, score, scan_id, found_at)
        select p.id, \(scan.typeName), least(p.one, p.other), greatest(p.one, p.other), p.score, \(scan.id), \(now)
        from unnest(\(pairs.map { _ in UUID.v7() }), \(pairs.map(\.one)), \(pairs.map(\.other)), \(pairs.map(\.score)))
            as p (id, one, other, score)
        on conflict (first_id, second_id) do update set score = excluded.score, scan_id = excluded.scan_id
            where duplicate_pairs.state = 'open'
        """
    }
}

/// Two records that may be the same.
struct FoundPair: Sendable {
    let one: UUID
    let other: UUID
    let score: Int
}
