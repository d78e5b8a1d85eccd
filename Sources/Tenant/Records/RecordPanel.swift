import Platform
import Web

/// What a feature shows on the page of every record. It says what it asks and how it looks; the page asks for all panels at once.
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
    /// Answered by nil where this person has nothing to see or do there.
    let question: @Sendable (RecordVisit) -> Question<HTML?>
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
