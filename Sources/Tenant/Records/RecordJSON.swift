import Foundation
import Postgres
import Web

/// Writes records as clients see them, straight from the rows of a query: the hot path builds no values in between.
struct RecordJSON {
    let fields: [Field]
    /// Linked records that the client asked to have included, and where the query put their names.
    let included: [Included]

    struct Included: Sendable {
        let name: String
        let idPosition: Int
        let titlePosition: Int
    }

    init(fields: [Field], including names: [String] = []) {
        self.fields = fields
        let shape = RecordShape(fields)
        included = names.compactMap { name in
            guard let id = shape.position(of: name + "_id"), let title = shape.position(of: name) else { return nil }
            return Included(name: name, idPosition: id, titlePosition: title)
        }
    }

    /// One row of `RecordQuery`: id, version, then `fields`.
    func write(_ row: Row, to json: inout JSONWriter) throws {
        try json.object { json in
            json.field("id", try row[0].decode(UUID.self))
            for (offset, field) in fields.enumerated() where field.uses.contains(.api) {
                json.name(dynamic: field.name)
                try write(row[offset + 2], field.type, to: &json)
            }
            json.field("version", try row[1].decode(Int.self))
            for link in included { try write(link, of: row, to: &json) }
        }
    }

    private func write(_ cell: Cell, _ type: FieldType, to json: inout JSONWriter) throws {
        if type.isJSON {
            // jsonb travels as a version byte and its text.
            cell.withBytes { bytes in if let bytes { json.raw(String(decoding: bytes.dropFirst(), as: UTF8.self)) } else { json.raw("[]") }
            }
        } else {
            try type.value(in: cell).write(to: &json)
        }
    }

    private func write(_ link: Included, of row: Row, to json: inout JSONWriter) throws {
        json.name(dynamic: link.name)
        let title = row[link.titlePosition + 2]
        if title.isNull { return json.null() }
        try json.object { json in
            json.field("id", try row[link.idPosition + 2].decode(UUID.self))
            json.field("name", try title.decode(String.self))
        }
    }
}
