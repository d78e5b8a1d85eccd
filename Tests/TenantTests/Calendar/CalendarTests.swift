import Foundation
import Postgres
import Support
import Testing

@testable import Tenant

struct CalendarTests {
    /// On Wednesday, the 12th of February 2025.
    @Test(arguments: [
        (RelativeSpan.thisWeek, TenantCalendar.WeekStart.sunday, 1, "2025-02-09", "2025-02-16"),
        (.lastWeek, .saturday, 1, "2025-02-01", "2025-02-08"), (.thisWeek, .monday, 1, "2025-02-10", "2025-02-17"),
        (.thisFiscalYear, .monday, 4, "2024-04-01", "2025-04-01"), (.nextFiscalYear, .monday, 2, "2026-02-01", "2027-02-01"),
        (.thisQuarter, .monday, 2, "2025-02-01", "2025-05-01"), (.thisQuarter, .monday, 3, "2024-12-01", "2025-03-01"),
        (.lastQuarter, .monday, 12, "2024-09-01", "2024-12-01"), (.thisYear, .monday, 4, "2025-01-01", "2026-01-01"),
    ])
    func spansFollowTheTenantsWeeksAndYears(
        span: RelativeSpan, weekStart: TenantCalendar.WeekStart, month: Int, first: String, next: String
    ) throws {
        let calendar = TenantCalendar(weekStart: weekStart, fiscalMonth: month)
        let days = span.days(around: try #require(CalendarDate(iso: "2025-02-12")), in: calendar)
        #expect(days.first.description == first && days.next.description == next)
    }

    @Test func weekOfEveryDayHoldsTheDay() throws {
        for weekStart in TenantCalendar.WeekStart.allCases {
            for offset in 0..<14 {
                let day = try #require(CalendarDate(iso: "2025-02-24")).adding(days: offset)
                let days = RelativeSpan.thisWeek.days(around: day, in: TenantCalendar(weekStart: weekStart))
                #expect(days.first <= day && day < days.next)
            }
        }
    }

    @Test func whatAnAdminSaysHoldsForEverybodyAtOnce() async throws {
        let scene = try await Scene(Sample.all[0])
        let today = CalendarDate(Date(), in: .gmt)
        // A year that begins in the month after this one began eleven months ago.
        let month = today.month % 12 + 1
        let began = TenantCalendar(fiscalMonth: month).year(of: today)
        _ = try await scene.admin.patch(scene.address(scene.ofRep), ["birthday_on": .string(began.description)])
        let list = "\(scene.list)?filter[birthday_on][within]=this_fiscal_year"
        #expect(try await scene.rep.get(list).ids == (began.year == today.year ? [scene.ofRep.id] : []))
        let browser = try await scene.tenant.browser(as: .admin)
        let saved = try await browser.submit("/settings/calendar", from: "/settings/calendar", ["fiscal_month": "\(month)"])
        #expect(saved.status == 303)
        #expect(try await scene.rep.get(list).ids == [scene.ofRep.id])
        #expect(try await browser.get("/settings/calendar").forms.contains { $0.fields["fiscal_month"] == "\(month)" })
    }

    @Test func onlyAdminsSayIt() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let (admin, manager) = (try await tenant.browser(as: .admin), try await tenant.browser(as: .manager))
        #expect(try await manager.get("/settings/calendar").status == 403)
        let csrf = try await manager.get("/contacts/new").csrf
        #expect(try await manager.post("/settings/calendar", ["_csrf": csrf, "week_start": "sunday", "fiscal_month": "4"]).status == 403)
        for wrong in [["week_start": "friday"], ["fiscal_month": "13"]] {
            #expect(try await admin.submit("/settings/calendar", from: "/settings/calendar", wrong).status == 422)
        }
        #expect(try await TestBrowser(client: tenant.guest).get("/settings/calendar").status == 303)
    }
}
