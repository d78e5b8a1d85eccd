import Foundation
import Platform
import Postgres
import Web

/// The values of one condition, read as its field's type wants them.
struct ConditionValues {
    let condition: FilterCondition
    let field: Field
    let viewer: Viewer
    let now: Date

    func integers() throws -> [Int] {
        try condition.values.map { text in
            guard let number = Int(text) else { throw invalid("\"\(text)\" is not a whole number.") }
            return number
        }
    }

    func numbers() throws -> [Decimal] {
        try condition.values.map { text in
            guard let number = DecimalText(text)?.number else { throw invalid("\"\(text)\" is not a number.") }
            return number
        }
    }

    func choices(_ choices: [FieldChoice]) throws -> [String] {
        for value in condition.values where !choices.contains(where: { $0.value == value }) {
            throw invalid("\(field.label) is one of: \(choices.map(\.value).joined(separator: ", ")).")
        }
        return condition.values
    }

    func bool() throws -> Bool {
        switch condition.values.first {
        case "true", "1", "yes": return true
        case "false", "0", "no": return false
        default: throw invalid("\(field.label) is true or false.")
        }
    }

    /// Ids, where `me` is the viewer and `my_team` whoever they lead.
    func ids() throws -> [UUID] {
        try condition.values.flatMap { text -> [UUID] in
            if case .user = field.type {
                if text == "me" { return viewer.userID.map { [$0] } ?? [] }
                if text == "my_team" { return viewer.teamMemberIDs }
            }
            guard let id = UUID(uuidString: text) else { throw invalid("\"\(text)\" is not an id.") }
            return [id]
        }
    }

    /// Days, each with the day after its span.
    func days() throws -> [(first: CalendarDate, next: CalendarDate)] {
        try condition.values.map { text in
            if let span = RelativeDays(text) {
                return span.days(around: CalendarDate(now, in: viewer.timeZone), in: viewer.records.calendar)
            }
            guard let day = CalendarDate(iso: text) else { throw invalid("\"\(text)\" is not a date like 2026-03-31.") }
            return (day, day.adding(days: 1))
        }
    }

    /// Instants; a plain date means that whole day in the viewer's time zone.
    func instants() throws -> [(first: Date, next: Date)] {
        try condition.values.map { text in
            if let span = RelativeDays(text) {
                let days = span.days(around: CalendarDate(now, in: viewer.timeZone), in: viewer.records.calendar)
                return (days.first.start(in: viewer.timeZone), days.next.start(in: viewer.timeZone))
            }
            if let instant = Instant.parse(text) { return (instant, instant.addingTimeInterval(0.000_001)) }
            guard let day = CalendarDate(iso: text) else {
                throw invalid("\"\(text)\" is not a date like 2026-03-31, or an instant like 2026-03-31T09:30:00Z.")
            }
            return (day.start(in: viewer.timeZone), day.adding(days: 1).start(in: viewer.timeZone))
        }
    }

    private func invalid(_ message: Phrase) -> Failure {
        let spans = RelativeSpan.allCases.map(\.rawValue).joined(separator: ", ")
        return .invalid(
            condition.parameter, "invalid",
            condition.comparison == .within ? "\(message) Or: \(spans), last_14_days, next_2_weeks, 30_days_ago." : message)
    }
}
