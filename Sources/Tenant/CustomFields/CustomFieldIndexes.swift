import Foundation
import Platform
import Postgres

/// The indexes that a tenant's fields want.
enum CustomFieldIndexes {
    static let source = OnDemandIndexes.Source(
        wanted: { scope in
            let fields = try await scope.database.read(CustomFieldQueries.all).fields
            return fields.filter { $0.indexWantedAt != nil && !$0.isArchived }.flatMap(\.indexes)
        },
        built: { scope, names in
            let fields = try await scope.database.read(CustomFieldQueries.all).fields
            let indexed = fields.filter { field in !field.indexes.isEmpty && field.indexes.allSatisfy { names.contains($0.name) } }
            try await scope.database.write(
                """
                update custom_fields set indexed_at = case when id = any(\(indexed.map(\.id))) then coalesce(indexed_at, \(scope.now)) end
                where index_wanted_at is not null
                """)
        })
}

extension CustomField {
    /// One for what is compared and sorted, and one for what is looked for within texts.
    var indexes: [ConcurrentIndex] {
        guard let table = RecordTypes.named(recordType)?.table.name else { return [] }
        let value = expression(over: "custom").text
        let compared = (sortExpression(over: "custom") ?? expression(over: "custom")).text
        let ordered = ConcurrentIndex(OnDemandIndexes.name(id), on: table, "((\(compared)), id) where deleted_at is null")
        let words = ConcurrentIndex(
            OnDemandIndexes.name(id, "_words"), on: table, "using gin ((\(value)) extensions.gin_trgm_ops) where deleted_at is null")
        switch kind {
        case .text, .email, .phone, .url: return [ordered, words]
        case .longText: return [words]
        case .multiChoice: return [ConcurrentIndex(OnDemandIndexes.name(id), on: table, "using gin ((\(value))) where deleted_at is null")]
        default: return [ordered]
        }
    }
}
