import ArgumentParser
import Web

/// How data is written.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    case table, json, ndjson, csv
}

extension Report {
    func text(_ format: OutputFormat, coloured: Bool = false) -> String {
        switch format {
        case .table: TextTable(self, coloured: coloured).text
        case .json: json
        case .ndjson: rows.map { String(decoding: object($0).serialized, as: UTF8.self) + "\n" }.joined()
        case .csv: csv
        }
    }

    /// `{"version":1,"data":[{…}]}`: a list in every case, also of one.
    private var json: String {
        let document: JSONValue = ["version": .int(Int64(Self.version)), "data": .array(rows.map(object))]
        return String(decoding: document.serialized, as: UTF8.self)
    }

    private func object(_ row: [JSONValue]) -> JSONValue {
        var object = JSONObject()
        for (name, value) in zip(columns, row) { object[name] = value }
        return .object(object)
    }

    private var csv: String {
        var writer = CSVWriter()
        writer.append(record: columns)
        for row in rows {
            for value in row {
                switch value {
                case .int(let number): writer.append(number: number)
                case .double(let number): writer.append(number: number)
                default: writer.append(value.plainText)
                }
            }
            writer.endRecord()
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension JSONValue {
    /// For people and spreadsheets: no quotes, lists by comma.
    var plainText: String {
        switch self {
        case .null: ""
        case .bool(let flag): flag ? "yes" : "no"
        case .int(let number): "\(number)"
        case .double(let number): "\(number)"
        case .string(let text): text
        case .array(let elements): elements.map(\.plainText).joined(separator: ", ")
        case .object: String(decoding: serialized, as: UTF8.self)
        }
    }
}
