import Foundation
import Platform
import Web

/// What an import did, or would do.
struct ImportReport: Sendable {
    let source: Import
    let texts: Texts

    var html: HTML { "<div class=\"stack\">\(numbers)\(notes)</div>" }

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
        if !source.plan.firesAutomations { notes.append("\(texts("Automations do not run for these rows."))") }
        if source.counts.rejected > 0 {
            let link: HTML = "<a href=\"\(source.path)/rejects.csv\">\(texts("Download the rejected rows"))</a>"
            notes.append(texts.html("\(html: link) with the reason beside each."))
        }
        return "\(each: notes, { "<p>\($0)</p>" })"
    }

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
