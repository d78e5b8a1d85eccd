import Foundation
import Platform
import Postgres
import Web

/// What admins do with the fields that a tenant adds to its records. Everybody works with the new ones at once, since whoever
/// changes a definition renews everybody's view of it in the same transaction.
struct CustomFields: Sendable {
    let scope: TenantScope

    init(in scope: TenantScope) {
        self.scope = scope
    }

    // MARK: Looking

    /// All of a record type, archived ones too, in their order.
    func list(of recordType: String? = nil) async throws -> [CustomField] {
        try permit()
        return try await scope.database.read(CustomFieldQueries.all).fields.filter { recordType == nil || $0.recordType == recordType }
    }

    /// - Throws: `Failure.notFound`.
    func find(_ id: UUID) async throws -> CustomField {
        guard let field = try await list().first(where: { $0.id == id }) else { throw Failure.notFound }
        return field
    }

    // MARK: Changing

    /// - Throws: `Failure.invalid` naming each part that is wrong.
    func create(_ new: NewCustomField, in transaction: TenantTransaction) async throws -> CustomField {
        let known = try await begin(in: transaction).filter { $0.recordType == new.recordType.name }
        let checked = try CustomFieldRules(type: new.recordType, known: known).check(new)
        let field = CustomField(
            id: .v7(), recordType: new.recordType.name, name: checked.name, kind: new.kind, definition: checked.definition,
            position: (known.map(\.position).max() ?? 0) + 1, archivedAt: nil,
            // Each save asks who has a value that may be there only once, and each record who links to it.
            indexWantedAt: checked.definition.isUnique || new.kind == .recordLink ? scope.now : nil, indexedAt: nil)
        try await transaction.execute(CustomFieldQueries.insert(field, by: scope.actor.userID, at: scope.now))
        try await finish("created", field, in: transaction)
        return field
    }

    func change(
        _ id: UUID, in transaction: TenantTransaction, _ change: @Sendable (inout CustomField.Definition) throws -> Void
    ) async throws -> CustomField {
        let known = try await begin(in: transaction)
        var (field, type) = try located(id, among: known)
        let before = field
        try change(&field.definition)
        let rules = CustomFieldRules(type: type, known: known.filter { $0.recordType == field.recordType })
        field.definition = try rules.check(field, was: before.definition)
        if field == before { return field }
        try await checkValues(of: field, was: before, type, in: transaction)
        try await transaction.execute(CustomFieldQueries.update(field))
        if field.definition.isUnique, field.indexWantedAt == nil { try await wantIndex(field, in: transaction) }
        if field.isSearched, field.definition.choices != before.definition.choices {
            try await transaction.enqueue(RenewSearchText(recordType: field.recordType, name: field.name.description))
        }
        try await finish("updated", field, in: transaction)
        return try await reload(field, in: transaction)
    }

    /// Takes the place before or behind its neighbour of the same record type.
    func move(_ id: UUID, up: Bool) async throws {
        try await scope.database.transaction { transaction in
            let known = try await begin(in: transaction)
            let (field, _) = try located(id, among: known)
            var siblings = known.filter { $0.recordType == field.recordType && !$0.isArchived }
            guard let index = siblings.firstIndex(where: { $0.id == id }) else { return }
            let other = up ? index - 1 : index + 1
            guard siblings.indices.contains(other) else { return }
            siblings.swapAt(index, other)
            try await place(siblings, field, in: transaction)
        }
    }

    /// - Parameter position: 1 is the first.
    func move(_ id: UUID, to position: Int, in transaction: TenantTransaction) async throws -> CustomField {
        let known = try await begin(in: transaction)
        let (field, _) = try located(id, among: known)
        var siblings = known.filter { $0.recordType == field.recordType && !$0.isArchived && $0.id != id }
        siblings.insert(field, at: min(max(position - 1, 0), siblings.count))
        try await place(siblings, field, in: transaction)
        return try await reload(field, in: transaction)
    }

    private func place(_ siblings: [CustomField], _ field: CustomField, in transaction: TenantTransaction) async throws {
        var siblings = siblings
        for index in siblings.indices { siblings[index].position = index + 1 }
        try await transaction.execute(CustomFieldQueries.setPositions(siblings))
        try await finish("moved", field, in: transaction)
    }

    /// Takes the field away from everybody, or gives it back; the records keep what they have.
    func set(_ id: UUID, archived: Bool, in transaction: TenantTransaction) async throws -> CustomField {
        let known = try await begin(in: transaction)
        let (field, type) = try located(id, among: known)
        if field.isArchived == archived { return field }
        if !archived {
            try CustomFieldRules(type: type, known: known.filter { $0.recordType == field.recordType }).checkReturn(of: field)
            try await checkValues(of: field, was: nil, type, in: transaction)
        }
        try await transaction.execute(CustomFieldQueries.setArchived(id, at: archived ? scope.now : nil))
        if field.isSearched { try await transaction.enqueue(RenewSearchText(recordType: field.recordType, name: field.name.description)) }
        if field.indexWantedAt != nil { try await transaction.enqueue(AskForIndexes()) }
        try await finish(archived ? "archived" : "restored", field, in: transaction)
        return try await reload(field, in: transaction)
    }

    /// Asks for an index, so that filters and sorting by the field stay fast however many records there are, or gives it up.
    func set(_ id: UUID, indexed: Bool, in transaction: TenantTransaction) async throws -> CustomField {
        let (field, _) = try located(id, among: try await begin(in: transaction))
        if (field.indexWantedAt != nil) == indexed { return field }
        if indexed {
            try await wantIndex(field, in: transaction)
        } else {
            guard !field.definition.isUnique else {
                throw Failure.invalid("indexed", "unique", "A field whose values may be there only once needs its index.")
            }
            try await transaction.execute(CustomFieldQueries.setIndexWanted(id, at: nil))
            try await transaction.enqueue(AskForIndexes())
        }
        try await finish("updated", field, in: transaction)
        return try await reload(field, in: transaction)
    }

    private func reload(_ field: CustomField, in transaction: TenantTransaction) async throws -> CustomField {
        try await transaction.query(CustomFieldQueries.all).fields.first { $0.id == field.id } ?? field
    }

    // MARK: Rules

    private func permit() throws {
        try scope.viewer.requireAdmin("Only admins define fields.")
    }

    private func begin(in transaction: TenantTransaction) async throws -> [CustomField] {
        try permit()
        try await transaction.execute(CustomFieldQueries.lock(of: scope.tenant.id))
        return try await transaction.query(CustomFieldQueries.all).fields
    }

    private func located(_ id: UUID, among known: [CustomField]) throws -> (CustomField, RecordType) {
        guard let field = known.first(where: { $0.id == id }), let type = RecordTypes.named(field.recordType) else {
            throw Failure.notFound
        }
        return (field, type)
    }

    /// What records hold must stay possible: a choice that some have cannot go, and values that some share cannot become unique.
    private func checkValues(
        of field: CustomField, was before: CustomField?, _ type: RecordType, in transaction: TenantTransaction
    ) async throws {
        let kept = Set(field.definition.choices.map(\.value))
        let gone = (before?.definition.choices ?? []).filter { !kept.contains($0.value) }
        let values = CustomValueQueries(field: field, table: type.table)
        if !gone.isEmpty, let held = try await transaction.query(values.holding(gone.map(\.value))).first?.decode([String].self) {
            let label = gone.first { held.contains($0.value) }?.label ?? ""
            throw Failure.invalid("choices", "in_use", "\"\(label)\" cannot be removed: there are records that have it.")
        }
        guard field.definition.isUnique, before?.definition.isUnique != true else { return }
        if try await !transaction.query(values.repeated).isEmpty {
            throw Failure.invalid("unique", "repeated", "There are records that share a value: change those first.")
        }
    }

    private func wantIndex(_ field: CustomField, in transaction: TenantTransaction) async throws {
        try await transaction.execute(CustomFieldQueries.setIndexWanted(field.id, at: scope.now))
        try await transaction.enqueue(AskForIndexes())
    }

    private func finish(_ verb: String, _ field: CustomField, in transaction: TenantTransaction) async throws {
        if verb == "created", field.indexWantedAt != nil { try await transaction.enqueue(AskForIndexes()) }
        try await transaction.execute(UserQueries.everybodysAccessChanged)
        let after = JSON([
            "name": .string(field.name.description), "record_type": .string(field.recordType), "label": .string(field.definition.label),
        ])
        try await transaction.record(Event("custom_field.\(verb)", recordType: "custom_field", recordID: field.id, after: after))
    }
}

extension Rows {
    /// Custom fields, as far as this build knows them.
    var fields: [CustomField] {
        get throws { try compactMap { try CustomField($0) } }
    }
}

/// What records hold of one field.
struct CustomValueQueries {
    let field: CustomField
    let table: SQLIdentifier

    /// What some record has, in the trash too, that has one of these choices: all are looked for at once, as no index may help.
    func holding(_ choices: [String]) -> SQL {
        let held = field.expression(over: "r.custom")
        if field.kind == .multiChoice {
            return "select array(select jsonb_array_elements_text(\(held))) from \(table) r where \(held) ?| \(choices) limit 1"
        }
        return "select array[\(held)] from \(table) r where \(held) = any(\(choices)) limit 1"
    }

    /// A value that several records have.
    var repeated: SQL {
        """
        select 1 from \(table) r where r.deleted_at is null and \(field.comparable) is not null
        group by \(field.comparable) having count(*) > 1 limit 1
        """
    }
}
