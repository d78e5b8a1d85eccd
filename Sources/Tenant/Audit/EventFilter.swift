import Foundation
import Platform
import Postgres
import Web

/// Which events somebody asks for, as the address says it.
struct EventFilter: Sendable, Hashable {
    var actor: UUID?
    var recordType: String?
    /// The last part of the kind, such as `updated`.
    var verb: String?
    var cause: String?
    var batch: UUID?
    var record: UUID?
    /// Days in the reader's time zone, both included.
    var from: CalendarDate?
    var until: CalendarDate?
    /// The id of a record, an event, a batch or a request.
    var anyID: String?
    let timeZone: TimeZone

    static let parameters: Set<String> = ["actor", "type", "action", "cause", "batch", "record", "from", "until", "id"]

    init(timeZone: TimeZone) {
        self.timeZone = timeZone
    }

    /// - Throws: `Failure.invalid` naming each parameter that cannot be read.
    init(_ form: FormData, timeZone: TimeZone) throws {
        self.timeZone = timeZone
        var errors: [FieldError] = []
        (actor, batch, record) = (Self.id(form, "actor", &errors), Self.id(form, "batch", &errors), Self.id(form, "record", &errors))
        (from, until) = (Self.day(form, "from", &errors), Self.day(form, "until", &errors))
        recordType = form.nonEmpty("type")
        verb = form.nonEmpty("action")
        cause = form.nonEmpty("cause")
        anyID = form.nonEmpty("id")
        if !errors.isEmpty { throw Failure.invalid(errors) }
    }

    private static func id(_ form: FormData, _ name: String, _ errors: inout [FieldError]) -> UUID? {
        guard let text = form.nonEmpty(name) else { return nil }
        if let id = UUID(uuidString: text) { return id }
        errors.append(FieldError(field: name, code: "invalid", message: "\"\(text.prefix(40))\" is not an id."))
        return nil
    }

    private static func day(_ form: FormData, _ name: String, _ errors: inout [FieldError]) -> CalendarDate? {
        guard let text = form.nonEmpty(name) else { return nil }
        if let day = CalendarDate(iso: text) { return day }
        errors.append(FieldError(field: name, code: "invalid", message: "\"\(text.prefix(40))\" is not a date like 2026-03-31."))
        return nil
    }

    /// As names and values, for links and for the hidden fields of forms.
    var pairs: [(name: String, value: String)] {
        let ids = [("actor", actor), ("batch", batch), ("record", record)].compactMap { name, id in
            id.map { (name, $0.text) }
        }
        let days = [("from", from), ("until", until)].compactMap { name, day in day.map { (name, $0.description) } }
        let texts = [("type", recordType), ("action", verb), ("cause", cause), ("id", anyID)].compactMap { name, text in
            text.map { (name, $0) }
        }
        return (texts + ids + days).map { (name: $0.0, value: $0.1) }
    }

    var isEmpty: Bool { pairs.isEmpty }

    // MARK: As SQL over alias `e`

    /// Whether an index leads straight to the events, which are in the order of their ids there.
    private var isSelective: Bool { record != nil || batch != nil || anyID.flatMap { UUID(uuidString: $0) } != nil }

    /// The newest first.
    var order: SQL { isSelective ? "e.id desc" : "e.at desc, e.id desc" }

    func position(after place: LogPlace) -> SQL {
        isSelective ? "e.id < \(place.id)" : "(e.at, e.id) < (\(place.at), \(place.id))"
    }

    /// What an index answers.
    var index: SQL {
        var parts: [SQL] = []
        if let record { parts.append("e.record_id = any(\(MergeQueries.absorbed(by: record)))") }
        if let batch { parts.append("e.batch_id = \(batch)") }
        if let id = anyID.flatMap({ UUID(uuidString: $0) }) {
            parts.append("(e.record_id = \(id) or e.id = \(id) or e.batch_id = \(id))")
        }
        return parts.isEmpty ? "true" : parts.joined(by: " and ")
    }

    /// What is asked of each event that was found.
    var rest: SQL {
        var parts: [SQL] = []
        if let actor { parts.append("e.actor_id = \(actor)") }
        if let recordType { parts.append("e.record_type = \(recordType)") }
        if let verb { parts.append("split_part(e.kind, '.', 2) = \(verb)") }
        if let cause { parts.append("e.cause = \(cause)") }
        if let anyID, UUID(uuidString: anyID) == nil { parts.append("e.request_id = \(anyID)") }
        return parts.isEmpty ? "true" : parts.joined(by: " and ")
    }

    var span: SQL {
        var parts: [SQL] = []
        if let from { parts.append("e.at >= \(from.start(in: timeZone))") }
        if let until { parts.append("e.at < \(until.adding(days: 1).start(in: timeZone))") }
        return parts.isEmpty ? "true" : parts.joined(by: " and ")
    }
}
