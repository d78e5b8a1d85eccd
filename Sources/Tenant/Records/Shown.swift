import Foundation
import Platform
import Postgres
import Web

/// How values look to one person: in their time zone, in their language.
struct Shown: Sendable {
    let timeZone: TimeZone
    let now: Date
    let texts: Texts
    var tagColors = TagColors()

    func day(_ date: CalendarDate) -> String {
        texts.day(date.day, month: date.month, year: date.year)
    }

    /// `today`, `yesterday`, `5 days`, then the date.
    func since(_ instant: Date) -> String {
        let then = CalendarDate(instant, in: timeZone)
        let days = daysSince(instant)
        switch days {
        case ..<0: return day(then)
        case 0: return sinceToday(now.timeIntervalSince(instant))
        case 1: return texts("yesterday")
        case 2...13: return texts(days, one: "\(days) day ago", other: "\(days) days ago")
        case 14...60: return texts(days / 7, one: "\(days / 7) week ago", other: "\(days / 7) weeks ago")
        default: return day(then)
        }
    }

    /// How many midnights ago that was.
    func daysSince(_ instant: Date) -> Int {
        CalendarDate(now, in: timeZone).daysSinceUnixEpoch - CalendarDate(instant, in: timeZone).daysSinceUnixEpoch
    }

    private func sinceToday(_ seconds: TimeInterval) -> String {
        switch seconds {
        case ..<60: texts("just now")
        case ..<3_600: texts("\(Int(seconds / 60)) min ago")
        default: texts("\(Int(seconds / 3_600)) h ago")
        }
    }

    func moment(_ instant: Date) -> String {
        let local = instant.timeIntervalSince1970 + Double(timeZone.secondsFromGMT(for: instant))
        let minutes = Int((local / 60).rounded(.down)) % 1_440
        let clock = "\(minutes / 60 < 10 ? "0" : "")\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
        return "\(day(CalendarDate(instant, in: timeZone))), \(clock)"
    }

    /// How long ago that was, with the moment behind it.
    func time(_ instant: Date) -> HTML {
        "<time datetime=\"\(Instant.text(instant))\" title=\"\(moment(instant))\">\(since(instant))</time>"
    }

    func money(minor: Int, currency: String) -> String {
        let plain = MoneyText.plain(minor: minor, currency: currency)
        let parts = plain.split(separator: ".", maxSplits: 1)
        let cents = parts.count > 1 && parts[1] != "00" ? String(parts[1]) : nil
        return texts.money(Int(parts[0]) ?? 0, cents: cents, currency: currency)
    }

    /// The value as plain text: for lists of changes, exports of what people see, and titles.
    func text(_ value: FieldValue, _ type: FieldType) -> String {
        switch (value, type) {
        case (.null, _): ""
        case (.text(let text), .choice(let choices)): label(of: text, among: choices)
        case (.text(let text), _): text
        case (.integer(let number), _): texts.grouped(number)
        case (.number(let number), _): texts.decimal(number)
        case (.tags(let values), .choices(let choices)): values.map { label(of: $0, among: choices) }.joined(separator: ", ")
        case (.money(let minor, let currency), _): money(minor: minor, currency: currency)
        case (.date(let date), _): day(date)
        case (.instant(let instant), _): moment(instant)
        case (.bool(let flag), _): texts(flag ? "Yes" : "No")
        case (.id(let id), _): id.text
        case (.tags(let tags), _): tags.joined(separator: ", ")
        case (.rows, .rows(let parts)): value.entries.map { entry($0, parts) }.joined(separator: "; ")
        case (.rows(let json), _): json
        }
    }

    private func label(of value: String, among choices: [FieldChoice]) -> String {
        texts(ifAny: choices.first { $0.value == value }?.label) ?? value
    }

    private func badge(_ value: String, among choices: [FieldChoice], dot: Bool = true) -> Badge {
        Badge(label(of: value, among: choices), tone: choices.first { $0.value == value }?.tone ?? .neutral, dot: dot)
    }

    private func entry(_ entry: JSONObject, _ parts: [RowField]) -> String {
        parts.compactMap { part in
            if part.isFlag { return entry[part.name]?.bool == true ? texts(part.label.lowercased()) : nil }
            return entry[part.name]?.string.flatMap { $0.isEmpty ? nil : $0 }
        }.joined(separator: ", ")
    }

    /// The value as a cell or fact. Nil where there is none.
    func html(_ value: FieldValue, _ field: Field) -> HTML? {
        if value.isEmpty { return nil }
        switch (value, field.type) {
        case (.text(let text), .email): return "<a href=\"\(url: "mailto:\(text)")\">\(text)</a>"
        case (.text(let text), .phone): return "<a href=\"\(url: "tel:\(text.filter { !$0.isWhitespace })")\">\(text)</a>"
        case (.text(let text), .url):
            return "<a href=\"\(url: text)\" rel=\"noopener noreferrer\">\(text.replacingOccurrences(of: "https://", with: ""))</a>"
        case (.text(let text), .choice(let choices)): return badge(text, among: choices).html
        case (.tags(let values), .choices(let choices)): return "\(each: values, { "\(badge($0, among: choices)) " })"
        case (.tags(let tags), _): return "\(each: tags, { "\(tagColors.badge($0)) " })"
        case (.instant(let instant), _) where field.custom != nil:
            return "<time datetime=\"\(Instant.text(instant))\">\(moment(instant))</time>"
        case (.instant(let instant), _):
            return time(instant)
        case (.integer(let number), .integer) where field.name.hasSuffix("_year"): return "\(number)"
        default: return "\(text(value, field.type))"
        }
    }
}
