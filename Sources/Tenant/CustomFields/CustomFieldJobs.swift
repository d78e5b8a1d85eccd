import Foundation
import Platform
import Postgres
import Web

/// Tells the caretaker, who may build indexes, that this tenant wants other ones than it has.
struct AskForIndexes: Job {
    static let kind = "custom_fields.ask_for_indexes"

    func run(in context: JobContext) async throws {
        try await context.platform.wantIndexes(context.scope.tenant)
    }
}

/// Brings what searches find in line, after a field has gone or has come back.
struct RenewSearchText: Job {
    static let kind = "custom_fields.renew_search_text"
    private static let chunk = 500

    let recordType: String
    /// Of the field; only records that have a value there are concerned.
    let name: String

    func run(in context: JobContext) async throws {
        let fields = try await context.scope.database.read(CustomFieldQueries.all).fields.filter { $0.recordType == recordType }
        guard let name = CustomName(name), let type = RecordTypes.named(recordType)?.extended(by: fields.addition).whole else { return }
        var last: UUID?
        repeat { last = try await renew(type, having: name, after: last, in: context) } while last != nil
    }

    /// - Returns: the last record that was looked at; nil when none is left.
    private func renew(_ type: RecordType, having name: CustomName, after last: UUID?, in context: JobContext) async throws -> UUID? {
        try await context.scope.database.transaction { transaction in
            let shape = type.storedShape
            let rows = try await transaction.query(
                """
                \(shape.selection) from \(type.table) r
                where r.custom ? \(name.description) and (\(last) is null or r.id > \(last)) order by r.id limit \(literal: Self.chunk)
                for no key update of r
                """)
            var (reached, ids, texts): (UUID?, [UUID], [String]) = (nil, [], [])
            for row in rows {
                var draft = Draft(changing: try row.record(of: type, shape: shape))
                reached = draft.id
                do {
                    try await type.prepare(&draft, transaction)
                } catch Failure.invalid {
                    // What is wrong with a record is told to whoever edits it.
                    continue
                }
                guard draft.isChanging("search") else { continue }
                ids.append(draft.id)
                texts.append(draft["search"].text ?? "")
            }
            try await transaction.execute(
                "update \(type.table) r set search = n.search from unnest(\(ids), \(texts)) as n (id, search) where r.id = n.id")
            try await context.keepAlive(in: transaction)
            return reached
        }
    }
}
