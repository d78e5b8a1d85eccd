import Foundation
import Postgres
import Web

/// How the values of custom fields stand in a record's `custom`: as the API writes them.
extension FieldType {
    /// What `json` holds; empty where it is not of this type.
    func value(kept json: JSONValue) -> FieldValue {
        let value: FieldValue? =
            switch self {
            case .text, .longText, .email, .phone, .url, .choice: json.string.map { .text($0) }
            case .choices, .tags: json.array.map { .tags($0.compactMap(\.string)) }
            case .integer: json.int.map { .integer($0) }
            case .number: Self.decimal(json).map { .number($0) }
            case .money: Self.money(json)
            case .date: json.string.flatMap { CalendarDate(iso: $0) }.map { .date($0) }
            case .instant: json.string.flatMap { Instant.parse($0) }.map { .instant($0) }
            case .bool: json.bool.map { .bool($0) }
            case .user, .link: json.string.flatMap { UUID(uuidString: $0) }.map { .id($0) }
            case .rows, .custom: nil
            }
        return value ?? .empty(of: self)
    }

    private static func decimal(_ json: JSONValue) -> Decimal? {
        switch json {
        case .int(let number): Decimal(number)
        case .double(let number): Decimal(string: number.description)
        default: nil
        }
    }

    private static func money(_ json: JSONValue) -> FieldValue? {
        guard let amount = json["amount"]?.int, let currency = json["currency"]?.string else { return nil }
        return .money(minor: amount, currency: currency)
    }
}

extension FieldValue {
    /// As clients see it.
    var json: JSONValue {
        (try? JSONValue(parsing: JSONWriter.bytes { write(to: &$0) })) ?? .null
    }

    /// The members of a `custom` object.
    var members: JSONObject {
        guard case .rows(let text) = self else { return JSONObject() }
        return (try? JSONValue(parsing: text))?.object ?? JSONObject()
    }
}

extension Field {
    /// The value in a cell of its `selection`.
    func value(in cell: Cell) throws -> FieldValue {
        guard custom != nil else { return try type.value(in: cell) }
        guard !cell.isNull, let json = try? JSONValue(parsing: cell.decode(String.self)) else { return .empty(of: type) }
        return type.value(kept: json)
    }

    /// What its `expression` and the value of a condition or a place in a list are compared as: custom days and moments are
    /// kept as ISO text, which sorts as they do and can be indexed.
    var comparedType: FieldType {
        guard custom != nil else { return type }
        switch type {
        case .date, .instant: return .text(limit: 40)
        default: return type
        }
    }

    /// A day, to compare with its `expression`.
    func bound(_ day: CalendarDate) -> SQL {
        custom == nil ? "\(day)" : "\(day.description)"
    }

    /// A moment, to compare with its `expression`. What is kept has milliseconds, so the first one that counts is taken.
    func bound(_ instant: Date) -> SQL {
        guard custom != nil else { return "\(instant)" }
        let milliseconds = (instant.timeIntervalSince1970 * 1_000_000).rounded() / 1_000
        return "\(Instant.text(Date(timeIntervalSince1970: milliseconds.rounded(.up) / 1_000)))"
    }
}
