import Foundation
import Platform
import Postgres
import Web

/// What tells records apart, and how to find them by it.
public struct MatchKey: Sendable {
    /// What clients call it; a single field goes by its own name.
    let name: String
    /// Nil goes by its field's label.
    let label: Phrase?
    /// The fields that make it up, by the name under which files fill them.
    let fields: [String]
    /// What two spellings of the same values have in common; nil where they say nothing.
    let normalised: @Sendable ([String]) -> String?
    /// Selects `(key, id)` of the records that have one of `keys`, over alias `r`, without a `where` of its own for access to them;
    /// of others that they are linked to it reads what the viewer sees.
    let lookup: @Sendable ([String], Viewer) -> SQL

    init(
        _ name: String, _ label: Phrase, fields: [String], normalised: @escaping @Sendable ([String]) -> String?,
        lookup: @escaping @Sendable ([String], Viewer) -> SQL
    ) {
        (self.name, self.label, self.fields, self.normalised, self.lookup) = (name, label, fields, normalised, lookup)
    }

    init(field: String, normalised: @escaping @Sendable (String) -> String?, lookup: @escaping @Sendable ([String]) -> SQL) {
        (name, label, fields) = (field, nil, [field])
        self.lookup = { keys, _ in lookup(keys) }
        self.normalised = { $0.first.flatMap { normalised($0) } }
    }

    func normalised(_ value: String) -> String? { normalised([value]) }

    /// Every record by its id, which exports carry.
    static func id(of table: SQLIdentifier) -> MatchKey {
        MatchKey("id", "Id", fields: ["id"], normalised: { $0.first.flatMap { UUID(uuidString: $0) }?.text }) { keys, _ in
            "select r.id::text, r.id from \(table) r where r.id = any(\(keys.compactMap { UUID(uuidString: $0) }))"
        }
    }
}
