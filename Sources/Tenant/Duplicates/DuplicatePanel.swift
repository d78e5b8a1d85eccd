import Foundation
import Platform
import Postgres
import Web

/// At the side of a record: what a scan says may be the same, and the merges that can be taken back.
struct DuplicatePanel: Sendable {
    let visit: RecordVisit

    private var record: Record { visit.record }
    private var texts: Texts { visit.texts }

    /// Answered by nil where there is neither.
    var question: Question<HTML?> {
        guard record.type.duplicates != nil else { return .known(nil) }
        let pairs = DuplicatePairs(record.type, in: visit.scope).question(about: record.id, limit: 3)
        let merges = Question(MergeQueries.merges(into: record.id)) { try $0.map { try $0.decode((UUID, Date, String?, [UUID]).self) } }
        return pairs.and(merges).map { html($0, $1) }
    }

    private func html(_ pairs: [DuplicatePairs.Pair], _ merges: [(UUID, Date, String?, [UUID])]) -> HTML? {
        if pairs.isEmpty && merges.isEmpty { return nil }
        let mayEdit = RecordStore(record.type, in: visit.scope).allows(.edit, record)
        return """
            \(if: !pairs.isEmpty, Card(texts("May be the same"), ItemList(pairs.map(item)).html).html)\
            \(if: !merges.isEmpty, Card(texts("Merged records"), ItemList(merges.map { merge($0, mayEdit) }).html).html)
            """
    }

    private func item(_ pair: DuplicatePairs.Pair) -> ItemList.Item {
        let other = pair.records.first { $0.id != record.id } ?? record
        return ItemList.Item(
            other.title, href: DuplicatePage.merge(record, other), detail: pair.match.reasons(texts),
            leading: Avatar(other.title, size: .small).html, trailing: ScoreBadge(pair.match.score, texts: texts).html)
    }

    private func merge(_ merge: (UUID, Date, String?, [UUID]), _ mayEdit: Bool) -> ItemList.Item {
        let (id, at, person, losers) = merge
        let title = texts(losers.count, one: "\(losers.count) record merged", other: "\(losers.count) records merged")
        let undo: HTML? =
            mayEdit
            ? Form(
                post: "/merges/\(id.text)/reversal", csrf: visit.csrf, layout: .bare,
                Button(texts("Take apart"), kind: .quiet, icon: .undo, small: true).html
            ).html : nil
        return ItemList.Item(title, detail: [person, visit.shown.since(at)].compactMap { $0 }.joined(separator: " · "), trailing: undo)
    }
}
