import Foundation
import Platform
import Web

/// One batch: how far it is, or what came of it.
struct BatchPage: Sendable {
    let batch: Batch
    /// The first of what was left out, and one more where there are more.
    let skips: [BatchSkip]
    /// Names of records, as far as the reader sees them.
    let names: [String: String]
    let viewer: Viewer
    let csrf: String
    let shown: Shown

    static let skipLimit = 100

    private var texts: Texts { shown.texts }
    private var type: RecordType? { viewer.records.named(batch.recordType) }

    var title: String { texts(batch.title(type)) }

    var header: PageHeader {
        PageHeader(
            title, subtitle: "\(texts("\(batch.author), \(shown.moment(batch.createdAt))"))", badge: batch.badge(texts), actions: actions)
    }

    private var actions: HTML? {
        guard let goOn else { return undo }
        return "\(undo)\(goOn)"
    }

    private var goOn: HTML? {
        guard batch.mayGoOn else { return nil }
        return Form(
            post: "\(batch.path)/continuation", csrf: csrf, layout: .bare,
            Button(texts("Go on where it stopped"), kind: .primary).html
        ).html
    }

    private var undo: HTML? {
        if let reverting = batch.revertedBy { return Button(texts("What undid it"), href: Batch.path(reverting)).html }
        guard batch.mayBeReverted(at: shown.now) else { return nil }
        return Form(
            post: "\(batch.path)/reversal", csrf: csrf, layout: .bare,
            Button(texts(batch.reverts == nil ? "Undo" : "Redo"), kind: batch.mayGoOn ? .secondary : .primary, icon: .undo).html
        ).html
    }

    var content: HTML {
        let body: HTML = batch.state == .running ? "\(Card(nil, progress))\(stop)" : "\(failure)\(result)\(left)"
        return ReadingColumn(body).html
    }

    /// Asks for itself again until the work is over; then the page shows the result.
    var progress: HTML {
        guard batch.state == .running else { return ProgressBar(texts("Finished"), fraction: 1, texts: texts).html }
        let done = batch.counts.all
        let seconds = max(shown.now.timeIntervalSince(batch.createdAt), 0.5)
        let left = done > 0 ? seconds * Double(batch.total - done) / Double(done) : nil
        return """
            \(ProgressBar(
                title, fraction: Double(done) / Double(max(batch.total, 1)), amount: texts("\(grouped: done) of \(grouped: batch.total)"),
                rate: done > 0 ? texts("\(grouped: Int(Double(done) / seconds)) rows/s") : nil,
                timeLeft: left.map { texts($0 < 60 ? "\(Int($0.rounded(.up))) s" : "\(Int(($0 / 60).rounded(.up))) min") },
                poll: "\(batch.path)/progress", topics: [Batch.topic], everySeconds: 2, texts: texts))\
            <p class="muted">\(texts("You can leave this page; the work goes on.")) <a href="\(batch.path)">\(texts("Reload"))</a></p>
            """
    }

    private var stop: HTML {
        Form(
            post: "\(batch.path)/cancellation", csrf: csrf, layout: .bare,
            Button(texts("Stop"), confirm: texts("Stop here? What is done stays done, until you undo it.")).html
        ).html
    }

    private var failure: HTML? {
        batch.error.map { Notice(.danger, title: texts("This could not go on"), "\($0)").html }
    }

    private var result: HTML {
        let cards = [
            (texts("Changed"), batch.counts.changed),
            (texts("As asked for already"), batch.counts.unchanged),
            (texts("Left out"), batch.counts.skipped),
        ]
        return """
            \(Grid(.stats, "\(each: cards, { StatCard($0.0, value: texts.grouped($0.1)).html })"))\(onward)
            """
    }

    private var onward: HTML {
        var items: [ItemList.Item] = []
        if let type { items.append(.init(texts("Show \(type.pluralLabel.lowercased())"), href: type.path, leading: type.icon.html)) }
        if let reverts = batch.reverts, case .revert = batch.change {
            items.append(
                .init(texts("What this undid"), href: "/settings/audit?batch=\(reverts.text)", leading: Icon.undo.html))
        }
        if viewer.permissions.managesTenant {
            let href = "/settings/audit?batch=\(batch.id.text)"
            items.append(.init(texts("Each change, before and after"), href: href, leading: Icon.activity.html))
        }
        if batch.mayBeReverted(at: shown.now) {
            items.append(.init(texts("Can be undone until \(shown.moment(batch.revertibleUntil))"), leading: Icon.clock.html))
        }
        return Card(nil, ItemList(items).html).html
    }

    private var left: HTML? {
        if skips.isEmpty { return nil }
        let rows = skips.prefix(Self.skipLimit).map { skip in
            let type = viewer.records.named(skip.recordType)
            let id = skip.recordID.text
            let name = names[id] ?? texts("One that you do not see, or that is in the trash")
            let field = type?.field(skip.field).map { texts($0.label) } ?? skip.field
            return Table.Row(
                id: "\(id) \(skip.field)", label: name, href: names[id].flatMap { _ in type?.path(skip.recordID) },
                cells: ["<bdi>\(name)</bdi>", "\(field)", "<bdi>\(skip.reason)</bdi>"])
        }
        let all: HTML = "<a href=\"\(batch.path)/skipped.csv\">\(texts("Download all of them"))</a>"
        return Card(
            texts("Left as it was"), aside: all, flush: true,
            Table(
                texts("Left as it was"),
                columns: [.init(texts("Record")), .init(texts("Field"), phone: .badge), .init(texts("Why"), phone: .line)],
                rows: rows, density: .compact, texts: texts
            ).html
        ).html
    }
}

enum BatchPages {
    static func list(_ batches: [Batch], next: String?, types: RecordCatalogue, _ shown: Shown) -> HTML {
        let texts = shown.texts
        guard !batches.isEmpty else {
            return EmptyState(
                .list, title: texts("Nothing yet"),
                text: texts("Tick rows of a list to edit, tag, assign or delete many records at once. It can be undone from here.")
            ).html
        }
        let table = Table(
            texts("Bulk changes"),
            columns: [
                .init(texts("What")), .init(texts("Changed"), numeric: true, phone: .hidden), .init(texts("Left out"), numeric: true),
                .init(texts("Who"), phone: .line), .init(texts("When"), phone: .hidden), .init(texts("State"), phone: .badge),
            ],
            rows: batches.map { batch in
                let title = texts(batch.title(types.named(batch.recordType)))
                return Table.Row(
                    id: batch.id.uuidString, label: title, href: batch.path,
                    cells: [
                        "\(title)", "\(texts.grouped(batch.counts.changed))", "\(texts.grouped(batch.counts.skipped))", "\(batch.author)",
                        "\(shown.since(batch.createdAt))", batch.badge(texts).html,
                    ])
            }, texts: texts)
        let pager = next.map { cursor in Pager(previous: nil, next: "/batches?cursor=\(cursor.queryEscaped)", texts: texts) }
        return "\(table)\(pager)<p class=\"muted\">\(texts("What was done stands here for \(Batch.days) days."))</p>"
    }
}
