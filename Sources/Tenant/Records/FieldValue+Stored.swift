import Foundation
import Postgres

/// Takes values as the database stores them: a statement binds them, `COPY` writes them one behind the other.
protocol StoredValues {
    mutating func add<Value: PostgresEncodable>(_ value: Value?)
}

extension BinaryCopyRows: StoredValues {}

extension FieldValue {
    /// Binds the value as `type` is stored; money binds its minor units.
    func bound(as type: FieldType) -> SQL {
        var value = BoundValue()
        add(to: &value, as: type)
        if case .number = type { return "\(value.sql)::numeric" }
        return value.sql
    }

    /// Hands over the value as `type` is stored; money its minor units, a number as text.
    func add(to values: inout some StoredValues, as type: FieldType) {
        switch (self, type) {
        case (.text(let text), _): values.add(text)
        case (.integer(let number), _): values.add(number)
        case (.number(let number), _): values.add(number.description)
        case (.money(let minor, _), _): values.add(minor)
        case (.date(let date), _): values.add(date)
        case (.instant(let date), _): values.add(date)
        case (.bool(let flag), _): values.add(flag)
        case (.id(let id), _): values.add(id)
        case (.tags(let tags), _): values.add(tags)
        case (.rows(let json), _): values.add(JSON(text: json))
        case (.null, .integer), (.null, .money): values.add(Int?.none)
        case (.null, .number): values.add(String?.none)
        case (.null, .date): values.add(CalendarDate?.none)
        case (.null, .instant): values.add(Date?.none)
        case (.null, .user), (.null, .link): values.add(UUID?.none)
        case (.null, _): FieldValue.empty(of: type).add(to: &values, as: type)
        }
    }
}

private struct BoundValue: StoredValues {
    var sql = SQL.empty

    mutating func add<Value: PostgresEncodable>(_ value: Value?) {
        sql = "\(value)"
    }
}
