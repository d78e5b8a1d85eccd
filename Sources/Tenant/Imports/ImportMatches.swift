import Foundation
import Platform
import Postgres
import Web

/// Finds the records that rows are about.
struct ImportMatches: Sendable {
    let type: RecordType
    let keys: [MatchKey]
    let transaction: TenantTransaction

    /// What a row's keys lead to.
    enum Match: Sendable {
        /// The row says nothing to find a record by.
        case keyless
        case none
        case one(UUID)
        /// One that this person sees and may not change.
        case closed
        /// Several, by this key.
        case several(Int, MatchKey)
    }

    private struct Hit {
        let id: UUID
        let isOpen: Bool
    }

    /// In the order of `rows`: the first key that leads anywhere decides. One statement for each key.
    func find(_ rows: [ImportRow]) async throws -> [Match] {
        var matches = [Match](repeating: .keyless, count: rows.count)
        for (place, key) in keys.enumerated() {
            var wanted: [(row: Int, key: String)] = []
            for (index, row) in rows.enumerated() {
                guard let text = row.keys[place], matches[index].isUndecided else { continue }
                wanted.append((index, text))
            }
            let hits = try await hits(Set(wanted.map(\.key)), by: key)
            for (index, text) in wanted { matches[index] = match(hits[text] ?? [], key) }
        }
        return matches
    }

    private func match(_ hits: [Hit], _ key: MatchKey) -> Match {
        guard let hit = hits.first else { return .none }
        if hits.count > 1 { return .several(hits.count, key) }
        return hit.isOpen ? .one(hit.id) : .closed
    }

    /// Also those that the person sees but may not change, so that nobody makes them a second time. What they do not see is not
    /// there, whatever that makes twice.
    private func hits(_ keys: Set<String>, by key: MatchKey) async throws -> [String: [Hit]] {
        if keys.isEmpty { return [:] }
        let viewer = transaction.scope.viewer
        let rows = try await transaction.query(
            """
            with matched (key, id) as (
                \(key.lookup(Array(keys), viewer)) and r.deleted_at is null and \(type.allows(.view, for: viewer))
            )
            select distinct m.key, m.id, \(type.allows(.edit, for: viewer)) and \(type.allows(.import, for: viewer))
            from matched m join \(type.table) r on r.id = m.id
            """)
        var hits: [String: [Hit]] = [:]
        for row in rows {
            let (text, id, isOpen) = try row.decode((String, UUID, Bool).self)
            hits[text, default: []].append(Hit(id: id, isOpen: isOpen))
        }
        return hits
    }
}

extension ImportMatches.Match {
    var isUndecided: Bool {
        switch self {
        case .keyless, .none: true
        case .one, .closed, .several: false
        }
    }
}
