import Platform
import Web

/// How the timeline tells of what happened to something that belongs to a record.
struct AttachedDeed: Sendable {
    let icon: Icon
    /// Whether the words that the event kept of it stand below: those that no other part of the page shows.
    let quotes: Bool
    /// - Parameters:
    ///   - who: the person, marked up.
    ///   - what: the record, as it stands within a sentence.
    let sentence: @Sendable (_ who: HTML, _ what: HTML) -> Phrase

    init(_ icon: Icon, quotes: Bool = false, _ sentence: @escaping @Sendable (HTML, HTML) -> Phrase) {
        (self.icon, self.quotes, self.sentence) = (icon, quotes, sentence)
    }

    private static let known = Features.all.map(\.deeds).reduce(into: [:]) { $0.merge($1) { first, _ in first } }

    /// Nil for what happened to a record itself.
    static func of(_ kind: String) -> AttachedDeed? { known[kind] }
}
