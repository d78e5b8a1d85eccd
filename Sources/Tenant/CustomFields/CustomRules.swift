import Foundation
import Platform
import Postgres
import Web

/// What the fields that a tenant has added to a record type ask of its records.
struct CustomRules: Sendable {
    /// Active ones, in their order.
    let fields: [CustomField]

    // MARK: One record

    func prepare(_ draft: inout Draft, in scope: TenantScope) throws {
        if draft.old == nil { fillIn(&draft) }
        try checkRequired(draft, in: scope)
        let texts = fields.compactMap { $0.searched(draft[$0.name.field]) }
        if !texts.isEmpty, let own = draft["search"].text { draft["search"] = .text(folded(([own] + texts).joined(separator: " "))) }
    }

    private func fillIn(_ draft: inout Draft) {
        for field in draft.type.customFields where !draft.says(field.name) {
            if let standard = field.standard { draft[field.name] = standard }
        }
    }

    /// What is there already stays valid until somebody edits it: a form asks for everything, other changes only for what they
    /// would empty. What is taken back was valid when it was written.
    private func checkRequired(_ draft: Draft, in scope: TenantScope) throws {
        guard [.page, .api, .import, .bulk].contains(scope.actor.cause) else { return }
        let seen = draft.old == nil ? scope.viewer.records.refined(draft.type) : draft.type
        let missing = fields.filter { field in
            guard field.definition.isRequired, draft[field.name.field].isEmpty else { return false }
            // Nobody is asked for what their role keeps from them.
            return draft.given.contains(field.name.field) || draft.old == nil && seen.field(field.name.field)?.isReadOnly == false
        }
        if missing.isEmpty { return }
        throw Failure.invalid(
            missing.map { FieldError(field: $0.name.field, code: "required", message: "\($0.definition.label) must not be empty.") })
    }

    // MARK: Records together

    func refusals(of drafts: [Draft], in transaction: TenantTransaction) async throws -> [UUID: [FieldError]] {
        var refusals = try await strangers(among: drafts, in: transaction)
        for field in fields where field.definition.isUnique {
            for id in try await repeated(field, in: drafts, transaction) {
                let error = FieldError(
                    field: field.name.field, code: "taken", message: "Another record already has this: \(field.definition.label).")
                refusals[id, default: []].append(error)
            }
        }
        return refusals
    }

    /// Records that name somebody who does not work here.
    private func strangers(among drafts: [Draft], in transaction: TenantTransaction) async throws -> [UUID: [FieldError]] {
        let fields = fields.filter { $0.kind == .user }
        let named = drafts.flatMap { draft in
            fields.compactMap { field in draft.givesAnew(field.name.field) ? draft[field.name.field].id.map { (draft.id, field, $0) } : nil
            }
        }
        if named.isEmpty { return [:] }
        let rows = try await transaction.query("select id from users where id = any(\(named.map(\.2))) and status = 'active'")
        let staff = Set(try rows.map { try $0.decode(UUID.self) })
        return named.filter { !staff.contains($0.2) }.reduce(into: [:]) { refusals, name in
            refusals[name.0, default: []].append(
                FieldError(field: name.1.name.field, code: "not_found", message: "There is no such person."))
        }
    }

    /// Drafts whose value another record has, or an earlier draft.
    private func repeated(_ field: CustomField, in drafts: [Draft], _ transaction: TenantTransaction) async throws -> [UUID] {
        let changing = drafts.filter { $0.isChanging(field.name.field) }
        let told = changing.compactMap { draft in
            field.key(of: draft[field.name.field]).map { (id: draft.id, key: $0) }
        }
        guard let type = drafts.first?.type, !told.isEmpty else { return [] }
        // Two that save the same value at the same moment would not see each other: one at a time, until the other has committed.
        let lock = "custom_fields.unique \(transaction.scope.tenant.id) \(type.name)"
        try await transaction.execute("select pg_advisory_xact_lock(hashtextextended(\(lock), 0))")
        let rows = try await transaction.query(
            """
            select r.id, (\(field.comparable))::text from \(type.table) r
            where \(field.comparable) = any(\(told.map(\.key))::\(field.comparableType)[]) and r.deleted_at is null
            """)
        var owners: [String: Set<UUID>] = [:]
        for row in rows {
            let (id, key) = try row.decode((UUID, String).self)
            owners[key, default: []].insert(id)
        }
        // Whoever gives a value up in the same save makes room for the next.
        let leaving = Set(changing.map(\.id))
        var taken: [UUID] = []
        var claimed: Set<String> = []
        for (id, key) in told where !claimed.insert(key).inserted || !(owners[key] ?? []).subtracting(leaving).isEmpty { taken.append(id) }
        return taken
    }
}

extension CustomField {
    /// What two records would have in common if they had the same value; nil for none.
    fileprivate func key(of value: FieldValue) -> String? {
        switch value {
        case .text(let text) where !text.isEmpty: kind == .email ? text : text.lowercased()
        case .number(let number): number.description
        case .integer(let number): String(number)
        case .date(let day): day.description
        default: nil
        }
    }

    /// Finds the one record that has a value, where no two may share one.
    var matchKey: MatchKey? {
        guard definition.isUnique, let table = RecordTypes.named(recordType)?.table,
            let input = fields.first(where: { $0.name == name.field })
        else { return nil }
        let (field, comparable, type) = (self, comparable, comparableType)
        return MatchKey(
            field: name.field, normalised: { text in (try? FieldInput(input).value(typed: text)).flatMap { field.key(of: $0) } },
            lookup: { keys in
                "select (\(comparable))::text, r.id from \(table) r where \(comparable) = any(\(keys)::\(type)[])"
            })
    }

    /// The same of what is stored.
    var comparable: SQL { sortExpression(over: "r.custom") ?? expression(over: "r.custom") }

    var comparableType: SQL {
        switch kind {
        case .number: "numeric"
        case .integer: "bigint"
        default: "text"
        }
    }

    /// What a search finds the record by.
    fileprivate func searched(_ value: FieldValue) -> String? {
        guard let text = value.text else { return nil }
        switch kind {
        case .text, .email, .url: return text
        // A search for a few words of an essay is a search for its beginning.
        case .longText: return String(text.prefix(1_000))
        case .phone: return text.filter(\.isNumber)
        case .choice: return definition.choices.first { $0.value == text }?.label
        default: return nil
        }
    }
}
