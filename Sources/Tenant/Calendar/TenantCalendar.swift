import Postgres
import Web

/// When weeks and financial years begin for a tenant: what "this week" and "this quarter" mean to its people.
struct TenantCalendar: Sendable, Hashable, RowDecodable {
    enum WeekStart: String, CaseIterable, Sendable {
        case monday, sunday, saturday

        var label: Phrase {
            switch self {
            case .monday: "Monday"
            case .sunday: "Sunday"
            case .saturday: "Saturday"
            }
        }

        /// How many days before Monday.
        fileprivate var lead: Int {
            switch self {
            case .monday: 0
            case .sunday: 1
            case .saturday: 2
            }
        }
    }

    static let usual = TenantCalendar()

    var weekStart = WeekStart.monday
    /// The month that financial years begin in: 1 is January.
    var fiscalMonth = 1

    init(weekStart: WeekStart = .monday, fiscalMonth: Int = 1) {
        (self.weekStart, self.fiscalMonth) = (weekStart, fiscalMonth)
    }

    init(row: inout RowReader) throws {
        weekStart = WeekStart(rawValue: try row.next()) ?? .monday
        fiscalMonth = try row.next()
    }

    /// The first day of the week that `day` is in.
    func week(of day: CalendarDate) -> CalendarDate {
        day.adding(days: -((day.daysSinceMonday + weekStart.lead) % 7))
    }

    /// The first day of the financial year.
    func year(of day: CalendarDate) -> CalendarDate {
        .firstOf(day.month >= fiscalMonth ? day.year : day.year - 1, month: fiscalMonth)
    }

    /// The first day of the quarter, of which a financial year has four.
    func quarter(of day: CalendarDate) -> CalendarDate {
        let months = (day.month - fiscalMonth + 12) % 12
        return year(of: day).firstOfMonth(after: months / 3 * 3)
    }
}
