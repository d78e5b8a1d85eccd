import Foundation
import Postgres
import Web

/// Out of rows that begin with an id and the name to choose it by.
extension Choice: RowDecodable {
    public init(row: inout RowReader) throws {
        let id = try row.next(UUID.self)
        self.init(id.text, try row.next())
    }
}
