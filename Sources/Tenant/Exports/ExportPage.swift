import Foundation
import Platform
import Web

/// One export: how far it is, then its file.
struct ExportPage: Sendable {
    let export: Export
    /// Where the file is; nil as long as there is none.
    let link: String?
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }

    var content: HTML { ReadingColumn(Card(nil, body).html).html }

    private var body: HTML {
        switch export.state {
        case .running: progress
        case .failed:
            """
            <div class="stack">\(Notice(.danger, title: texts("The export stopped"), "\(export.error ?? "")"))\
            \(Form(
                post: "\(export.path)/repetition", csrf: csrf, layout: .bare,
                FormActions(Button(texts("Try again"), kind: .primary, icon: .download), cancel: list).html))</div>
            """
        case .done:
            """
            <p>\(texts(export.written, one: "\(grouped: export.written) record", other: "\(grouped: export.written) records")) · \
            \(texts(export.format.label)) · \(texts("\(grouped: max(1, (export.size ?? 0) / 1_000)) KB"))</p>\
            <p class="muted">\(texts("The file is kept until \(shown.moment(export.expiresAt)), only for you."))</p>\
            \(FormActions(Button(texts("Download"), kind: .primary, icon: .download, href: link ?? export.path), cancel: list))
            """
        }
    }

    private var list: Button {
        Button(
            texts("Show \(export.type.pluralLabel.lowercased())"),
            href: "\(export.type.path)\(export.parameters.isEmpty ? "" : "?\(export.parameters)")")
    }

    /// Asks for itself again until the file is there.
    var progress: HTML {
        guard export.state == .running else {
            return ProgressBar(texts(export.state == .failed ? "Stopped" : "Finished"), fraction: 1, texts: texts).html
        }
        let fraction = export.total > 0 ? min(1, Double(export.written) / Double(export.total)) : nil
        return """
            \(ProgressBar(
                texts("Writing \(export.fileName)"), fraction: fraction,
                amount: texts(export.written, one: "\(grouped: export.written) record", other: "\(grouped: export.written) records"),
                poll: "\(export.path)/progress", topics: [Export.topic], everySeconds: 2, texts: texts))\
            <p class="muted">\(texts("You can leave this page; the work goes on.")) <a href="\(export.path)">\(texts("Reload"))</a></p>
            """
    }
}

/// The pages around exports that are about no single one.
enum ExportPages {
    static func list(_ exports: [Export], _ shown: Shown) -> HTML {
        let texts = shown.texts
        guard !exports.isEmpty else {
            return EmptyState(
                .download, title: texts("No files yet"),
                text: texts("What you export in the background waits here for a week. Exports start from the menu of a list.")
            ).html
        }
        return Table(
            texts("Exports"),
            columns: [
                .init(texts("What")), .init(texts("Format")), .init(texts("Records"), numeric: true), .init(texts("When")),
                .init(texts("State"), phone: .badge),
            ],
            rows: exports.map { export in
                Table.Row(
                    id: export.id.uuidString, label: export.fileName, href: export.path,
                    cells: [
                        "\(texts(export.type.pluralLabel))", "\(texts(export.format.label))",
                        "\(texts.grouped(export.state == .done ? export.written : export.total))", "\(shown.since(export.createdAt))",
                        export.badge(texts).html,
                    ])
            }, texts: texts
        ).html
    }
}

extension Export {
    func badge(_ texts: Texts) -> Badge {
        switch state {
        case .running: Badge(texts("Running"), tone: .info)
        case .done: Badge(texts("Done"), tone: .success)
        case .failed: Badge(texts("Stopped"), tone: .danger)
        }
    }
}
