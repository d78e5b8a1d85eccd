import Foundation
import Platform
import Web

/// The work list of duplicates of one type.
struct DuplicatePage: Sendable {
    static let countedUpTo = 1_000

    let type: RecordType
    let types: [RecordType]
    let page: DuplicatePairs.Page
    let total: Int?
    let scan: DuplicateScan?
    let viewer: Viewer
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }
    private var path: String { "/duplicates?type=\(type.name)" }

    var tabs: Tabs {
        Tabs(
            texts("Record types"),
            types.map { Tabs.Tab(texts($0.pluralLabel), href: "/duplicates?type=\($0.name)", current: $0.name == type.name) })
    }

    var actions: HTML? {
        guard viewer.may(.edit, type.name), scan?.isRunning != true else { return nil }
        let form = Form(
            post: "/duplicates/scans", csrf: csrf, layout: .bare,
            """
            <input type="hidden" name="record_type" value="\(type.name)">\
            \(Button(texts(scan == nil ? "Look for duplicates" : "Look again"), icon: .search))
            """)
        let settings: HTML? =
            viewer.permissions.managesTenant
            ? Button(texts("Settings"), kind: .quiet, icon: .settings, href: "/settings/duplicates").html : nil
        return "\(settings)\(form)"
    }

    var content: HTML {
        """
        \(failure)\(if: scan?.isRunning == true, Card(nil, "\(scan.map { DuplicateProgress(scan: $0, viewer: viewer, texts: texts).html })").html)\
        \(if: page.pairs.isEmpty, empty, else: table)
        """
    }

    private var failure: HTML? {
        scan?.error.map { Notice(.danger, title: texts("The last look stopped before its end"), "\($0)").html }
    }

    private var empty: HTML {
        guard let scan else {
            return EmptyState(
                .copy, title: texts("Nobody has looked yet"),
                text: texts(
                    "All \(type.pluralLabel.lowercased()) are compared by name, address, number and company. Nothing is changed by looking."
                )
            ).html
        }
        if scan.isRunning {
            return EmptyState(.clock, title: texts("Looking…"), text: texts("What is found stands here as soon as it is found.")).html
        }
        if scan.error != nil {
            return EmptyState(.copy, title: texts("Nothing was found before that"), text: texts("Look again to compare all of them.")).html
        }
        return EmptyState(
            .check, title: texts("No duplicates"),
            text: scan.isCounted(for: viewer)
                ? texts("Of \(grouped: scan.records) records, no two that you can see seem to be the same.")
                : texts("No two that you can see seem to be the same.")
        ).html
    }

    private var table: HTML {
        let columns: [Table.Column] = [
            .init(texts("Record")), .init(texts("May be the same as"), phone: .line), .init(texts("Because"), phone: .hidden, quiet: true),
            .init(texts("Alike"), phone: .badge),
        ]
        let next = page.nextCursor.map { "\(path)&cursor=\($0.queryEscaped)" }
        return """
            \(Table(texts("Likely duplicates"), columns: columns, rows: page.pairs.map(row), texts: texts))\
            \(Pager(previous: nil, next: next, total: total.map { min($0, Self.countedUpTo) }, estimated: total ?? 0 >= Self.countedUpTo, texts: texts))\
            \(lastLook)
            """
    }

    private var lastLook: HTML? {
        guard let scan, let finishedAt = scan.finishedAt, scan.isCounted(for: viewer) else { return nil }
        return """
            <p class="muted">\(texts("Last looked \(shown.since(finishedAt)): \(grouped: scan.records) records, \(grouped: scan.compared) pairs compared."))</p>
            """
    }

    private func row(_ pair: DuplicatePairs.Pair) -> Table.Row {
        let (one, other) = (pair.records[0], pair.records[1])
        let label = texts("\(one.title) and \(other.title)")
        return Table.Row(
            id: pair.id.uuidString, label: label, href: Self.merge(one, other),
            cells: [
                identity(one), identity(other), "\(pair.match.reasons(texts))", ScoreBadge(pair.match.score, texts: texts).html,
            ],
            actions: Form(
                post: "/duplicates/\(pair.id.text)/dismissal", csrf: csrf, layout: .bare,
                """
                <input type="hidden" name="back" value="\(path)">\
                \(Button(texts("Not duplicates"), kind: .quiet, small: true))
                """
            ).html)
    }

    private func identity(_ record: Record) -> HTML {
        Identity(record.title, detail: record["email"].text ?? record[type.subtitleField].text, size: .small).html
    }

    static func merge(_ one: Record, _ other: Record) -> String {
        "\(one.path)/merge?with=\(other.id.text)"
    }
}

/// How far a scan is; asks for itself again until it is over.
struct DuplicateProgress: Component {
    let scan: DuplicateScan
    let viewer: Viewer
    let texts: Texts

    var html: HTML {
        guard scan.isRunning else { return ProgressBar(texts("Finished"), fraction: 1, texts: texts).html }
        return """
            \(ProgressBar(
                texts("Looking for duplicates"), fraction: scan.fraction, amount: texts(ifAny: amount),
                poll: "/duplicates/scans/\(scan.id.text)/progress", topics: [DuplicateScan.topic], everySeconds: 2,
                texts: texts))\
            <p class="muted">\(texts("You can leave this page; the work goes on.")) <a href="/duplicates?type=\(scan.typeName)">\(texts("Reload"))</a></p>
            """
    }

    private var amount: Phrase? {
        guard scan.isCounted(for: viewer) else { return nil }
        if scan.step == .keys { return "Reading records" }
        return "\(grouped: scan.compared) pairs compared, \(grouped: scan.found) found"
    }
}
