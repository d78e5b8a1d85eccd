import Foundation

/// RFC 3339 instants in UTC as the API writes and reads them, without a formatter object.
public enum Instant {
    /// `2026-01-31T09:15:00.250Z`: cut to milliseconds, so that what clients send back compares equal.
    public static func text(_ date: Date) -> String {
        String(unsafeUninitializedCapacity: 24) { write(date, to: $0.baseAddress!) }
    }

    // RFC 3339 knows four digits for the year: what lies beyond, PostgreSQL's infinity included, becomes its end.
    private static let yearOne = -62_135_596_800.0
    private static let endOfYear9999 = 253_402_300_799.999

    /// Reads `2026-01-31T09:15:00Z`, with a fraction of any length and with an offset such as `+02:00`; nil for
    /// anything else.
    public static func parse(_ text: some StringProtocol) -> Date? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, let day = Day(iso: String(decoding: bytes[0..<10], as: UTF8.self)),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t") || bytes[10] == UInt8(ascii: " "),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = digits(bytes[11..<13]), let minute = digits(bytes[14..<16]), let second = digits(bytes[17..<19]),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        let end = fractionEnd(bytes)
        guard end != 20, let offset = zoneOffset(bytes[end...]) else { return nil }
        let seconds = day.daysSince1970 * 86_400 + hour * 3_600 + minute * 60 + second - offset
        return Date(timeIntervalSince1970: Double(seconds) + fraction(bytes[19..<end]))
    }

    /// Writes the 24 bytes of the instant.
    @inline(__always)
    static func write(_ date: Date, to target: UnsafeMutablePointer<UInt8>) -> Int {
        // Dates made from microseconds carry the rounding noise of a double: 0.25 may be stored as 0.2499999.
        let seconds = min(max(date.timeIntervalSince1970, yearOne), endOfYear9999)
        let microseconds = Int((seconds * 1_000_000).rounded())
        let (days, inDay) = microseconds.flooredDivision(by: 86_400_000_000)
        let (year, month, day) = civil(daysSince1970: days)
        _ = writeISODay(year, month, day, to: target)
        target[10] = UInt8(ascii: "T")
        writePadded(inDay / 3_600_000_000, width: 2, to: target + 11)
        target[13] = UInt8(ascii: ":")
        writePadded(inDay / 60_000_000 % 60, width: 2, to: target + 14)
        target[16] = UInt8(ascii: ":")
        writePadded(inDay / 1_000_000 % 60, width: 2, to: target + 17)
        target[19] = UInt8(ascii: ".")
        writePadded(inDay / 1_000 % 1_000, width: 3, to: target + 20)
        target[23] = UInt8(ascii: "Z")
        return 24
    }

    /// Year, month and day of a number of days since 1970-01-01.
    private static func civil(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
        // The inverse of `Day.daysSince1970`: eras of 400 years, years that start in March.
        let (era, dayOfEra) = (daysSince1970 + 719_468).flooredDivision(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func fractionEnd(_ bytes: [UInt8]) -> Int {
        guard bytes[19] == UInt8(ascii: ".") else { return 19 }
        return bytes[20...].firstIndex { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? bytes.endIndex
    }

    /// `.25` as 0.25; digits beyond the ninth do not count.
    private static func fraction(_ bytes: ArraySlice<UInt8>) -> Double {
        let figures = bytes.dropFirst().prefix(9)
        guard let number = digits(figures), !figures.isEmpty else { return 0 }
        return Double(number) / [1, 10, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9][figures.count]
    }

    /// Seconds east of UTC of `Z` or `±hh:mm`.
    private static func zoneOffset(_ zone: ArraySlice<UInt8>) -> Int? {
        if zone.count == 1, zone.first == UInt8(ascii: "Z") || zone.first == UInt8(ascii: "z") { return 0 }
        let bytes = Array(zone)
        guard bytes.count == 6, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"), bytes[3] == UInt8(ascii: ":"),
            let hours = digits(bytes[1..<3]), let minutes = digits(bytes[4..<6]), hours < 24, minutes < 60
        else { return nil }
        return (hours * 3_600 + minutes * 60) * (bytes[0] == UInt8(ascii: "-") ? -1 : 1)
    }
}

extension Int {
    /// Quotient and remainder where the remainder is never negative.
    fileprivate func flooredDivision(by divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
