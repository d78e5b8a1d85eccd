import Foundation
import Platform
import Postgres
import Web

/// Texts on records that search looks through besides the records themselves: notes, comments. A feature declares its own.
struct SearchSource: Sendable {
    let label: Phrase
    let icon: Icon
    /// Selects record type, record id, text and time of the latest whose text holds all of these words, of records that may not
    /// be the viewer's to see.
    let find: @Sendable (_ words: [String], _ limit: Int) -> SQL

    /// Of which those on records that somebody may see are shown.
    private static let looksAt = 200

    /// A text that was found.
    struct Hit: Sendable {
        let title: String
        let path: String
        let text: String
        let at: Date
    }

    /// The latest of them on records that the viewer may see.
    func hits(_ words: SearchWords, in scope: TenantScope, limit: Int) async throws -> [Hit] {
        guard !words.isTooShortToOccur else { return [] }
        let rows = try await scope.database.read(find(words.plain, Self.looksAt))
        let found = try rows.map { try $0.decode((String, UUID, String, Date).self) }
        let keys = found.map { RecordKey(type: $0.0, id: $0.1) }
        let titles = try await RecordTitles.of(keys, for: scope.viewer) { try await scope.database.read($0) }
        let hits = zip(found, keys).compactMap { found, key in
            titles[key].map { Hit(title: $0.text, path: $0.path, text: found.2, at: found.3) }
        }
        return Array(hits.prefix(limit))
    }
}
