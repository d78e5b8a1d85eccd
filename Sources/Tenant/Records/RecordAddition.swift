import Foundation
import Platform
import Web

/// What a tenant has added to a record type.
struct RecordAddition: Sendable {
    /// What speaks against saving some of the drafts, by their ids.
    typealias Refusals = @Sendable ([Draft], TenantTransaction) async throws -> [UUID: [FieldError]]

    var fields: [Field] = []
    var joins: [RecordJoin] = []
    /// The added fields by which an import can recognise records.
    var matchKeys: [MatchKey] = []
    /// Members of `custom` whose fields are archived: kept with the records, shown to nobody.
    var archived: [CustomName] = []
    /// Rules of the added fields, and values that follow from them. Runs behind those of the type.
    var prepare: @Sendable (inout Draft, TenantScope) throws -> Void = { _, _ in }
    var refusals: Refusals = { _, _ in [:] }

    var isEmpty: Bool { fields.isEmpty && archived.isEmpty }

    func preparing(_ type: RecordType) -> @Sendable (inout Draft, TenantTransaction) async throws -> Void {
        let (own, added) = (type.prepare, prepare)
        return { draft, transaction in
            try await own(&draft, transaction)
            try added(&draft, transaction.scope)
        }
    }
}
