import Foundation
import Postgres
import Web

/// Days named from where the viewer stands; weeks, quarters and financial years are those of their tenant.
enum RelativeSpan: String, CaseIterable, Sendable {
    case today, yesterday, tomorrow
    case thisWeek = "this_week"
    case lastWeek = "last_week"
    case nextWeek = "next_week"
    case last7Days = "last_7_days"
    case last30Days = "last_30_days"
    case last90Days = "last_90_days"
    case next7Days = "next_7_days"
    case next30Days = "next_30_days"
    case thisMonth = "this_month"
    case lastMonth = "last_month"
    case nextMonth = "next_month"
    case thisQuarter = "this_quarter"
    case lastQuarter = "last_quarter"
    case nextQuarter = "next_quarter"
    case thisYear = "this_year"
    case lastYear = "last_year"
    case nextYear = "next_year"
    case thisFiscalYear = "this_fiscal_year"
    case lastFiscalYear = "last_fiscal_year"
    case nextFiscalYear = "next_fiscal_year"

    var label: Phrase {
        switch self {
        case .today: "today"
        case .yesterday: "yesterday"
        case .tomorrow: "tomorrow"
        case .thisWeek: "this week"
        case .lastWeek: "last week"
        case .nextWeek: "next week"
        case .last7Days: "last 7 days"
        case .last30Days: "last 30 days"
        case .last90Days: "last 90 days"
        case .next7Days: "next 7 days"
        case .next30Days: "next 30 days"
        case .thisMonth: "this month"
        case .lastMonth: "last month"
        case .nextMonth: "next month"
        case .thisQuarter: "this quarter"
        case .lastQuarter: "last quarter"
        case .nextQuarter: "next quarter"
        case .thisYear: "this year"
        case .lastYear: "last year"
        case .nextYear: "next year"
        case .thisFiscalYear: "this financial year"
        case .lastFiscalYear: "last financial year"
        case .nextFiscalYear: "next financial year"
        }
    }

    /// The first day of the span, and the first after it.
    func days(around today: CalendarDate, in calendar: TenantCalendar = .usual) -> (first: CalendarDate, next: CalendarDate) {
        let (week, fiscalYear) = (calendar.week(of: today), calendar.year(of: today))
        let month = CalendarDate.firstOf(today.year, month: today.month)
        let quarter = calendar.quarter(of: today)
        switch self {
        case .today: return (today, today.adding(days: 1))
        case .yesterday: return (today.adding(days: -1), today)
        case .tomorrow: return (today.adding(days: 1), today.adding(days: 2))
        case .thisWeek: return (week, week.adding(days: 7))
        case .lastWeek: return (week.adding(days: -7), week)
        case .nextWeek: return (week.adding(days: 7), week.adding(days: 14))
        case .last7Days: return (today.adding(days: -6), today.adding(days: 1))
        case .last30Days: return (today.adding(days: -29), today.adding(days: 1))
        case .last90Days: return (today.adding(days: -89), today.adding(days: 1))
        case .next7Days: return (today, today.adding(days: 7))
        case .next30Days: return (today, today.adding(days: 30))
        case .thisMonth: return (month, month.firstOfMonth(after: 1))
        case .lastMonth: return (month.firstOfMonth(after: -1), month)
        case .nextMonth: return (month.firstOfMonth(after: 1), month.firstOfMonth(after: 2))
        case .thisQuarter: return (quarter, quarter.firstOfMonth(after: 3))
        case .lastQuarter: return (quarter.firstOfMonth(after: -3), quarter)
        case .nextQuarter: return (quarter.firstOfMonth(after: 3), quarter.firstOfMonth(after: 6))
        case .thisYear: return (.firstOf(today.year), .firstOf(today.year + 1))
        case .lastYear: return (.firstOf(today.year - 1), .firstOf(today.year))
        case .nextYear: return (.firstOf(today.year + 1), .firstOf(today.year + 2))
        case .thisFiscalYear: return (fiscalYear, fiscalYear.firstOfMonth(after: 12))
        case .lastFiscalYear: return (fiscalYear.firstOfMonth(after: -12), fiscalYear)
        case .nextFiscalYear: return (fiscalYear.firstOfMonth(after: 12), fiscalYear.firstOfMonth(after: 24))
        }
    }
}

extension CalendarDate {
    /// The day it is at `instant` in `zone`.
    init(_ instant: Date, in zone: TimeZone) {
        let days = ((instant.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: instant))) / 86_400).rounded(.down)
        self = .nearest(daysSinceUnixEpoch: Int(days))
    }

    static func firstOf(_ year: Int, month: Int = 1) -> CalendarDate {
        CalendarDate(year: year, month: month, day: 1) ?? .nearest(daysSinceUnixEpoch: year < 1 ? .min : .max)
    }

    /// The day itself, or the first or last day that can be kept.
    private static func nearest(daysSinceUnixEpoch days: Int) -> CalendarDate {
        let kept = min(max(days, -719_162), 2_932_895)
        guard let date = CalendarDate(daysSinceUnixEpoch: kept) else { preconditionFailure("\(kept) is within the years 1-9999") }
        return date
    }

    /// Monday is 0. The first of January 1970 was a Thursday.
    var daysSinceMonday: Int { ((daysSinceUnixEpoch + 3) % 7 + 7) % 7 }

    func adding(days: Int) -> CalendarDate {
        .nearest(daysSinceUnixEpoch: daysSinceUnixEpoch + days)
    }

    /// The first day of the month that is `months` after this one.
    func firstOfMonth(after months: Int) -> CalendarDate {
        let total = year * 12 + month - 1 + months
        return .firstOf(total / 12, month: total % 12 + 1)
    }

    /// When the day begins in `zone`, also where the clocks change in that night or midnight itself is skipped.
    func start(in zone: TimeZone) -> Date {
        let utc = Date(timeIntervalSince1970: Double(daysSinceUnixEpoch) * 86_400)
        // Midnight by the clocks of the day before and of the day after, which differ where they change in between.
        let midnights = [-86_400.0, 86_400].map { utc.addingTimeInterval(-Double(zone.secondsFromGMT(for: utc.addingTimeInterval($0)))) }
        return midnights.filter { CalendarDate($0, in: zone) == self }.min() ?? max(midnights[0], midnights[1])
    }
}
