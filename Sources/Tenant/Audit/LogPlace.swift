import Foundation
import Postgres
import Web

/// A place in a list that is read from its newest entry on.
struct LogPlace: Sendable, RowDecodable {
    let at: Date
    let id: UUID

    init(at: Date, id: UUID) {
        (self.at, self.id) = (at, id)
    }

    init(row: inout RowReader) throws {
        at = try row.next()
        id = try row.next()
    }

    /// Reads what `cursor` has handed out.
    /// - Parameter list: what it is good for.
    /// - Throws: `Failure.invalid` for what belongs to another list.
    init?(cursor: String?, of list: String, _ cursors: Cursor) throws {
        guard let cursor else { return nil }
        let values = try cursors.decode(cursor, list: list)
        guard values.count == 2, case .int(let micros) = values[0], let id = values[1].string.flatMap({ UUID(uuidString: $0) }) else {
            throw Failure.invalid("cursor", "invalid", "This cursor belongs to another list.")
        }
        self.init(at: Date(timeIntervalSince1970: Double(micros) / 1_000_000), id: id)
    }

    /// The place as a text that clients may keep but not make up.
    func cursor(of list: String, _ cursors: Cursor) -> String {
        // Microseconds, as the database keeps them: rounding would skip or repeat entries.
        cursors.encode([.int(Int64((at.timeIntervalSince1970 * 1_000_000).rounded())), .string(id.uuidString)], list: list)
    }
}
