import Foundation
import Platform
import Web

/// Somebody opens the page of a record that they see.
struct RecordVisit: Sendable {
    let record: Record
    let context: StaffContext
    let crm: CRM

    var scope: TenantScope { context.scope }
    var texts: Texts { context.texts }
    var shown: Shown { context.shown }
    var csrf: String { crm.csrf.token(for: context) }
    /// The record as one that people add to.
    var contributed: ContributedRecord { ContributedRecord(record, in: scope) }

    /// The page in two round trips: one for all that stands on it, one for the names that its timeline mentions.
    func page(isDeleted: Bool) async throws -> RecordPage {
        let asked = try RecordTimeline.question(about: record, context).and(RelatedRecords.question(about: record, context))
        let ((entries, related), panels) = try await scope.database.read(asked.and(isDeleted ? .known([:]) : self.panels))
        let store = RecordStore(record.type, in: scope)
        let (csrf, mayEdit) = (csrf, store.allows(.edit, record))
        let timeline = RecordTimeline(
            type: record.type, entries: entries, names: try await names(in: entries), shown: shown,
            csrf: mayEdit && !isDeleted ? csrf : nil, historyPath: "\(record.path)/history")
        var page = RecordPage(
            record: record, timeline: timeline, related: related, isDeleted: isDeleted, mayEdit: mayEdit,
            mayDelete: store.allows(.delete, record), csrf: csrf, shown: shown)
        (page.composers, page.panels, page.asides) = (panels[.composer] ?? [], panels[.main] ?? [], panels[.side] ?? [])
        if !isDeleted { page.actions = crm.features.flatMap { $0.recordMenu?(record, context, crm) ?? [] } }
        return page
    }

    private func names(in entries: [LoggedEvent]) async throws -> [String: String] {
        // It has its own name already.
        let mentioned = EventChanges.mentioned(in: entries, types: context.viewer.records).filter { $0 != record.id }
        return try await NameLookup(scope: scope).names(of: mentioned)
    }

    /// What features add, by where it stands.
    private var panels: Question<[RecordPanel.Place: [HTML]]> {
        let panels = crm.features.flatMap(\.recordPanels).sorted { $0.order < $1.order }
        let places = panels.map(\.place)
        return Question.all(panels.map { $0.question(self) }).map { drawn in
            let visible = zip(places, drawn).compactMap { place, html in html.map { (place, $0) } }
            return Dictionary(grouping: visible, by: \.0).mapValues { $0.map(\.1) }
        }
    }
}
