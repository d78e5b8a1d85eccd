import Foundation
import Postgres
import Web

/// What a field of a record holds.
public enum FieldValue: Sendable, Hashable {
    case null
    case text(String)
    case integer(Int)
    case number(Decimal)
    case money(minor: Int, currency: String)
    case date(CalendarDate)
    case instant(Date)
    case bool(Bool)
    case id(UUID)
    case tags([String])
    /// Entries of a `rows` field or the object of a `custom` one, as the JSON that clients see.
    case rows(String)

    var isEmpty: Bool {
        switch self {
        case .null: true
        case .text(let text): text.isEmpty
        case .tags(let tags): tags.isEmpty
        case .rows(let json): json == "[]" || json == "{}"
        default: false
        }
    }

    /// Whether both say the same. Entries may come with their parts in another order, as the database gives them back.
    func means(_ other: FieldValue) -> Bool {
        if self == other { return true }
        guard case .rows(let mine) = self, case .rows(let others) = other, let json = try? JSONValue(parsing: mine),
            let otherJSON = try? JSONValue(parsing: others)
        else { return false }
        return json.means(otherJSON)
    }

    var text: String? {
        if case .text(let text) = self, !text.isEmpty { return text }
        return nil
    }

    var id: UUID? {
        if case .id(let id) = self { return id }
        return nil
    }

    /// None where it holds something else.
    var tags: [String] {
        if case .tags(let tags) = self { return tags }
        return []
    }

    /// What an absent value of `type` is stored as.
    static func empty(of type: FieldType) -> FieldValue {
        switch type {
        case .text, .longText, .email, .phone, .url, .choice: .text("")
        case .tags, .choices: .tags([])
        case .rows: .rows("[]")
        case .custom: .rows("{}")
        case .bool: .bool(false)
        case .integer, .number, .money, .date, .instant, .user, .link: .null
        }
    }
}

extension FieldType {
    /// The value in `cell`, which holds what `FieldValue.bound` stored.
    func value(in cell: Cell) throws -> FieldValue {
        if cell.isNull { return FieldValue.empty(of: self) }
        switch self {
        case .text, .longText, .email, .phone, .url, .choice: return .text(try cell.decode(String.self))
        case .tags, .choices: return .tags(try cell.decode([String].self))
        case .integer: return .integer(try cell.decode(Int.self))
        case .number: return Decimal(string: try cell.decode(String.self)).map { .number($0) } ?? .null
        case .money: return try money(cell.decode(String.self))
        case .date: return .date(try cell.decode(CalendarDate.self))
        case .instant: return .instant(try cell.decode(Date.self))
        case .bool: return .bool(try cell.decode(Bool.self))
        case .user, .link: return .id(try cell.decode(UUID.self))
        case .rows, .custom: return .rows(try cell.decode(String.self))
        }
    }

    /// Money is selected as `1250 EUR`, so that it travels in one column like every other value.
    private func money(_ text: String) -> FieldValue {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let minor = Int(parts[0]) else { return .null }
        return .money(minor: minor, currency: String(parts[1]))
    }
}

extension JSONValue {
    /// Whether both say the same, whatever the order of the members of objects.
    fileprivate func means(_ other: JSONValue) -> Bool {
        switch (self, other) {
        case (.array(let mine), .array(let others)):
            mine.count == others.count && zip(mine, others).allSatisfy { $0.means($1) }
        case (.object(let mine), .object(let others)):
            mine.members.count == others.members.count && mine.members.allSatisfy { others[$0.name]?.means($0.value) == true }
        default: self == other
        }
    }
}
