/// A day of the Gregorian calendar, without a time or a place: a birthday, a due date.
public struct Day: Sendable, Hashable, Comparable {
    public let year: Int
    /// 1–12.
    public let month: Int
    /// 1–31.
    public let day: Int

    /// nil when there is no such day, or its year is not within 1–9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...Day.count(year, month)).contains(day) else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    public init?(iso text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = digits(bytes[0..<4]), let month = digits(bytes[5..<7]), let day = digits(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// `YYYY-MM-DD`.
    public var iso: String {
        String(unsafeUninitializedCapacity: 10) { write(to: $0.baseAddress!) }
    }

    public static func < (left: Day, right: Day) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// Days from 1970-01-01 to this day; negative before.
    public var daysSince1970: Int {
        // Years start in March, so that the leap day is the last of its year.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted >= 0 ? shifted / 400 : (shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Writes the 10 bytes of `YYYY-MM-DD`.
    @inline(__always)
    func write(to target: UnsafeMutablePointer<UInt8>) -> Int {
        writeISODay(year, month, day, to: target)
    }

    private static func count(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// Writes the 10 bytes of `YYYY-MM-DD`.
@inline(__always)
func writeISODay(_ year: Int, _ month: Int, _ day: Int, to target: UnsafeMutablePointer<UInt8>) -> Int {
    writePadded(year, width: 4, to: target)
    target[4] = UInt8(ascii: "-")
    writePadded(month, width: 2, to: target + 5)
    target[7] = UInt8(ascii: "-")
    writePadded(day, width: 2, to: target + 8)
    return 10
}

/// The number that ASCII digits stand for; nil when one of them is not a digit.
func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
    var number = 0
    for byte in bytes {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return number
}
