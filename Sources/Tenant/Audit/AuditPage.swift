import Foundation
import Platform
import Web

/// The log of a tenant, or the history of one record.
struct AuditPage: Sendable {
    let page: EventPage
    let filter: EventFilter
    /// Where the page stands, to come back to: `/settings/audit` or the history of a record.
    let path: String
    let nextCursor: String?
    let types: RecordCatalogue
    /// Names of people and records, as far as the reader may know them.
    let names: [String: String]
    let people: [Choice]
    /// Nil on the history of one record.
    let seal: LastSeal?
    let isWholeLog: Bool
    let viewer: Viewer
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }

    var actions: HTML? {
        isWholeLog ? Button(texts("Export as CSV"), icon: .download, href: href(to: "\(path).csv", [])).html : nil
    }

    var content: HTML {
        """
        \(if: isWholeLog, "\(chain)\(form)")\(if: page.events.isEmpty, "\(empty)", else: "\(table)")\(pager)
        """
    }

    // MARK: Asking

    private var form: HTML {
        Form(
            get: path, layout: .inline, id: "audit-filter",
            """
            \(FormField(texts("Who"), name: "actor", .select(people, blank: texts("Anybody")), value: filter.actor?.text ?? ""))\
            \(FormField(texts("What"), name: "type", .select(typeChoices, blank: texts("Anything")), value: filter.recordType ?? ""))\
            \(FormField(texts("Action"), name: "action", .select(verbChoices, blank: texts("Any action")), value: filter.verb ?? ""))\
            \(FormField(texts("Through"), name: "cause", .select(causeChoices, blank: texts("Any way")), value: filter.cause ?? ""))\
            \(FormField(texts("From"), name: "from", .date(), value: filter.from?.description))\
            \(FormField(texts("Until"), name: "until", .date(), value: filter.until?.description))\
            \(FormField(
                texts("Id"), name: "id", .search, value: filter.anyID, placeholder: texts("Record, event, batch or request")))\
            \(kept)\(Button(texts("Filter"), kind: .secondary, icon: .filter))\
            \(if: !filter.isEmpty, "\(Button(texts("Show all"), kind: .quiet, href: path))")
            """
        ).html
    }

    /// What the form has no field for.
    private var kept: HTML {
        let pairs = filter.pairs.filter { ["batch", "record"].contains($0.name) }
        return "\(each: pairs, { FormField("", name: $0.name, .hidden, value: $0.value).html })"
    }

    private var typeChoices: [Choice] {
        types.all.map { Choice($0.name, texts($0.pluralLabel)) } + [Choice("user", texts("People")), Choice("import", texts("Imports"))]
    }

    private var verbChoices: [Choice] {
        [
            Choice("created", texts("Created")), Choice("updated", texts("Updated")), Choice("deleted", texts("Deleted")),
            Choice("restored", texts("Restored")), Choice("purged", texts("Purged")), Choice("exported", texts("Exported")),
            Choice("merged", texts("Merged")), Choice("access_changed", texts("Access changed")),
        ]
    }

    private var causeChoices: [Choice] {
        Actor.Cause.allCases.map { Choice($0.rawValue, texts(ifAny: $0.label) ?? texts("page")) }
    }

    // MARK: Answers

    private var table: Table {
        Table(
            texts("Events"),
            columns: [
                .init(texts("When"), phone: .badge), .init(texts("What happened"), phone: .title), .init(texts("Changes"), phone: .line),
                .init(texts("Proof"), phone: .hidden),
            ],
            rows: page.events.map(row), texts: texts)
    }

    private func row(_ event: LoggedEvent) -> Table.Row {
        let when: HTML = "<time datetime=\"\(Instant.text(event.at))\" title=\"\(Instant.text(event.at))\">\(shown.moment(event.at))</time>"
        let type = types.named(event.recordType)
        let changes = EventChanges(type: type, names: names, shown: shown)
        let lines = isWholeLog ? changes.lines(of: event, inLogOf: viewer) : changes.lines(of: event)
        return Table.Row(
            id: event.id.text, label: event.kind,
            cells: [when, sentence(event, type), cell(event, lines), proof(event)],
            actions: undo(event, type))
    }

    private func sentence(_ event: LoggedEvent, _ type: RecordType?) -> HTML {
        let deed = Deed(event.kind, actor: event.actor, texts: texts)
        let through = texts(ifAny: Actor.Cause(rawValue: event.cause)?.label)
        let helped = event.onBehalfOf.map { texts("on behalf of \($0)") }
        let remarks = [through, helped].compactMap { $0 }.joined(separator: ", ")
        return "\(deed.sentence(subject(event, type)))\(if: !remarks.isEmpty, " <small class=\"muted\">(\(remarks))</small>")"
    }

    private func subject(_ event: LoggedEvent, _ type: RecordType?) -> HTML {
        let id = event.recordID.text
        if !isWholeLog { return "\(texts("this \((type?.label ?? "record").lowercased())"))" }
        if let thing = event.thing { return texts.html(thing) }
        let name = names[id] ?? texts(type.map { "a \($0.label.lowercased())" } ?? Phrase(english: event.recordType))
        guard let type else { return "<bdi>\(name)</bdi>" }
        return "<a href=\"\(type.path)/\(id)/history\"><bdi>\(name)</bdi></a>"
    }

    private func cell(_ event: LoggedEvent, _ lines: [HTML]) -> HTML {
        if event.isErased { return "<span class=\"muted\">\(texts("What changed was erased for the sake of privacy."))</span>" }
        return lines.isEmpty ? "" : "<ul>\(each: lines, { "<li>\($0)</li>" })</ul>"
    }

    private func proof(_ event: LoggedEvent) -> HTML {
        let seal: HTML =
            event.isSealed ? Badge(texts("Sealed"), tone: .success).html : "<span class=\"muted\">\(texts("Not sealed yet"))</span>"
        guard isWholeLog, let batch = event.batchID else { return seal }
        let address = href(to: path, [("batch", batch.text)])
        return "\(seal) <a href=\"\(url: address)\">\(texts("batch"))</a>"
    }

    private func undo(_ event: LoggedEvent, _ type: RecordType?) -> HTML? {
        guard event.isReversible, let type, viewer.may(.edit, type.name) else { return nil }
        let back = href(to: path, [])
        return Form(
            post: "/events/\(event.id.text)/reversal", csrf: csrf, layout: .bare,
            """
            \(FormField("", name: "back", .hidden, value: back))\
            \(Button(texts("Undo"), kind: .quiet, icon: .undo, iconOnly: true, small: true))
            """
        ).html
    }

    private var empty: HTML {
        EmptyState(
            .activity, title: texts(page.isSearching ? "Nothing yet among the newest events" : "Nothing happened"),
            text: texts(page.isSearching ? "Go on to look at older ones." : "No event fits these filters.")
        ).html
    }

    private var pager: HTML? {
        guard let nextCursor else { return nil }
        let address = href(to: path, [("cursor", nextCursor)])
        if page.isSearching { return "<p>\(Button(texts("Look at older events"), href: address))</p>" }
        return Pager(previous: nil, next: address, texts: texts).html
    }

    private func href(to path: String, _ more: [(name: String, value: String)]) -> String {
        let names = Set(more.map(\.name))
        let asked = isWholeLog ? filter.pairs : []
        let text = query(asked.filter { !names.contains($0.name) } + more)
        return path + (text.isEmpty ? "" : "?\(text)")
    }

    private func query(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { "\($0.name)=\($0.value.queryEscaped)" }.joined(separator: "&")
    }

    // MARK: The chain

    /// What the server may say of the chain; only the owner's login can follow it from its beginning.
    private var chain: HTML {
        guard let seal else {
            return Notice(.info, "\(texts("No event has been sealed yet. Seals follow within a minute of the first event."))").html
        }
        let waiting = seal.waiting > 10_000 ? texts("more than \(grouped: 10_000)") : texts.grouped(seal.waiting)
        return Notice(
            .success, title: texts("Sealed up to seal \(grouped: seal.number), \(shown.moment(seal.at))"),
            """
            \(texts("Each seal covers the one before it, so nothing can be changed unseen. Events that wait for the next one: \(waiting)."))
            <code title="\(seal.hash)">\(seal.hash.prefix(16))…</code>
            \(texts("Operators follow the whole chain with the console."))
            """
        ).html
    }
}
