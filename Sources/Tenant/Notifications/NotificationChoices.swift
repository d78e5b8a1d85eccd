import Foundation
import Platform
import Postgres
import Web

/// What somebody wants to be told of, where, and when.
struct NotificationChoices: Sendable, Equatable {
    enum Channel: String, CaseIterable, Sendable {
        case app, mail
    }

    /// What was chosen, by kind and channel as in `assigned.mail`.
    var chosen: [String: Bool] = [:]
    /// The hour at which one mail brings all of a day's; nil mails each at once.
    var digestHour: Int?
    /// When nothing is mailed and the bell says nothing.
    var quiet: QuietHours?

    func wants(_ kind: NotificationKind, by channel: Channel) -> Bool {
        chosen[Self.key(kind, channel)] ?? (channel == .app || kind.isMailed)
    }

    static func key(_ kind: NotificationKind, _ channel: Channel) -> String { "\(kind.name).\(channel.rawValue)" }

    func isQuiet(at date: Date, in zone: TimeZone) -> Bool { quiet?.contains(date, in: zone) ?? false }

    /// When a mail about something that happens at `date` goes out.
    func mailTime(after date: Date, in zone: TimeZone) -> Date {
        let due = digestHour.map { Clock.next(minute: $0 * 60, after: date, in: zone) } ?? date
        return quiet?.end(at: due, in: zone) ?? due
    }
}

/// A part of the day, perhaps across midnight.
struct QuietHours: Sendable, Equatable {
    /// Minutes since midnight.
    let from: Int
    let until: Int

    /// - Returns: nil where nothing lies between.
    init?(from: Int?, until: Int?) {
        guard let from, let until, from != until, (0..<1_440).contains(from), (0..<1_440).contains(until) else { return nil }
        (self.from, self.until) = (from, until)
    }

    func contains(_ date: Date, in zone: TimeZone) -> Bool {
        let minute = Clock.minute(of: date, in: zone)
        return from < until ? (from..<until).contains(minute) : minute >= from || minute < until
    }

    /// When they are over, if `date` lies within.
    func end(at date: Date, in zone: TimeZone) -> Date? {
        contains(date, in: zone) ? Clock.next(minute: until, after: date, in: zone) : nil
    }
}

/// What the clock on somebody's wall says.
enum Clock {
    static func minute(of date: Date, in zone: TimeZone) -> Int {
        let parts = calendar(zone).dateComponents([.hour, .minute], from: date)
        return (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
    }

    /// The next time that it is `minute` minutes after midnight; where the clock jumps over that, the first moment behind.
    static func next(minute: Int, after date: Date, in zone: TimeZone) -> Date {
        let wanted = DateComponents(hour: minute / 60, minute: minute % 60, second: 0)
        return calendar(zone).nextDate(after: date, matching: wanted, matchingPolicy: .nextTime) ?? date
    }

    /// `7:30` as minutes since midnight; nil for what is no time of day.
    static func minute(parsing text: String) -> Int? {
        let parts = text.split(separator: ":").map { Int($0) }
        guard parts.count >= 2, let hour = parts[0], let minute = parts[1], (0..<24).contains(hour), (0..<60).contains(minute) else {
            return nil
        }
        return hour * 60 + minute
    }

    static func text(minute: Int) -> String {
        let digits = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        return "\(digits(minute / 60)):\(digits(minute % 60))"
    }

    private static func calendar(_ zone: TimeZone) -> Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar
    }
}

extension NotificationChoices: RowDecodable {
    /// From the columns of `NotificationQueries.choices`.
    init(row: inout RowReader) throws {
        let stored: String? = try row.next()
        let members = stored.flatMap { try? JSONValue(parsing: $0) }?.object?.members ?? []
        for member in members { chosen[member.name] = member.value.bool }
        digestHour = try row.next()
        quiet = QuietHours(from: try row.next(), until: try row.next())
    }

    var stored: JSON {
        JSON(
            text: String(
                decoding: JSONWriter.bytes { json in
                    json.object { json in
                        for (key, value) in chosen.sorted(by: { $0.key < $1.key }) {
                            json.name(dynamic: key)
                            json.value(value)
                        }
                    }
                }, as: UTF8.self))
    }
}
