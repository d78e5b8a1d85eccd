import Foundation
import Platform
import Postgres
import Web

/// Reads and changes the records of one type on behalf of a scope's viewer. Pages, the API, imports and jobs all call it.
struct RecordStore: Sendable {
    /// As the viewer sees it.
    let type: RecordType
    let scope: TenantScope

    init(_ type: RecordType, in scope: TenantScope) {
        self.type = scope.viewer.records.refined(type)
        self.scope = scope
    }

    /// With what the viewer does not see: a save leaves that as it is.
    private var whole: RecordType { type.whole }

    private var viewer: Viewer { scope.viewer }

    // MARK: Reading

    /// - Throws: `Failure.notFound` for whoever may not see it, too.
    func find(_ id: UUID, deleted: Bool = false) async throws -> Record {
        var query = RecordQuery(type, viewer: viewer, fields: type.recordFields)
        query.showsDeleted = deleted
        return try record(in: try await scope.database.read(query.one(id)), query)
    }

    func visible(_ id: UUID, in transaction: TenantTransaction) async throws -> Record {
        let query = RecordQuery(type, viewer: viewer, fields: type.recordFields)
        return try record(in: try await transaction.query(query.one(id)), query)
    }

    // MARK: Changing

    func create(_ draft: Draft) async throws -> Record {
        try await scope.database.transaction { try await add(draft, in: $0) }
    }

    func add(_ draft: Draft, in transaction: TenantTransaction) async throws -> Record {
        try permit(.create)
        return try await create(draft, in: transaction)
    }

    func create(_ draft: Draft, in transaction: TenantTransaction) async throws -> Record {
        var draft = draft
        if draft["owner_id"].id == nil, !draft.given.contains("owner_id") {
            draft["owner_id"] = viewer.userID.map { .id($0) } ?? .null
        }
        try await prepare(&draft, in: transaction)
        try await transaction.execute(RecordWriting(whole).insert(draft, by: scope.actor.userID, at: scope.now))
        return try await finish(draft, "created", in: transaction)
    }

    /// - Parameter version: what the person saw when they began; nil overwrites whatever is there.
    /// - Throws: `StaleRecord` when somebody saved in between.
    func update(_ id: UUID, version: Int?, _ change: @Sendable (inout Draft) throws -> Void) async throws -> Record {
        try await scope.database.transaction { try await update(id, version: version, in: $0, change) }
    }

    func update(
        _ id: UUID, version: Int?, in transaction: TenantTransaction, _ change: @Sendable (inout Draft) throws -> Void
    ) async throws -> Record {
        let current = try await lock(id, for: .edit, in: transaction)
        if let version, version != current.version { throw StaleRecord(current: current.seen(as: type)) }
        var draft = Draft(changing: current)
        try change(&draft)
        return try await save(&draft, in: transaction) ?? current.seen(as: type)
    }

    /// - Returns: nil where nothing changed.
    func save(_ draft: inout Draft, in transaction: TenantTransaction) async throws -> Record? {
        try await prepare(&draft, in: transaction)
        if draft.changes.isEmpty { return nil }
        try await write(draft, in: transaction)
        return try await finish(draft, "updated", in: transaction)
    }

    /// Updates the row of a draft that has been prepared, and nothing else.
    func write(_ draft: Draft, in transaction: TenantTransaction) async throws {
        let version = draft.old?.version ?? 0
        try await transaction.execute(RecordWriting(whole).update(draft, version: version, by: scope.actor.userID, at: scope.now))
    }

    /// Moves a record to the trash, from where `restore` brings it back.
    func delete(_ id: UUID, version: Int? = nil) async throws {
        try await scope.database.transaction { try await delete(id, version: version, in: $0) }
    }

    func delete(_ id: UUID, version: Int?, in transaction: TenantTransaction) async throws {
        let current = try await lock(id, for: .delete, in: transaction)
        if let version, version != current.version { throw StaleRecord(current: current.seen(as: type)) }
        try await transaction.execute(RecordWriting(whole).setDeleted(id, at: scope.now, by: scope.actor.userID))
        try await transaction.record(Event("\(type.name).deleted", recordType: type.name, recordID: id))
    }

    func restore(_ id: UUID) async throws -> Record {
        try await scope.database.transaction { try await restore(id, in: $0) }
    }

    func restore(_ id: UUID, in transaction: TenantTransaction) async throws -> Record {
        let record = try await lock(id, for: .delete, deleted: true, in: transaction)
        try await refuse(Draft(copying: record), in: transaction)
        try await transaction.execute(RecordWriting(whole).setDeleted(id, at: nil, by: scope.actor.userID))
        try await transaction.record(Event("\(type.name).restored", recordType: type.name, recordID: id))
        return try await reload(id, in: transaction)
    }

    /// Whether the viewer may do `action` with `record`, which they can see.
    func allows(_ action: Action, _ record: Record) -> Bool {
        type.allows(action, for: viewer, record: record)
    }

    // MARK: Rules

    private func permit(_ action: Action) throws {
        guard viewer.may(action, type.name) else {
            throw Failure.forbidden(reason: "Your role does not let you \(action.verb) \(type.pluralLabel.lowercased()).")
        }
    }

    /// Loads a record for a change. Who cannot see it gets 404; who sees it but may not change it gets 403.
    private func lock(_ id: UUID, for action: Action, deleted: Bool = false, in transaction: TenantTransaction) async throws -> Record {
        var query = RecordQuery.whole(type, viewer: viewer)
        query.showsDeleted = deleted
        // Not "for update": records that link to this one are checked against it meanwhile, and its id never changes.
        let found = try await transaction.query("\(query.one(id)) for no key update of r")
        let record = try record(in: found, query)
        guard allows(action, record) else {
            throw Failure.forbidden(reason: "You can see this \(type.label.lowercased()), but not \(action.verb) it.")
        }
        return record
    }

    /// Checks a draft, and works out what follows from it.
    /// - Throws: `Failure.invalid`.
    func prepare(_ draft: inout Draft, in transaction: TenantTransaction) async throws {
        let prepared = try await RecordChunk(type, in: transaction).prepare([draft])
        if let errors = prepared.refused[draft.id] { throw Failure.invalid(errors) }
        draft = prepared.ready[0]
    }

    private func refuse(_ draft: Draft, in transaction: TenantTransaction) async throws {
        if let errors = try await whole.refusals([draft], transaction)[draft.id] { throw Failure.invalid(errors) }
    }

    /// What a save entails besides the row itself, and the record as it is then.
    private func finish(_ draft: Draft, _ verb: String, in transaction: TenantTransaction) async throws -> Record {
        let event = RecordChange(draft).event(verb).insertion(by: scope.actor, at: scope.now)
        // Whoever gives a record away may not see it afterwards, but gets the answer of what they did.
        let query = RecordQuery(everybodys: type)
        let answers = try await transaction.pipeline(type.children([draft]) + [event, query.one(draft.id)])
        guard let rows = answers.last else { throw Failure.notFound }
        transaction.willChange([type.name])
        return try record(in: rows, query)
    }

    private func reload(_ id: UUID, in transaction: TenantTransaction) async throws -> Record {
        let query = RecordQuery(everybodys: type)
        return try record(in: try await transaction.query(query.one(id)), query)
    }

    private func record(in rows: Rows, _ query: RecordQuery) throws -> Record {
        guard let row = rows.first else { throw Failure.notFound }
        return try row.record(of: query)
    }
}

/// Somebody saved the record in between.
struct StaleRecord: Error {
    let current: Record
}
