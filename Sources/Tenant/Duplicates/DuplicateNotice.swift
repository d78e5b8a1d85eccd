import Foundation
import Platform
import Web

/// What a form says when it finds that a record may be there already.
struct DuplicateNotice: Sendable {
    let type: RecordType
    let matches: [LikelyDuplicate]
    /// Whether the tenant wants it not to be added.
    let isRefused: Bool
    /// Those that the viewer may change.
    let mayMerge: Set<UUID>
    let shown: Shown

    private var texts: Texts { shown.texts }

    var html: HTML {
        Notice(
            .warning, title: texts(title),
            """
            <p>\(texts(isRefused ? refusal : advice))</p>\(ItemList(matches.map(item)))\
            \(if: !isRefused, "<p>\(Button(texts("Save anyway"), name: CreationGuard.parameter, value: "allow", small: true))</p>")
            """
        ).html
    }

    private var title: Phrase {
        isRefused ? "This \(type.label.lowercased()) is there already" : "This \(type.label.lowercased()) may be there already"
    }

    private var refusal: Phrase {
        "Nothing was saved, and nothing that you typed is lost. Open the record, or merge what you typed into it."
    }
    private var advice: Phrase { "Nothing was saved yet, and nothing that you typed is lost. Look, and decide." }

    private func item(_ duplicate: LikelyDuplicate) -> ItemList.Item {
        let merge: HTML? =
            mayMerge.contains(duplicate.record.id)
            ? Button(
                texts("Merge into this"), kind: .quiet, name: "merge_into", value: duplicate.record.id.text, small: true
            ).html : nil
        return ItemList.Item(
            duplicate.record.title, href: duplicate.record.path, detail: duplicate.match.reasons(texts),
            leading: Avatar(duplicate.record.title, size: .small).html,
            trailing: "\(ScoreBadge(duplicate.match.score, texts: texts)) \(merge)")
    }
}

/// How alike two records are.
struct ScoreBadge: Component {
    let score: Int
    let texts: Texts

    init(_ score: Int, texts: Texts) {
        (self.score, self.texts) = (score, texts)
    }

    var html: HTML {
        Badge(texts("\(score) of 100"), tone: score >= 90 ? .danger : score >= DuplicateMatch.certain ? .warning : .neutral, dot: false)
            .html
    }
}

extension DuplicateMatch {
    /// What speaks for it, then what speaks against it.
    func reasons(_ texts: Texts) -> String {
        findings.sorted { $0.points > $1.points }.map { texts($0.sentence) }.joined(separator: " · ")
    }
}
