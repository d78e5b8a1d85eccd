import Foundation
import Platform
import Postgres
import Web

/// At the side of a record: what a scan says may be the same, and the merges that can be taken back.
struct DuplicatePanel: Sendable {
    let record: Record
    let context: StaffContext
    let crm: CRM

    private var texts: Texts { context.texts }
    private var csrf: String { crm.csrf.token(for: context.sessionID.uuidString) }

    /// Nil where there is neither.
    var html: HTML? {
        get async throws {
            guard record.type.duplicates != nil else { return nil }
            let pairs = try await DuplicatePairs(record.type, in: context.scope).pairs(of: record.id, limit: 3)
            let merges = try await context.scope.database.read(MergeQueries.merges(into: record.id)).map {
                try $0.decode((UUID, Date, String?, [UUID]).self)
            }
            if pairs.isEmpty && merges.isEmpty { return nil }
            let mayEdit = RecordStore(record.type, in: context.scope).allows(.edit, record)
            return """
                \(if: !pairs.isEmpty, Card(texts("May be the same"), ItemList(pairs.map(item)).html).html)\
                \(if: !merges.isEmpty, Card(texts("Merged records"), ItemList(merges.map { merge($0, mayEdit) }).html).html)
                """
        }
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
                post: "/merges/\(id.uuidString.lowercased())/reversal", csrf: csrf, layout: .bare,
                Button(texts("Take apart"), kind: .quiet, icon: .undo, small: true).html
            ).html : nil
        return ItemList.Item(title, detail: [person, context.shown.since(at)].compactMap { $0 }.joined(separator: " · "), trailing: undo)
    }
}
