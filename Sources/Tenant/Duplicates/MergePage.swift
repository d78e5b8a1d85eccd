import Foundation
import Platform
import Web

/// Several records side by side: which value stays, field by field.
struct MergePage: Sendable {
    let proposal: MergeProposal
    /// Of people and records that fields refer to.
    let names: [String: String]
    /// What else may be the same.
    let further: [Record]
    /// Somebody has saved one of them since the page was shown.
    let isStale: Bool
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }
    private var records: [Record] { proposal.records }
    private var winner: Record { records[0] }
    private var type: RecordType { winner.type }

    var crumbs: [Crumb] { [Crumb(texts(type.pluralLabel), href: type.path), Crumb(winner.title, href: winner.path)] }

    var content: HTML {
        "\(staleNotice)\(form)\(others)"
    }

    private var staleNotice: HTML? {
        guard isStale else { return nil }
        return Notice(
            .warning, title: texts("Somebody saved one of these in the meantime"),
            "\(texts("Below is what is there now; what you had chosen is still chosen. Nothing was merged."))"
        ).html
    }

    private var form: HTML {
        let open = proposal.lines.filter { $0.isOpen && !$0.field.isReadOnly }
        let nothing: HTML = "<p class=\"muted\">\(texts("Where both say something, they say the same. There is nothing to choose."))</p>"
        return Form(
            post: "\(winner.path)/merge", csrf: csrf,
            """
            \(each: records, { "<input type=\"hidden\" name=\"version\" value=\"\($0.id.text):\($0.version)\">" })\
            \(each: records.dropFirst(), { "<input type=\"hidden\" name=\"with\" value=\"\($0.id.text)\">" })\
            \(Card(
                texts("Merge \(records.count) records into \(winner.title)"),
                "<div class=\"stack\">\(heads)\(if: open.isEmpty, nothing, else: "\(each: open, { choice($0) })")</div>"))\
            \(Card(texts("What happens"), consequences))\
            \(FormActions(
                Button(texts("Merge"), kind: .primary, icon: .check), cancel: Button(texts("Cancel"), kind: .quiet, href: winner.path),
                aside: otherWayRound))
            """
        ).html
    }

    private var shape: Grid.Shape { records.count == 2 ? .halves : .thirds }

    /// Who stands in which column.
    private var heads: HTML {
        let identities = records.enumerated().map { index, record in
            Identity(record.title, detail: index == 0 ? texts("stays") : texts("becomes part of it"), size: .medium)
        }
        return Grid(shape, "\(each: identities, { $0.html })").html
    }

    private func choice(_ line: MergeProposal.Line) -> HTML {
        let picks = records.indices.map { index in
            Pick(
                "keep[\(line.field.name)]", value: records[index].id.text, isChosen: line.chosen == index,
                label: text(line.values[index], line.field), note: since(line, index), name: records[index].title)
        }
        return FieldSet(texts(line.field.label), Grid(shape, "\(each: picks, { $0.html })").html).html
    }

    private func text(_ value: FieldValue, _ field: Field) -> String {
        if value.isEmpty { return texts("nothing") }
        if let id = value.id { return names[id.text] ?? texts("another one") }
        return shown.text(value, field.type)
    }

    private func since(_ line: MergeProposal.Line, _ index: Int) -> String? {
        if line.values[index].isEmpty { return nil }
        return (line.since[index] ?? records[index].createdAt).timeIntervalSince1970 > 0
            ? shown.since(line.since[index] ?? records[index].createdAt) : nil
    }

    private var consequences: HTML {
        let united = proposal.lines.filter { $0.chosen == nil && !$0.isEmpty }.map(\.field.label)
        let gone = records.dropFirst().map(\.title).joined(separator: ", ")
        return """
            <ul>\
            \(if: !united.isEmpty, "<li>\(texts("Kept from all of them: \(list: united)."))</li>")\
            <li>\(texts("Everything that belongs to \(gone) moves to \(winner.title)."))</li>\
            <li>\(texts("Old addresses lead here, and the merge can be taken back at any time."))</li></ul>
            """
    }

    /// The other record could stay instead, or both, where there are two.
    private var otherWayRound: HTML? {
        guard records.count == 2 else { return nil }
        let keep = Button(
            texts("Keep \(records[1].title) instead"), kind: .quiet, href: DuplicatePage.merge(records[1], winner), small: true)
        let dismiss = Button(
            texts("Not duplicates"), kind: .quiet, name: "other", value: records[1].id.text,
            formAction: "\(winner.path)/duplicates/dismissal", small: true)
        return "\(keep)\(dismiss)"
    }

    private var others: HTML? {
        if further.isEmpty { return nil }
        let chosen = records.dropFirst().map { "with=\($0.id.text)" }
        let items = further.map { record in
            ItemList.Item(
                record.title, href: record.path, detail: record["email"].text ?? record[type.subtitleField].text,
                leading: Avatar(record.title, size: .small).html,
                trailing: Button(
                    texts("Merge too"), kind: .quiet,
                    href: "\(winner.path)/merge?" + (chosen + ["with=\(record.id.text)"]).joined(separator: "&"),
                    small: true
                ).html)
        }
        return Card(texts("May be the same, too"), ItemList(items).html).html
    }
}
