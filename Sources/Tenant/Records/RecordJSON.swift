import Foundation
import Postgres
import Web

/// Writes records as clients see them, straight from the rows of a query: the hot path builds no values in between.
struct RecordJSON {
    private let shape: RecordShape
    /// Linked records that the client asked to have included, and where the query put their names.
    private let included: [Included]

    private struct Included {
        let name: String
        let idPosition: Int
        let titlePosition: Int
    }

    init(_ shape: RecordShape, including names: [String] = []) {
        self.shape = shape
        included = names.compactMap { name in
            guard let id = shape.position(of: name + "_id"), let title = shape.position(of: name) else { return nil }
            return Included(name: name, idPosition: id, titlePosition: title)
        }
    }

    /// One row of `RecordQuery`: id, version, then the fields.
    func write(_ row: Row, to json: inout JSONWriter) throws {
        json.beginObject()
        json.field("id", try row[0].decode(UUID.self))
        try row.lend { cells in
            for field in shape.written { try field.write(cells[field.column], of: row, to: &json) }
        }
        json.field("version", try row[1].decode(Int.self))
        for link in included { try write(link, of: row, to: &json) }
        json.endObject()
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

/// A field in the way from a row to JSON: what most of them hold is copied from the one memory into the other.
struct WrittenField: Sendable {
    private enum Form {
        case text, json, instant, id
        case other(FieldType)
    }

    /// Where it stands in the row.
    let column: Int
    private let name: JSONName
    private let form: Form
    /// What an absent value is written as.
    private let absent: [UInt8]

    init(_ field: Field, column: Int) {
        self.column = column
        name = JSONName(field.name)
        form =
            switch field.type {
            case .text, .longText, .email, .phone, .url, .choice: .text
            case .rows, .custom: .json
            case .instant: .instant
            case .user, .link: .id
            default: .other(field.type)
            }
        absent = JSONWriter.bytes { FieldValue.empty(of: field.type).write(to: &$0) }
    }

    func write(_ cell: UnsafeRawBufferPointer?, of row: Row, to json: inout JSONWriter) throws {
        json.name(name)
        guard let cell else { return json.raw(absent) }
        switch form {
        case .text: if cell.isEmpty { json.null() } else { json.value(utf8: cell) }
        // jsonb travels as a version byte and its text.
        case .json: json.raw(utf8: UnsafeRawBufferPointer(rebasing: cell.dropFirst()))
        case .instant: json.value(try row[column].decode(Date.self))
        case .id: json.value(try row[column].decode(UUID.self))
        case .other(let type): try type.value(in: row[column]).write(to: &json)
        }
    }
}
