import Foundation
import Platform
import Postgres
import Web

/// Looks for records of all types that a person may see; where little is found, also for what they may have meant.
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

        var count: Int { found.reduce(0) { $0 + $1.hits.count } }
    }

    /// Who finds fewer may have mistyped.
    private static let few = 3

    let scope: TenantScope
    let limit: Int
    /// Opened lately, which come first among equals.
    var recent: [RecordKey] = []

    func outcome(for words: SearchWords) async throws -> Outcome {
        guard !words.isEmpty else { return Outcome() }
        let outcome = Outcome(found: try await found([words])[0])
        if outcome.count >= Self.few { return outcome }
        let spelling = Spelling(words)
        let guesses = try spelling.guesses(from: try await scope.database.read(spelling.statements))
        if guesses.isEmpty { return outcome }
        let others = try await found(guesses)
        guard let place = others.firstIndex(where: { !$0.isEmpty }) else { return outcome }
        return outcome.count > 0 ? outcome : Outcome(found: others[place], meant: guesses[place])
    }

    /// For each of `searches` what was found, all in one round trip.
    private func found(_ searches: [SearchWords]) async throws -> [[Found]] {
        let types = scope.viewer.records.all.filter { scope.viewer.may(.view, $0.name) }
        let questions = searches.map { words in
            types.map { type in
                RecordSearch(
                    type, for: words, viewer: scope.viewer, recent: recent.filter { $0.type == type.name }.map(\.id), limit: limit)
            }
        }
        let statements = try questions.map { try $0.map { try $0.statements() } }
        var answers = try await scope.database.read(statements.flatMap { $0.flatMap(\.self) })[...]
        return try zip(questions, statements).map { questions, statements in
            let found = try zip(types, zip(questions, statements)).map { type, question in
                let own = answers.prefix(question.1.count)
                answers = answers.dropFirst(question.1.count)
                return Found(type: type, hits: try question.0.hits(in: Array(own)))
            }
            return found.filter { !$0.hits.isEmpty }.sorted { $0.hits[0].fit < $1.hits[0].fit }
        }
    }
}
