import Foundation
import Platform
import Web

/// One import, at whichever step it is.
struct ImportPage: Sendable {
    let source: Import
    var plan: ImportPlan?
    var presets: [ImportPreset] = []
    /// Whether the columns were filled in as last time.
    var isRemembered = false
    /// What took it back, if anything did.
    var reversal: Batch?
    var errors: [FieldError] = []
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }

    var content: HTML {
        "\(Steps(Self.steps(texts), current: step, texts: texts))\(body)"
    }

    private var step: Int {
        switch source.state {
        case .mapping: 1
        case .checking, .checked: 2
        case .running, .done, .failed, .cancelled: 3
        }
    }

    static func steps(_ texts: Texts) -> [String] {
        [texts("File"), texts("Columns"), texts("Check"), texts("Import")]
    }

    private var body: HTML {
        switch source.state {
        case .mapping: "\(unchecked)\(remembered)\(mapping)"
        case .checking, .running: Card(nil, stack("\(progress)\(cancel)")).html
        case .checked: "\(checked)\(mapping)"
        case .done: "\(undone)\(Card(texts("Done"), stack("\(report.html)\(ways)")))\(preset)"
        case .failed, .cancelled: "\(undone)\(stopped)\(Card(texts("So far"), stack("\(report.html)\(ways)")))"
        }
    }

    private func stack(_ content: HTML) -> HTML { "<div class=\"stack\">\(content)</div>" }

    private var report: ImportReport { ImportReport(source: source, texts: texts) }

    // MARK: Columns

    private var mapping: HTML {
        ImportMappingForm(source: source, plan: plan ?? source.plan, presets: presets, errors: errors, csrf: csrf, texts: texts).html
    }

    private var remembered: HTML? {
        isRemembered
            ? Notice(.info, "\(texts("A file like this was imported before, so the columns are filled in as they were then."))").html : nil
    }

    private var preset: HTML {
        let form = Form(
            post: "\(source.path)/presets", csrf: csrf, layout: .inline,
            """
            \(FormField(texts("Name"), name: "preset_name", .text(maxLength: 80), required: true))\
            \(Button(texts("Save as preset")))
            """)
        return Card(
            texts("Use these columns again"),
            stack(
                "<p class=\"muted\">\(texts("The next file with the same columns is filled in on its own. A preset is there for any file."))</p>\(form)"
            )
        ).html
    }

    // MARK: Working

    /// Asks for itself again until the run is over; then the page shows the result.
    var progress: HTML {
        guard source.state.isWorking else {
            return ProgressBar(texts(source.state == .failed ? "Stopped" : "Finished"), fraction: 1, texts: texts).html
        }
        let fraction = source.position.map { min(1, Double($0.offset) / Double(max(source.fileSize, 1))) }
        let rate = ImportRate(source, now: shown.now, fraction: fraction ?? 0, texts: texts)
        return """
            \(ProgressBar(
                texts(source.state == .checking ? "Checking \(source.fileName)" : "Importing \(source.fileName)"), fraction: fraction,
                amount: texts(source.counts.rows, one: "\(grouped: source.counts.rows) row", other: "\(grouped: source.counts.rows) rows"),
                rate: rate.text, timeLeft: rate.timeLeft, poll: "\(source.path)/progress", topics: [Import.topic], everySeconds: 2,
                texts: texts))\
            <p class="muted">\(texts("You can leave this page; the work goes on.")) <a href="\(source.path)">\(texts("Reload"))</a></p>
            """
    }

    private var cancel: HTML? {
        guard source.state.isWorking else { return nil }
        return Form(post: "\(source.path)/cancellation", csrf: csrf, layout: .bare, FormActions(Button(texts("Stop"), icon: .x)).html).html
    }

    // MARK: Results

    private var checked: HTML {
        let rows = source.counts.created + source.counts.updated
        let start = Form(
            post: "\(source.path)/start", csrf: csrf, layout: .bare,
            FormActions(
                Button(
                    texts(rows, one: "Import \(grouped: rows) row", other: "Import \(grouped: rows) rows"), kind: .primary, icon: .upload,
                    disabled: rows == 0)
            ).html)
        return Card(
            texts("What would happen"), stack("<p class=\"muted\">\(texts("Nothing has been saved yet."))</p>\(report.html)\(start)")
        ).html
    }

    /// A check that did not come to its end.
    private var unchecked: HTML? {
        source.error.map { Notice(.danger, title: texts("The check stopped"), "\($0) \(texts("Check the file again."))").html }
    }

    private var stopped: HTML {
        let title = texts(source.state == .cancelled ? "The import was stopped" : "The import stopped")
        return Notice(
            source.state == .cancelled ? .warning : .danger, title: title,
            "\(source.error ?? "") \(source.hasWritten ? texts("What was taken in before that is there.") : "")"
        ).html
    }

    private var ways: HTML {
        let mayGoOn = source.state == .failed && source.mayGoOn(at: shown.now)
        let all = Button(
            texts("Show \(source.type.pluralLabel.lowercased())"), kind: mayGoOn ? .secondary : .primary, href: source.type.path)
        return mayGoOn ? "\(goOn(or: all))\(undo)" : FormActions(all, aside: undo).html
    }

    /// What went in before is not taken in again.
    private func goOn(or other: Button) -> HTML {
        Form(
            post: "\(source.path)/continuation", csrf: csrf, layout: .bare,
            FormActions(Button(texts("Go on where it stopped"), kind: .primary, icon: .upload), cancel: other).html
        ).html
    }

    private var undo: HTML? {
        guard reversal == nil, source.hasWritten else { return nil }
        return Form(
            post: "\(source.path)/reversal", csrf: csrf, layout: .bare,
            Button(
                texts("Undo this import"), icon: .undo, confirm: texts("Take back everything that this import added and changed?")
            ).html
        ).html
    }

    private var undone: HTML? {
        reversal.map { batch in
            Notice(
                .info, title: texts(batch.state == .running ? "This import is being undone" : "This import was undone"),
                """
                \(texts("What somebody has changed since stays as it is.")) \
                <a href="\(batch.path)">\(texts("What was taken back"))</a>
                """
            ).html
        }
    }
}
