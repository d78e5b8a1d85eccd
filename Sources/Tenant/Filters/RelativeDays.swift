import Foundation
import Postgres
import Web

/// Days as a filter names them from where the viewer stands: a span with a name of its own, or so many days, weeks or months.
enum RelativeDays: Sendable, Hashable {
    case span(RelativeSpan)
    /// `last_14_days`, with today as the last of them.
    case last(Int, Unit)
    /// `next_14_days`, with today as the first of them.
    case next(Int, Unit)
    /// `30_days_ago`: one day.
    case ago(Int, Unit)
    /// `in_30_days`: one day.
    case ahead(Int, Unit)

    enum Unit: String, Sendable, CaseIterable {
        case days, weeks, months
    }

    private static let limit = 3_660

    /// - Parameter text: `last_30_days`, as well as `last 30 days`.
    init?(_ text: String) {
        let text = text.lowercased().replacing(" ", with: "_")
        if let span = RelativeSpan(rawValue: text) {
            self = .span(span)
            return
        }
        let words = text.split(separator: "_").map { String($0) }
        guard let number = words.lazy.compactMap({ Int($0) }).first, (1...Self.limit).contains(number),
            let unit = Unit.allCases.first(where: { words.contains($0.rawValue) })
        else { return nil }
        switch words {
        case ["last", String(number), unit.rawValue]: self = .last(number, unit)
        case ["next", String(number), unit.rawValue]: self = .next(number, unit)
        case [String(number), unit.rawValue, "ago"]: self = .ago(number, unit)
        case ["in", String(number), unit.rawValue]: self = .ahead(number, unit)
        default: return nil
        }
    }

    /// As filters write it.
    var written: String {
        switch self {
        case .span(let span): span.rawValue
        case .last(let number, let unit): "last_\(number)_\(unit.rawValue)"
        case .next(let number, let unit): "next_\(number)_\(unit.rawValue)"
        case .ago(let number, let unit): "\(number)_\(unit.rawValue)_ago"
        case .ahead(let number, let unit): "in_\(number)_\(unit.rawValue)"
        }
    }

    var label: Phrase {
        switch self {
        case .span(let span): span.label
        case .last(let number, .days): "last \(number) days"
        case .last(let number, .weeks): "last \(number) weeks"
        case .last(let number, .months): "last \(number) months"
        case .next(let number, .days): "next \(number) days"
        case .next(let number, .weeks): "next \(number) weeks"
        case .next(let number, .months): "next \(number) months"
        case .ago(let number, .days): "\(number) days ago"
        case .ago(let number, .weeks): "\(number) weeks ago"
        case .ago(let number, .months): "\(number) months ago"
        case .ahead(let number, .days): "in \(number) days"
        case .ahead(let number, .weeks): "in \(number) weeks"
        case .ahead(let number, .months): "in \(number) months"
        }
    }

    /// The first day, and the first after the last.
    func days(around today: CalendarDate, in calendar: TenantCalendar = .usual) -> (first: CalendarDate, next: CalendarDate) {
        let tomorrow = today.adding(days: 1)
        switch self {
        case .span(let span): return span.days(around: today, in: calendar)
        case .last(let number, let unit): return (unit.adding(-number, to: tomorrow), tomorrow)
        case .next(let number, let unit): return (today, unit.adding(number, to: today))
        case .ago(let number, let unit):
            let day = unit.adding(-number, to: today)
            return (day, day.adding(days: 1))
        case .ahead(let number, let unit):
            let day = unit.adding(number, to: today)
            return (day, day.adding(days: 1))
        }
    }
}

extension RelativeDays.Unit {
    /// In a month that is too short its last day.
    fileprivate func adding(_ number: Int, to day: CalendarDate) -> CalendarDate {
        switch self {
        case .days: return day.adding(days: number)
        case .weeks: return day.adding(days: number * 7)
        case .months:
            let first = day.firstOfMonth(after: number)
            let last = first.firstOfMonth(after: 1).adding(days: -1)
            return min(first.adding(days: day.day - 1), last)
        }
    }
}
