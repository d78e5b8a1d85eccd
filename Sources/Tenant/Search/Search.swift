import Foundation
import Platform
import Postgres
import Web

/// Looks for records of all types that a person may see; where nothing is found, for what they may have meant.
struct Search: Sendable {
    /// The best of one type.
    struct Found: Sendable {
        let type: RecordType
        let hits: [RecordSearch.Hit]
    }

    /// What came of it.
    struct Outcome: Sendable {
        /// Types in which something was found, the best fits first.
        var found: [Found] = []
        /// The words that were looked for in place of those typed; nil where those were found.
        var meant: SearchWords?
    }

    let scope: TenantScope
    let limit: Int
    /// Opened lately, which come first among equals.
    var recent: [RecordKey] = []

    func outcome(for words: SearchWords) async throws -> Outcome {
        guard !words.isEmpty else { return Outcome() }
        let outcome = Outcome(found: try await scope.database.read(try found(words)))
        guard outcome.found.isEmpty else { return outcome }
        let guesses = try await scope.database.read(Spelling(words).question)
        if guesses.isEmpty { return outcome }
        let others = try await scope.database.read(Question.all(try guesses.map(found)))
        return zip(guesses, others).first { !$1.isEmpty }.map { Outcome(found: $1, meant: $0) } ?? outcome
    }

    /// In each type, the best of what fits `words`.
    private func found(_ words: SearchWords) throws -> Question<[Found]> {
        let types = scope.viewer.records.all.filter { scope.viewer.may(.view, $0.name) }
        let questions = try types.map { type in
            let recent = recent.filter { $0.type == type.name }.map(\.id)
            return try RecordSearch(type, for: words, viewer: scope.viewer, recent: recent, limit: limit).question()
        }
        return Question.all(questions).map { hits in
            zip(types, hits).filter { !$1.isEmpty }.map { Found(type: $0, hits: $1) }.sorted { $0.hits[0].fit < $1.hits[0].fit }
        }
    }
}
