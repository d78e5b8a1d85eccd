import Foundation
import Platform
import Postgres
import Synchronization

/// Which records somebody has opened last. Opening one only makes a note in memory; the notes of a tenant are written together a
/// moment later, so that no page waits for it. A server that falls over forgets that moment.
final class OpenedRecords: Sendable {
    private struct Note: Hashable {
        let userID: UUID
        let record: RecordKey
    }

    private let notes = Mutex<[UUID: [Note: Date]]>([:])
    private static let pause = Duration.seconds(1)
    static let kept = 20

    func note(_ record: Record, in scope: TenantScope) {
        guard let userID = scope.viewer.userID else { return }
        let (note, tenantID) = (Note(userID: userID, record: RecordKey(type: record.type.name, id: record.id)), scope.tenant.id)
        let isFirst = notes.withLock { notes in
            defer { notes[tenantID, default: [:]][note] = scope.now }
            return notes[tenantID] == nil
        }
        guard isFirst else { return }
        let system = scope.asSystem(cause: .page)
        Task {
            try? await Task.sleep(for: Self.pause)
            await self.write(to: system)
        }
    }

    private func write(to scope: TenantScope) async {
        let noted = notes.withLock { $0.removeValue(forKey: scope.tenant.id) ?? [:] }
        do {
            try await scope.database.transaction {
                _ = try await $0.pipeline(OpenedRecordQueries.write(noted.map { ($0.userID, $0.record, $1) }))
            }
        } catch {
            scope.logger.notice("what was opened last is not remembered", metadata: ["error": "\(error)"])
        }
    }

    /// The latest first, what has not been written yet included.
    func latest(in scope: TenantScope) async throws -> [RecordKey] {
        guard let userID = scope.viewer.userID else { return [] }
        let noted = notes.withLock { $0[scope.tenant.id] ?? [:] }.filter { $0.key.userID == userID }
        var openings = Dictionary(noted.map { ($0.key.record, $0.value) }, uniquingKeysWith: max)
        for row in try await scope.database.read(OpenedRecordQueries.latest(of: userID)) {
            let (type, id, at) = try row.decode((String, UUID, Date).self)
            openings.merge([RecordKey(type: type, id: id): at], uniquingKeysWith: max)
        }
        return openings.sorted { $0.value > $1.value }.prefix(Self.kept).map(\.key)
    }
}

enum OpenedRecordQueries {
    /// Writes what was opened, and drops what lies behind the last few of these people.
    static func write(_ openings: [(userID: UUID, record: RecordKey, at: Date)]) -> [SQL] {
        // In one order for all servers: none of two waits for the other.
        let sorted = openings.sorted { ($0.userID.uuidString, $0.record.id.uuidString) < ($1.userID.uuidString, $1.record.id.uuidString) }
        return [
            """
            insert into opened_records (user_id, record_type, record_id, opened_at)
            select * from unnest(
                \(sorted.map(\.userID)), \(sorted.map(\.record.type)), \(sorted.map(\.record.id)), \(sorted.map(\.at)))
            on conflict (user_id, record_type, record_id) do update set opened_at = greatest(opened_records.opened_at, excluded.opened_at)
            """,
            """
            delete from opened_records o using (
                select u.id, (
                    select opened_at from opened_records l where l.user_id = u.id
                    order by opened_at desc offset \(literal: OpenedRecords.kept - 1) limit 1) as oldest
                from unnest(\(Array(Set(sorted.map(\.userID))))) as u (id)
            ) k
            where o.user_id = k.id and o.opened_at < k.oldest
            """,
        ]
    }

    static func latest(of userID: UUID) -> SQL {
        """
        select record_type, record_id, opened_at from opened_records where user_id = \(userID)
        order by opened_at desc limit \(literal: OpenedRecords.kept)
        """
    }
}
