/// A day of the Gregorian calendar without a time or zone: PostgreSQL's `date`.
public struct CalendarDate: Sendable, Hashable, Comparable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// Nil if there is no such day, or its year is not one of 1–9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        guard day <= Self.daysIn(month: month, year: year) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    public init?(iso text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2] else { return nil }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2D }) else { return nil }
        self.init(year: Int(parts[0])!, month: Int(parts[1])!, day: Int(parts[2])!)
    }

    /// Days since 1970-01-01.
    public var daysSinceUnixEpoch: Int {
        // Years begin in March, so that the leap day is the last one.
        let shifted = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }

    /// Nil outside of the years 1–9999.
    public init?(daysSinceUnixEpoch days: Int) {
        guard (-719_162...2_932_896).contains(days) else { return nil }
        let shifted = days + 719_468
        let (era, dayOfEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        year = 400 * era + yearOfEra + (month <= 2 ? 1 : 0)
    }

    public static func < (first: CalendarDate, second: CalendarDate) -> Bool {
        (first.year, first.month, first.day) < (second.year, second.month, second.day)
    }

    private static func daysIn(month: Int, year: Int) -> Int {
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }
}

extension CalendarDate: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: width - digits.count) + digits
    }
}

extension CalendarDate: PostgresEncodable, PostgresDecodable {
    public static var postgresType: UInt32 { PostgresOID.date }

    /// PostgreSQL counts from 2000-01-01.
    private static let epochDifference = 10_957

    public func encode(into bytes: inout [UInt8]) {
        Int32(daysSinceUnixEpoch - Self.epochDifference).encodeBigEndian(into: &bytes)
    }

    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws {
        guard type == PostgresOID.date else { throw PostgresError.mismatch(Self.self, type) }
        let days = Int(try Int32(bigEndian: bytes)) + Self.epochDifference
        guard let date = CalendarDate(daysSinceUnixEpoch: days) else {
            throw PostgresError.decoding("a day outside of the years 1-9999")
        }
        self = date
    }
}
