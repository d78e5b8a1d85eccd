import Platform
import Web

/// What a feature shows on the page of every record.
struct RecordPanel: Sendable {
    enum Place: Sendable {
        /// Above the timeline: where one writes something.
        case composer
        /// Between the composer and the timeline.
        case main
        /// At the side, behind related records.
        case side
    }

    let place: Place
    /// The lowest comes first.
    let order: Int
    /// Nil where this person has nothing to see or do there. The record is one that they see.
    let load: @Sendable (Record, StaffContext, CRM) async throws -> HTML?
}

/// What a feature offers for the rows that are ticked in a list. The bulk bar is one form that says which records are meant.
struct BulkAction: Sendable {
    let label: Phrase
    let icon: Icon
    /// The lowest comes first.
    let order: Int
    /// Behind the type's path: the form is sent to `/contacts/` and this.
    let path: String
    let action: Action
    var isDanger = false
    /// Offered in the trash, and only there.
    var isForTrash = false
}

extension CRM {
    func panels(_ place: RecordPanel.Place, of record: Record, _ context: StaffContext) async throws -> [HTML] {
        var panels: [HTML] = []
        for panel in features.flatMap(\.recordPanels).filter({ $0.place == place }).sorted(by: { $0.order < $1.order }) {
            if let html = try await panel.load(record, context, self) { panels.append(html) }
        }
        return panels
    }
}
