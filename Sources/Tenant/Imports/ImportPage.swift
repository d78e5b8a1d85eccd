import Foundation
import Platform
import Web

/// One import, at whichever step it is.
struct ImportPage: Sendable {
    let source: Import
    let errors: [FieldError]
    let csrf: String
    let shown: Shown

    private var texts: Texts { shown.texts }

    var content: HTML {
        let step: Int =
            switch source.state {
            case .mapping: 1
            case .checking, .checked: 2
            case .running, .done, .failed: 3
            }
        return ReadingColumn("\(Steps(Self.steps(texts), current: step, texts: texts))\(body)").html
    }

    static func steps(_ texts: Texts) -> [String] {
        [texts("File"), texts("Columns"), texts("Check"), texts("Import")]
    }

    private var body: HTML {
        switch source.state {
        case .mapping: mapping
        case .checking, .running: Card(nil, progress).html
        case .checked: "\(checked)\(mapping)"
        case .done: done
        case .failed: failed
        }
    }

    private var file: HTML {
        "\(texts("\(source.fileName) · \(source.encoding.label) · separated by \(source.dialect.delimiterLabel)"))"
    }

    // MARK: Columns

    private var mapping: HTML {
        let targets = ImportMapping(type: source.type).targets.map { Choice($0.name, texts($0.label)) }
        let rows = source.header.indices.map { index in row(index, targets) }
        let form = Form(
            post: "\(source.path)/mapping", csrf: csrf,
            """
            \(ErrorSummary(texts("Please look at this again"), others: errors.map { texts($0.message) }))\
            \(Table(
                texts("Columns"), columns: [.init(texts("Column")), .init(texts("First rows")), .init(texts("Becomes"), phone: .line)],
                rows: rows, density: .compact, texts: texts))\
            \(FormField(
                texts("What to do with the rows"), name: "mode",
                .radios(Import.Mode.allCases.map { Choice($0.rawValue, texts($0.label)) }), value: source.mode.rawValue))\
            \(if: !source.type.matchKeys.isEmpty, "\(matchField)")\
            \(FormActions(
                Button(texts("Check"), kind: source.state == .mapping ? .primary : .secondary),
                cancel: Button(texts("Cancel"), kind: .quiet, href: "/imports")))
            """)
        return Card(texts("What the columns are"), hint: "\(source.fileName)", "<p class=\"muted\">\(file)</p>\(form)").html
    }

    private func row(_ index: Int, _ targets: [Choice]) -> Table.Row {
        let name = source.header[index].isEmpty ? texts("Column \(index + 1)") : source.header[index]
        let samples = source.sample.compactMap { index < $0.count && !$0[index].isEmpty ? $0[index] : nil }.prefix(3)
        let field = FormField(
            name, name: "mapping[\(index)]", .select(targets, blank: texts("Ignore this column")), value: source.mapping[index] ?? "",
            hidesLabel: true)
        return Table.Row(id: String(index), label: name, cells: ["\(name)", "\(samples.joined(separator: " · "))", field.html])
    }

    private var matchField: FormField {
        let keys = source.type.matchKeys.compactMap { key in source.type.field(key.field).map { Choice($0.name, texts($0.label)) } }
        return FormField(
            texts("Recognise records by"), name: "match_on", .select(keys), value: source.matchOn,
            help: texts("Used when rows update what is there."))
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
                rate: rate.text, timeLeft: rate.timeLeft, poll: "\(source.path)/progress", topics: [Import.topic], everySeconds: 2, texts: texts))\
            <p class="muted">\(texts("You can leave this page; the work goes on.")) <a href="\(source.path)">\(texts("Reload"))</a></p>
            """
    }

    // MARK: Results

    private var checked: HTML {
        let rows = source.counts.created + source.counts.updated
        let start = Form(
            post: "\(source.path)/start", csrf: csrf, layout: .bare,
            Button(
                texts(rows, one: "Import \(grouped: rows) row", other: "Import \(grouped: rows) rows"), kind: .primary, icon: .upload,
                disabled: rows == 0
            ).html)
        return Card(texts("What would happen"), "<p class=\"muted\">\(texts("Nothing has been saved yet."))</p>\(numbers)\(notes)\(start)")
            .html
    }

    private var done: HTML {
        """
        \(Card(texts("Done"), """
            \(numbers)\(notes)\
            \(Button(texts("Show \(source.type.pluralLabel.lowercased())"), kind: .primary, href: source.type.path))
            """))
        """
    }

    private var failed: HTML {
        """
        \(Notice(.danger, title: texts("The import stopped"), "\(source.error ?? "") \(texts("What was taken in before that is there."))"))\
        \(Card(texts("So far"), "\(numbers)\(notes)"))
        """
    }

    private var numbers: HTML {
        let counts = source.counts
        let cards = [
            (texts("New"), counts.created), (texts("Changed"), counts.updated), (texts("Unchanged"), counts.unchanged),
            (texts("Rejected"), counts.rejected),
        ]
        return Grid(.stats, "\(each: cards, { StatCard($0.0, value: texts.grouped($0.1)).html })").html
    }

    private var notes: HTML {
        var notes: [HTML] = []
        if source.counts.linked > 0 { notes.append("\(linkedNote)") }
        let ignored = source.ignoredColumns.map { texts($0) }.joined(separator: ", ")
        if !ignored.isEmpty { notes.append("\(texts("Ignored columns: \(ignored)."))") }
        if source.counts.rejected > 0 {
            let link: HTML = "<a href=\"\(source.path)/rejects.csv\">\(texts("Download the rejected rows"))</a>"
            notes.append(texts.html("\(html: link) with the reason beside each."))
        }
        return notes.isEmpty ? .empty : "<ul>\(each: notes, { "<li>\($0)</li>" })</ul>"
    }
}

extension ImportPage {
    private var linkedNote: String {
        let linked = source.counts.linked
        if source.state == .checked {
            return texts(
                linked, one: "\(grouped: linked) linked record that was not there yet would be added.",
                other: "\(grouped: linked) linked records that were not there yet would be added.")
        }
        return texts(
            linked, one: "\(grouped: linked) linked record that was not there yet was added.",
            other: "\(grouped: linked) linked records that were not there yet were added.")
    }
}

/// How fast an import goes, and how long it will take.
struct ImportRate {
    let text: String?
    let timeLeft: String?

    init(_ source: Import, now: Date, fraction: Double, texts: Texts) {
        guard let startedAt = source.startedAt, source.counts.rows > 0 else {
            (text, timeLeft) = (nil, nil)
            return
        }
        let seconds = max(now.timeIntervalSince(startedAt), 0.5)
        text = texts("\(grouped: Int(Double(source.counts.rows) / seconds)) rows/s")
        let left = fraction > 0 ? seconds / fraction - seconds : 0
        timeLeft = fraction > 0.01 ? texts(left < 60 ? "\(Int(left.rounded(.up))) s" : "\(Int((left / 60).rounded(.up))) min") : nil
    }
}
