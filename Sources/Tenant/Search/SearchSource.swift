import Foundation
import Platform
import Postgres
import Web

/// Texts on records that search looks through besides the records themselves: notes, comments. A feature declares its own.
struct SearchSource: Sendable {
    let label: Phrase
    let icon: Icon
    /// One with `record_type`, `record_id`, `body` and `deleted_at`, whose ids rise with time, and an index of trigrams on the body.
    let table: SQLIdentifier
    /// The column that says when somebody wrote it.
    let time: SQLIdentifier

    /// Of which those on records that somebody may see are shown.
    private static let looksAt = 200

    /// A text that was found.
    struct Hit: Sendable {
        let title: String
        let path: String
        /// How it begins.
        let text: String
        let at: Date
    }

    /// What of each source holds `words`, the latest first, on records that the viewer may see.
    static func hits(
        in sources: [SearchSource], for words: SearchWords, in scope: TenantScope, limit: Int
    ) async throws -> [(source: SearchSource, hits: [Hit])] {
        guard !words.isTooShortToOccur else { return [] }
        let found = try await scope.database.read(Question.all(sources.map { $0.question(words) }))
        let titles = try await RecordTitles.of(found.joined().map(\.record), for: scope.viewer) { try await scope.database.read($0) }
        return zip(sources, found).compactMap { source, found in
            // Lazily: many are found, and few are drawn.
            let hits = found.lazy.compactMap { text in
                titles[text.record].map { Hit(title: $0.text, path: $0.path, text: text.beginning.excerpt(160), at: text.at) }
            }.prefix(limit)
            return hits.isEmpty ? nil : (source: source, hits: Array(hits))
        }
    }

    /// A text on a record that may not be the viewer's to see.
    private struct Text: Sendable {
        let record: RecordKey
        let beginning: Markdown
        let at: Date
    }

    /// The latest that hold all of the words.
    private func question(_ words: SearchWords) -> Question<[Text]> {
        let conditions = words.plain.map { "lower(body) like \("%\(escapedForLike($0))%")" as SQL }.joined(by: " and ")
        let statement: SQL = """
            select record_type, record_id, left(body, 240), \(time) from \(table)
            where deleted_at is null and \(conditions) order by id desc limit \(literal: Self.looksAt)
            """
        return Question(statement.named("search.\(table.name)")) { rows in
            try rows.map { row in
                let (type, id, beginning, at) = try row.decode((String, UUID, String, Date).self)
                return Text(record: RecordKey(type: type, id: id), beginning: Markdown(beginning), at: at)
            }
        }
    }
}
