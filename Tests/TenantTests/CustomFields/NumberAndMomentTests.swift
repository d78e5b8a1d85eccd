import Foundation
import Testing

@testable import Tenant

struct NumberAndMomentTests {
    @Test(arguments: [
        ("12.5", "12.5"), ("12,5", "12.5"), ("1,250.75", "1250.75"), ("1.250,75", "1250.75"), ("1,250", "1250"), ("1.250", "1.25"),
        ("1.250.000", "1250000"), ("-3", "-3"), ("−3,25", "-3.25"), ("+7", "7"), (".5", "0.5"), ("1 000", "1000"), ("1e-05", "0.00001"),
        ("0", "0"),
    ])
    func numbersAreReadAsPeopleWriteThem(text: String, number: String) {
        #expect(DecimalText(text)?.number == Decimal(string: number), "\(text)")
    }

    @Test(arguments: ["", "-", "many", "1..2x", "0x10", "1,2,3.4.5.6x", "NaN", "infinity"])
    func otherTextIsNoNumber(text: String) {
        #expect(DecimalText(text) == nil)
    }

    @Test func whatJSONCannotBringBackDoesNotFit() throws {
        #expect(DecimalText.fits(try #require(Decimal(string: "123456789.123456"))))
        #expect(!DecimalText.fits(try #require(Decimal(string: "1234567890.1234567"))))
        #expect(!DecimalText.fits(try #require(Decimal(string: "1234567890123456"))))
        #expect(DecimalText.fits(0))
    }

    @Test func momentsAreThoseOfTheClocksThatShowThem() throws {
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        let summer = try #require(LocalMoment("2026-07-01T09:30"))
        #expect(summer.instant(in: berlin) == Date(timeIntervalSince1970: 1_782_891_000))
        #expect(LocalMoment(summer.instant(in: berlin), in: berlin).description == "2026-07-01T09:30")
        #expect(try #require(LocalMoment("2026-01-01 00:00:05")).description == "2026-01-01T00:00:05")
        // The hour that the clocks skip is the one after it.
        let skipped = try #require(LocalMoment("2026-03-29T02:30")).instant(in: berlin)
        #expect(LocalMoment(skipped, in: berlin).description == "2026-03-29T03:30")
        for text in ["2026-07-01", "2026-02-30T10:00", "2026-07-01T24:00", "2026-07-01T9:30", "2026-07-01T09:60", "T09:30"] {
            #expect(LocalMoment(text) == nil, "\(text)")
        }
    }
}
