import Foundation
import Platform
import Web

/// What a page of results shows, as its address says it.
struct SearchState: Sendable {
    var words: SearchWords
    /// Nil shows the best of all types.
    let type: RecordType?
    let filters: [FilterParameter]
    let cursor: String?

    /// - Throws: `Failure.invalid` for a type that there is not.
    init(_ query: APIQuery, for viewer: Viewer) throws {
        words = SearchWords(query.search ?? "")
        let name = query.others.string("type")
        type = viewer.records.named(name).flatMap { viewer.may(.view, $0.name) ? $0 : nil }
        if type == nil, !name.isEmpty { throw Failure.invalid("type", "unknown", "There is no such kind of record.") }
        (filters, cursor) = (query.filters, query.cursor)
    }

    /// The records of `type` that are meant.
    func query(_ type: RecordType, fields: [Field], for viewer: Viewer, at now: Date) throws -> RecordQuery {
        var query = RecordQuery(type, viewer: viewer, fields: fields)
        query.search = words.searched
        query.narrow(to: try FilterParser(type, for: viewer).parse(filters), at: now)
        return query
    }

    // MARK: Addresses

    func path(of type: RecordType?) -> String {
        "/search?q=\(words.typed.queryEscaped)" + (type.map { "&type=\($0.name)" } ?? "")
    }

    func path(with filter: FilterParameter) -> String { path(filters + [filter]) }
    func path(without filter: FilterParameter) -> String { path(filters.filter { $0 != filter }) }
    func path(at cursor: String) -> String { "\(path(filters))&cursor=\(cursor.queryEscaped)" }

    private func path(_ filters: [FilterParameter]) -> String {
        path(of: type) + filters.map { "&\($0.name.queryEscaped)=\($0.written.queryEscaped)" }.joined()
    }
}
