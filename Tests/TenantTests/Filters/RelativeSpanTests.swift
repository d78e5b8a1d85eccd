import Foundation
import Postgres
import Testing

@testable import Tenant

struct RelativeSpanTests {
    /// On Wednesday, the 29th of February 2028.
    @Test(arguments: [
        (RelativeSpan.today, "2028-02-29", "2028-03-01"), (.yesterday, "2028-02-28", "2028-02-29"), (.tomorrow, "2028-03-01", "2028-03-02"),
        (.thisWeek, "2028-02-28", "2028-03-06"), (.lastWeek, "2028-02-21", "2028-02-28"), (.last7Days, "2028-02-23", "2028-03-01"),
        (.last30Days, "2028-01-31", "2028-03-01"), (.last90Days, "2027-12-02", "2028-03-01"), (.next7Days, "2028-02-29", "2028-03-07"),
        (.next30Days, "2028-02-29", "2028-03-30"), (.thisMonth, "2028-02-01", "2028-03-01"), (.lastMonth, "2028-01-01", "2028-02-01"),
        (.thisQuarter, "2028-01-01", "2028-04-01"), (.thisYear, "2028-01-01", "2029-01-01"), (.lastYear, "2027-01-01", "2028-01-01"),
        (.nextWeek, "2028-03-06", "2028-03-13"), (.nextMonth, "2028-03-01", "2028-04-01"), (.lastQuarter, "2027-10-01", "2028-01-01"),
        (.nextQuarter, "2028-04-01", "2028-07-01"), (.nextYear, "2029-01-01", "2030-01-01"),
        (.thisFiscalYear, "2028-01-01", "2029-01-01"), (.lastFiscalYear, "2027-01-01", "2028-01-01"),
        (.nextFiscalYear, "2029-01-01", "2030-01-01"),
    ])
    func spanBeginsAndEndsWhereItsNameSays(span: RelativeSpan, first: String, next: String) throws {
        let days = span.days(around: try #require(CalendarDate(iso: "2028-02-29")))
        #expect(days.first.description == first && days.next.description == next)
    }

    @Test func weekBeginsOnMondayAndYearsEndInDecember() throws {
        let sunday = try #require(CalendarDate(iso: "2026-03-01"))
        #expect(RelativeSpan.thisWeek.days(around: sunday).first.description == "2026-02-23")
        let newYear = try #require(CalendarDate(iso: "2026-01-01"))
        #expect(RelativeSpan.lastMonth.days(around: newYear).first.description == "2025-12-01")
        let december = try #require(CalendarDate(iso: "2026-12-31"))
        #expect(RelativeSpan.thisMonth.days(around: december).next.description == "2027-01-01")
        #expect(RelativeSpan.thisQuarter.days(around: december).next.description == "2027-01-01")
    }

    @Test func everySpanIsTested() {
        #expect(RelativeSpan.allCases.count == 23)
    }

    @Test func dayBeginsAtLocalMidnightAlsoWhenClocksChange() throws {
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        for (day, instant) in [
            ("2026-03-28", "2026-03-27T23:00:00Z"), ("2026-03-29", "2026-03-28T23:00:00Z"), ("2026-03-30", "2026-03-29T22:00:00Z"),
            ("2026-10-25", "2026-10-24T22:00:00Z"), ("2026-10-26", "2026-10-25T23:00:00Z"),
        ] {
            let start = try #require(CalendarDate(iso: day)).start(in: berlin)
            #expect(start == ISO8601DateFormatter().date(from: instant), "\(day)")
        }
        // In Santiago midnight itself is skipped: the day begins at one.
        let santiago = try #require(TimeZone(identifier: "America/Santiago"))
        let skipped = try #require(CalendarDate(iso: "2026-09-06")).start(in: santiago)
        #expect(CalendarDate(skipped, in: santiago).description == "2026-09-06")
        #expect(CalendarDate(skipped.addingTimeInterval(-1), in: santiago).description == "2026-09-05")
    }
}
