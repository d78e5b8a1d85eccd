import Foundation
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
        (limit, self.name, self.cursors) = (query.limit, name, cursors)
        before = try query.cursor.flatMap { try cursors.decode($0, list: name).first?.string.flatMap { UUID(uuidString: $0) } }
    }

    /// One more than the page has, which says whether there is a next one.
    func rows(_ selection: SQL, id: SQL) -> SQL {
        let older: SQL = before.map { " and \(id) < \($0)" } ?? ""
        return "\(selection)\(older) order by \(id) desc limit \(limit + 1)"
    }

    func answer<Item: Contribution>(_ found: [Item], _ write: (inout JSONWriter, Item) -> Void) -> [UInt8] {
        let page = found.prefix(limit)
        let next = found.count > limit ? page.last.map { cursors.encode([.string($0.id.text)], list: name) } : nil
        return JSONWriter.bytes { json in
            json.object { json in
                json.field("data") { json in json.array(page) { write(&$0, $1) } }
                json.field("next_cursor", next)
            }
        }
    }

    static let parameters: [EndpointDescription.Parameter] = [EndpointDescription.Parameter].list.filter {
        ["limit", "cursor"].contains($0.name)
    }
}

extension UUID {
    /// As addresses and JSON have it.
    var text: String { uuidString.lowercased() }
}
