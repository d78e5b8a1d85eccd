import Foundation
import Postgres
import Support
import Testing
import Web

@testable import Tenant

struct RelativeDaysTests {
    /// On Friday, the 31st of March 2028.
    @Test(arguments: [
        ("last_14_days", "2028-03-18", "2028-04-01"), ("last 2 weeks", "2028-03-18", "2028-04-01"),
        ("last_1_months", "2028-03-01", "2028-04-01"),
        ("next_14_days", "2028-03-31", "2028-04-14"), ("next_1_months", "2028-03-31", "2028-04-30"),
        ("30_days_ago", "2028-03-01", "2028-03-02"),
        ("1_months_ago", "2028-02-29", "2028-03-01"), ("2_weeks_ago", "2028-03-17", "2028-03-18"),
        ("in_3_months", "2028-06-30", "2028-07-01"),
        ("In 7 days", "2028-04-07", "2028-04-08"), ("this_quarter", "2028-01-01", "2028-04-01"),
    ])
    func wordsMeanTheDaysTheySay(text: String, first: String, next: String) throws {
        let days = try #require(RelativeDays(text)).days(around: try #require(CalendarDate(iso: "2028-03-31")))
        #expect(days.first.description == first && days.next.description == next)
    }

    @Test(arguments: [
        "", "last_days", "last_0_days", "last_-3_days", "last_9999_days", "days_ago", "30_days", "in_3_years", "30 days ago ago",
    ])
    func whatMeansNoDaysIsNone(text: String) {
        #expect(RelativeDays(text) == nil)
    }

    @Test func writtenWordsAreReadBack() throws {
        for text in ["last_30_days", "last_14_days", "next_3_weeks", "30_days_ago", "in_2_months", "today"] {
            #expect(try #require(RelativeDays(text)).written == text)
        }
    }

    @Test func moreThanSoManyDaysAgoIsBeforeThatDay() async throws {
        let scene = try await Scene(Sample.all[0])
        let today = CalendarDate(Date(), in: try #require(TimeZone(identifier: "UTC")))
        for (record, days) in [(scene.ofAdmin, -31), (scene.ofManager, -30), (scene.ofRep, 5)] {
            _ = try await scene.admin.patch(scene.address(record), ["birthday_on": .string(today.adding(days: days).description)])
        }
        let list = "\(scene.list)?filter[birthday_on]"
        #expect(try await scene.admin.get("\(list)[before]=30_days_ago").ids == [scene.ofAdmin.id])
        #expect(try await Set(scene.admin.get("\(list)[gte]=30_days_ago").ids) == [scene.ofManager.id, scene.ofRep.id])
        #expect(try await scene.admin.get("\(list)[after]=today").ids == [scene.ofRep.id])
        #expect(try await scene.admin.get("\(list)[within]=next_2_weeks").ids == [scene.ofRep.id])
        #expect(try await scene.admin.get("\(list)[between]=30_days_ago,today").ids == [scene.ofManager.id])
        expectProblem(try await scene.admin.get("\(list)[before]=some_time_ago"), 422, naming: ["filter[birthday_on][before]"])
    }
}
