import Foundation
import Postgres
import Web

/// A field's value in a table for people: as a spreadsheet keeps it, and as an import reads it back.
struct ExportCell {
    let value: FieldValue
    let type: FieldType

    func write(to writer: inout CSVWriter) {
        if case .integer(let number) = value { writer.append(number: number) } else { writer.append(text) }
    }

    /// What is no text keeps its type.
    var spreadsheet: XLSXWriter.Cell {
        switch value {
        case .integer(let number): .integer(number)
        case .number(let number): .decimal(NSDecimalNumber(decimal: number).doubleValue, decimals: max(0, -number.exponent))
        case .date(let date): .day(year: date.year, month: date.month, day: date.day)
        case .instant(let instant): .instant(instant)
        case .bool(let flag): .flag(flag)
        default: value.isEmpty ? .blank : .text(text)
        }
    }

    var text: String {
        switch (value, type) {
        case (.text(let text), .choice(let choices)): choices.first { $0.value == text }?.label.description ?? text
        case (.tags(let values), .choices(let choices)):
            values.map { value in choices.first { $0.value == value }?.label.description ?? value }.joined(separator: ", ")
        case (.text(let text), _): text
        case (.money(let minor, let currency), _): "\(MoneyText.plain(minor: minor, currency: currency)) \(currency)"
        case (.date(let date), _): date.description
        case (.instant(let instant), _): Instant.text(instant)
        case (.bool(let flag), _): flag ? "yes" : "no"
        case (.id(let id), _): id.text
        case (.tags(let tags), _): tags.joined(separator: ", ")
        case (.integer(let number), _): String(number)
        case (.number(let number), _): number.description
        case (.rows(let json), _): json
        case (.null, _): ""
        }
    }
}
