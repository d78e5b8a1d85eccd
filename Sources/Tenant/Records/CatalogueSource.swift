import Platform
import Synchronization

/// What somebody's record types follow from. Equal sources share one catalogue, so that a tenant's many people do not each
/// keep their own.
struct CatalogueSource: Sendable, Hashable {
    /// What the person's roles hide and lock, by record type.
    var refinements: [String: RecordRefinement] = [:]
    /// What the tenant has added to record types.
    var customFields: [CustomField] = []
    var calendar = TenantCalendar.usual
    var tagColors = TagColors()

    private static let known = Mutex<[CatalogueSource: RecordCatalogue]>([:])
    private static let capacity = 2_000

    var catalogue: RecordCatalogue {
        if self == CatalogueSource() { return .standard }
        if let catalogue = Self.known.withLock({ $0[self] }) { return catalogue }
        let added = Dictionary(grouping: customFields, by: \.recordType)
        let catalogue = RecordCatalogue(
            RecordTypes.all.map { type in
                type.extended(by: (added[type.name] ?? []).addition).restricted(by: refinements[type.name] ?? RecordRefinement())
            }, calendar: calendar, tagColors: tagColors)
        Self.known.withLock { known in
            if known.count >= Self.capacity { known.removeAll() }
            known[self] = catalogue
        }
        return catalogue
    }
}
