import Foundation
import Platform
import Web

/// One import, at whichever step it is.
struct ImportPage: Sendable {
    let source: Import
    let errors: [FieldError]
    let csrf: String
    let shown: Shown

    static let steps = ["File", "Columns", "Check", "Import"]

    var content: HTML {
        let step: Int =
            switch source.state {
            case .mapping: 1
            case .checking, .checked: 2
            case .running, .done, .failed: 3
            }
        return ReadingColumn("\(Steps(Self.steps, current: step))\(body)").html
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
        "\(source.fileName) · \(source.encoding.label) · separated by \(source.dialect.delimiterLabel)"
    }

    // MARK: Columns

    private var mapping: HTML {
        let targets = ImportMapping(type: source.type).targets.map { Choice($0.name, $0.label) }
        let rows = source.header.indices.map { index in row(index, targets) }
        let form = Form(
            post: "\(source.path)/mapping", csrf: csrf,
            """
            \(ErrorSummary("Please look at this again", others: errors.map(\.message)))\
            \(Table("Columns", columns: [.init("Column"), .init("First rows"), .init("Becomes", phone: .line)], rows: rows, density: .compact))\
            \(FormField("What to do with the rows", name: "mode", .radios(Import.Mode.allCases.map { Choice($0.rawValue, $0.label) }), value: source.mode.rawValue))\
            \(if: !source.type.matchKeys.isEmpty, "\(matchField)")\
            \(FormActions(Button("Check", kind: source.state == .mapping ? .primary : .secondary), cancel: Button("Cancel", kind: .quiet, href: "/imports")))
            """)
        return Card("What the columns are", hint: "\(source.fileName)", "<p class=\"muted\">\(file)</p>\(form)").html
    }

    private func row(_ index: Int, _ targets: [Choice]) -> Table.Row {
        let name = source.header[index].isEmpty ? "Column \(index + 1)" : source.header[index]
        let samples = source.sample.compactMap { index < $0.count && !$0[index].isEmpty ? $0[index] : nil }.prefix(3)
        let field = FormField(
            name, name: "mapping[\(index)]", .select(targets, blank: "Ignore this column"), value: source.mapping[index] ?? "",
            hidesLabel: true)
        return Table.Row(id: String(index), label: name, cells: ["\(name)", "\(samples.joined(separator: " · "))", field.html])
    }

    private var matchField: FormField {
        let keys = source.type.matchKeys.compactMap { key in source.type.field(key.field).map { Choice($0.name, $0.label) } }
        return FormField(
            "Recognise records by", name: "match_on", .select(keys), value: source.matchOn, help: "Used when rows update what is there.")
    }

    // MARK: Working

    /// Asks for itself again until the run is over; then it says where the result is.
    var progress: HTML {
        guard source.state.isWorking else {
            return """
                \(ProgressBar(source.state == .failed ? "Stopped" : "Finished", fraction: 1))\
                \(Button("Show the result", kind: .primary, href: source.path))
                """
        }
        let done = Words.english.grouped(source.counts.rows)
        let fraction = source.position.map { min(1, Double($0.offset) / Double(max(source.fileSize, 1))) }
        let rate = ImportRate(source, now: shown.now, fraction: fraction ?? 0)
        return """
            \(ProgressBar(
                source.state == .checking ? "Checking \(source.fileName)" : "Importing \(source.fileName)", fraction: fraction, amount: "\(done) rows",
                rate: rate.text, timeLeft: rate.timeLeft, poll: "\(source.path)/progress"))\
            <p class="muted">You can leave this page; the work goes on. <a href="\(source.path)">Reload</a></p>
            """
    }

    // MARK: Results

    private var checked: HTML {
        let rows = source.counts.created + source.counts.updated
        let start = Form(
            post: "\(source.path)/start", csrf: csrf, layout: .bare,
            Button("Import \(Words.english.grouped(rows)) row\(rows == 1 ? "" : "s")", kind: .primary, icon: .upload, disabled: rows == 0)
                .html)
        return Card("What would happen", "<p class=\"muted\">Nothing has been saved yet.</p>\(numbers)\(notes)\(start)").html
    }

    private var done: HTML {
        """
        \(Card("Done", "\(numbers)\(notes)\(Button("Show \(source.type.pluralLabel.lowercased())", kind: .primary, href: source.type.path))"))
        """
    }

    private var failed: HTML {
        """
        \(Notice(.danger, title: "The import stopped", "\(source.error ?? "") What was taken in before that is there."))\
        \(Card("So far", "\(numbers)\(notes)"))
        """
    }

    private var numbers: HTML {
        let counts = source.counts
        let cards = [("New", counts.created), ("Changed", counts.updated), ("Unchanged", counts.unchanged), ("Rejected", counts.rejected)]
        return Grid(.stats, "\(each: cards, { StatCard($0.0, value: Words.english.grouped($0.1)).html })").html
    }

    private var notes: HTML {
        var notes: [HTML] = []
        if source.counts.linked > 0 {
            notes.append(
                "\(Words.english.grouped(source.counts.linked)) linked records that were not there yet \(source.state == .checked ? "would be" : "were") added."
            )
        }
        if !source.ignoredColumns.isEmpty { notes.append("Ignored columns: \(source.ignoredColumns.joined(separator: ", ")).") }
        if source.counts.rejected > 0 {
            notes.append("<a href=\"\(source.path)/rejects.csv\">Download the rejected rows</a> with the reason beside each.")
        }
        return notes.isEmpty ? .empty : "<ul>\(each: notes, { "<li>\($0)</li>" })</ul>"
    }
}

/// How fast an import goes, and how long it will take.
struct ImportRate {
    let text: String?
    let timeLeft: String?

    init(_ source: Import, now: Date, fraction: Double) {
        guard let startedAt = source.startedAt, source.counts.rows > 0 else {
            (text, timeLeft) = (nil, nil)
            return
        }
        let seconds = max(now.timeIntervalSince(startedAt), 0.5)
        text = "\(Words.english.grouped(Int(Double(source.counts.rows) / seconds))) rows/s"
        let left = fraction > 0 ? seconds / fraction - seconds : 0
        timeLeft = fraction > 0.01 ? (left < 60 ? "\(Int(left.rounded(.up))) s" : "\(Int((left / 60).rounded(.up))) min") : nil
    }
}
