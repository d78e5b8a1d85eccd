import Foundation
import Platform
import Web

/// The fields that an event changed, before and after, as people read them.
struct EventChanges: Sendable {
    /// As the reader sees it; nil for what is no record type.
    let type: RecordType?
    /// Names of the people and records that the values refer to.
    let names: [String: String]
    let shown: Shown

    private var texts: Texts { shown.texts }

    /// One line for each field: from what to what.
    func lines(of event: LoggedEvent) -> [HTML] { lines(of: event, event.changes(seenAs: type)) }

    /// The same for whoever reads the whole log.
    func lines(of event: LoggedEvent, inLogOf viewer: Viewer) -> [HTML] { lines(of: event, event.changes(inLogOf: viewer)) }

    private func lines(of event: LoggedEvent, _ changes: [LoggedEvent.Change]) -> [HTML] {
        changes.compactMap { name, before, after in
            let field = type?.field(name)
            if type != nil && field == nil { return nil }
            let (label, new) = (field?.label ?? Phrase(english: name), text(after, field))
            if event.before == nil { return "\(texts(label)): \(bold(new))" }
            return texts.html("\(label) from \(html: bold(text(before, field))) to \(html: bold(new))")
        }
    }

    private func bold(_ value: String) -> HTML {
        "<b><bdi>\(value.isEmpty ? texts("nothing") : value)</bdi></b>"
    }

    /// - Parameter field: nil for what is no field of a record.
    private func text(_ json: JSONValue?, _ field: Field?) -> String {
        guard let field else { return json?.string ?? json.map { String(decoding: $0.serialized, as: UTF8.self) } ?? "" }
        guard let json, let value = try? FieldInput(field).value(json: json) else { return "" }
        if let id = value.id { return names[id.text] ?? texts("another one") }
        return shown.text(value, field.type)
    }

    /// The ids of people and records that events mention, those they are about among them.
    static func mentioned(in events: [LoggedEvent], types: RecordCatalogue) -> [UUID] {
        events.flatMap { event -> [UUID] in
            guard let type = types.named(event.recordType) else { return [event.recordID] }
            let values = event.changes(seenAs: type).flatMap { name, before, after in
                type.field(name)?.isReference == true ? [before, after] : []
            }
            return [event.recordID] + values.compactMap { $0?.string.flatMap { UUID(uuidString: $0) } }
        }
    }
}
