import Foundation
import Postgres

/// A day and a time of day without a zone, as the clocks of whoever writes it show: `2026-03-31T09:30`, also with seconds.
struct LocalMoment: CustomStringConvertible {
    let day: CalendarDate
    let secondsOfDay: Int

    /// - Returns: nil for anything else.
    init?(_ text: String) {
        let parts = text.split(whereSeparator: { $0 == "T" || $0 == " " })
        guard parts.count == 2, let day = CalendarDate(iso: parts[0]) else { return nil }
        let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        let numbers = clock.compactMap { $0.utf8.count == 2 ? Int($0) : nil }
        guard (2...3).contains(clock.count), numbers.count == clock.count, (0..<24).contains(numbers[0]),
            numbers.dropFirst().allSatisfy({ (0..<60).contains($0) })
        else { return nil }
        self.day = day
        secondsOfDay = numbers[0] * 3_600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)
    }

    init(_ instant: Date, in zone: TimeZone) {
        day = CalendarDate(instant, in: zone)
        let local = Int(instant.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: instant)
        secondsOfDay = ((local % 86_400) + 86_400) % 86_400
    }

    /// Where the clocks skip it, the moment that they show instead.
    func instant(in zone: TimeZone) -> Date {
        let asIfUTC = Date(timeIntervalSince1970: Double(day.daysSinceUnixEpoch) * 86_400 + Double(secondsOfDay))
        let guess = asIfUTC.addingTimeInterval(-Double(zone.secondsFromGMT(for: asIfUTC)))
        return asIfUTC.addingTimeInterval(-Double(zone.secondsFromGMT(for: guess)))
    }

    /// As a form field has it: seconds only where there are some.
    var description: String {
        let (minutes, seconds) = (secondsOfDay / 60, secondsOfDay % 60)
        return "\(day)T\(Self.padded(minutes / 60)):\(Self.padded(minutes % 60))" + (seconds == 0 ? "" : ":\(Self.padded(seconds))")
    }

    private static func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}

extension Date {
    /// What a form can say, so that an edit of something else leaves it as it is.
    var wholeSecond: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }
}
