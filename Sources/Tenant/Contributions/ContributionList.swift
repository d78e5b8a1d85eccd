import Foundation
import Hummingbird
import Platform
import Postgres
import Web

/// A page of what belongs to a record, the newest first: ids rise with time.
struct ContributionList: Sendable {
    let limit: Int
    /// What comes after this id.
    let before: UUID?
    private let name: String
    private let cursors: Cursor

    /// - Parameter name: what is listed, of which record.
    /// - Throws: `Failure.invalid` for parameters that such a list does not have.
    init(_ query: APIQuery, name: String, cursors: Cursor) throws {
        let unfit = [
            ("sort", !query.sort.isEmpty), ("q", query.search != nil), ("fields", query.fields != nil), ("include", !query.include.isEmpty),
            ("total", query.wantsTotal), ("filter", !query.filters.isEmpty || query.filterTree != nil),
        ].filter(\.1)
        guard unfit.isEmpty else {
            throw Failure.invalid(unfit.map { FieldError(field: $0.0, code: "unknown_parameter", message: "This list has no \($0.0).") })
        }
        try self.init(cursor: query.cursor, limit: query.limit, name: name, cursors: cursors)
    }

    /// For people, who leaf through it.
    /// - Throws: `Failure.invalid` for a cursor of another list.
    init(cursor: String?, limit: Int, name: String, cursors: Cursor) throws {
        (self.limit, self.name, self.cursors) = (limit, name, cursors)
        before = try cursor.flatMap { try cursors.decode($0, list: name).first?.string.flatMap { UUID(uuidString: $0) } }
    }

    /// One more than the page has, which says whether there is a next one.
    func rows(_ selection: SQL, id: SQL) -> SQL {
        let older: SQL = before.map { " and \(id) < \($0)" } ?? ""
        return "\(selection)\(older) order by \(id) desc limit \(limit + 1)"
    }

    /// What of `found` stands on the page, and the cursor of the next one.
    func page<Item: Identifiable<UUID>>(of found: [Item]) -> (shown: [Item], next: String?) {
        let shown = Array(found.prefix(limit))
        return (shown, found.count > limit ? shown.last.map { cursors.encode([.string($0.id.text)], list: name) } : nil)
    }

    /// The way on, and back to the beginning; nil where everything stands on one page.
    func pager(_ path: String, next: String?, _ texts: Texts) -> HTML? {
        guard next != nil || before != nil else { return nil }
        return Pager(previous: before == nil ? nil : path, next: next.map { "\(path)?cursor=\($0.queryEscaped)" }, texts: texts).html
    }

    func answer<Item: Contribution>(_ found: [Item], _ write: (inout JSONWriter, Item) -> Void) -> Response {
        let (shown, next) = page(of: found)
        return .list(shown, next: next, write)
    }

    static let parameters: [EndpointDescription.Parameter] = [EndpointDescription.Parameter].list.filter {
        ["limit", "cursor"].contains($0.name)
    }
}
