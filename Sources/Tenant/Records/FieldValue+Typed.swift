import Foundation
import Web

extension FieldValue {
    /// As it stands in a form's field: what a person could have typed.
    func typed(in timeZone: TimeZone) -> String {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .number(let number): number.description
        case .money(let minor, let currency): "\(MoneyText.plain(minor: minor, currency: currency)) \(currency)"
        case .date(let date): date.description
        case .instant(let instant): LocalMoment(instant, in: timeZone).description
        case .id(let id): id.text
        case .tags(let tags): tags.joined(separator: ", ")
        case .bool(let flag): flag ? "1" : ""
        case .null, .rows: ""
        }
    }
}
