import Foundation
import Hummingbird
import Platform
import Web

/// The best of all record types for some words, for programs.
struct SearchAPI: Sendable {
    let crm: CRM

    private static let schema = Schema.object([
        .required("record_type", .string.example("contact")), .required("id", .uuid), .required("title", .string),
        .required("detail", Schema.string.nullable()), .required("fit", .oneOf(["exact", "beginning", "within", "similar"])),
    ])

    func register(on api: Endpoints<StaffContext>) {
        api.get(
            "/search", id: "search", summary: "Finds records of all types, also when a word is mistyped", tag: "Search",
            parameters: [
                .query("q", .string.example("ada lovelace"), "What to look for."),
                .query("limit", .integer.range(1...200).with("default", 25), "How many of each type at most."),
            ], responds: .list(Self.schema), handler: search)
    }

    @Sendable private func search(_ request: Request, _ context: StaffContext) async throws -> Response {
        let query = try APIQuery(request)
        guard query.cursor == nil, query.sort.isEmpty, query.filters.isEmpty, query.filterTree == nil else {
            throw Failure.invalid("q", "unknown_parameter", "Search takes q and limit only; lists take the rest.")
        }
        let words = SearchWords(query.search ?? "")
        if words.isEmpty { throw Failure.invalid("q", "required", "Say in q what to look for.") }
        let recent = try await crm.opened.latest(in: context.scope)
        let outcome = try await Search(scope: context.scope, limit: query.limit, recent: recent).outcome(for: words)
        return .list(outcome.found.flatMap(\.hits)) { write($1, isGuess: outcome.meant != nil, to: &$0) }
    }

    private func write(_ hit: RecordSearch.Hit, isGuess: Bool, to json: inout JSONWriter) {
        json.object { json in
            json.field("record_type", hit.record.type.name)
            json.field("id", hit.record.id)
            json.field("title", hit.record.title)
            json.field("detail", hit.record[hit.record.type.subtitleField].text)
            json.field("fit", isGuess ? "similar" : "\(hit.fit)")
        }
    }
}
