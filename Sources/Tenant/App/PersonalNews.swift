import Foundation
import Postgres

/// Something that changes for one person, and that only their open pages hear of.
struct PersonalNews: Sendable {
    /// What pages hear; other than any record type is called.
    let name: String
    /// Selects when it last changed for somebody since a moment; null where it has not.
    let latest: @Sendable (UUID, Date) -> SQL

    init(name: String, latest: @escaping @Sendable (UUID, Date) -> SQL) {
        (self.name, self.latest) = (name, latest)
    }
}
