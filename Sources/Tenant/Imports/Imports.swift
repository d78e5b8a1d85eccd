import Foundation
import Platform
import Postgres
import Web

/// Starting, watching and steering imports; pages and the API call it.
struct Imports: Sendable {
    let scope: TenantScope

    /// The record types that this person may import.
    var types: [RecordType] { scope.viewer.records.all.filter { scope.viewer.may(.import, $0.name) } }

    /// - Throws: `Failure.notFound` also for whoever may not import such records, or not any more.
    func find(_ id: UUID) async throws -> Import {
        guard let found = try await scope.database.read(ImportQueries.find(id, visibleTo: scope.viewer)).decode(Import.self).first,
            scope.viewer.may(.import, found.type.name)
        else { throw Failure.notFound }
        return found.seen(by: scope.viewer)
    }

    func list(before last: UUID? = nil, limit: Int = 50) async throws -> [Import] {
        let statement = ImportQueries.list(of: types, visibleTo: scope.viewer, before: last, limit: limit)
        return try await scope.database.read(statement).decode(Import.self).map { $0.seen(by: scope.viewer) }
    }

    /// Looks at an uploaded file and keeps it.
    /// - Throws: `Failure.forbidden`, `Failure.invalid` where it is no table, `Failure.overLimit` where there is no room for it.
    func look(at file: UploadedFile, of type: RecordType) async throws -> NewImport {
        _ = try importer(of: type)
        return try await NewImport(file, type: type, keptBy: StoredFiles(scope: scope, limits: scope.fileLimits))
    }

    func add(_ new: NewImport) async throws -> UUID {
        let userID = try importer(of: new.type)
        let id = UUID.v7()
        try await scope.database.write(try ImportQueries.insert(new, id: id, by: userID, at: scope.now))
        return id
    }

    private func importer(of type: RecordType) throws -> UUID {
        guard scope.viewer.may(.import, type.name), let userID = scope.viewer.userID else {
            throw Failure.forbidden(reason: "Your role does not let you import \(type.pluralLabel.lowercased()).")
        }
        return userID
    }

    func configure(_ id: UUID, _ plan: ImportPlan) async throws {
        let source = try await find(id)
        let checked = try ImportMapping(type: source.type).checked(plan, columns: source.header.count)
        try await scope.database.write(try ImportQueries.configure(id, checked))
    }

    /// Reads the whole file: only to see what would happen, or for real.
    func begin(_ id: UUID, _ state: Import.State) async throws {
        let source = try await find(id)
        guard !source.plan.columns.isEmpty else { throw Failure.invalid("mapping", "required", "Say for at least one column what it is.") }
        try await scope.database.transaction { transaction in
            let changed = try await transaction.pipeline(ImportQueries.begin(id, state, at: scope.now))
            guard changed.first?.affected == 1 else { throw Failure.conflict(detail: "This import has been started already.") }
            // Without a key: the job of a run that was just stopped may not have noticed yet.
            try await transaction.enqueue(RunImport(importID: id, limits: scope.viewer.limits))
        }
    }

    /// Takes up again what was interrupted, behind the last chunk that went in.
    func goOn(_ id: UUID) async throws {
        let source = try await find(id)
        let state: Import.State = source.state == .mapping ? .checking : .running
        try await scope.database.transaction { transaction in
            guard try await transaction.execute(ImportQueries.takeUp(id, at: scope.now)) == 1 else {
                throw Failure.conflict(detail: "This import cannot go on.")
            }
            try await transaction.enqueue(RunImport(importID: id, limits: scope.viewer.limits), uniqueKey: "\(id) \(state.rawValue)")
            transaction.willChange([Import.topic])
        }
    }

    /// Stops a run behind the chunk that it is at.
    func cancel(_ id: UUID) async throws {
        _ = try await find(id)
        try await scope.database.transaction { transaction in
            guard try await transaction.execute(ImportQueries.cancel(id, at: scope.now)) == 1 else {
                throw Failure.conflict(detail: "This import is not running.")
            }
            transaction.willChange([Import.topic])
        }
    }

    // MARK: Undo

    /// Takes back everything that an import did: what it added goes to the trash, linked records too, and what it changed is as
    /// it was, unless somebody has changed it since.
    func revert(_ id: UUID) async throws -> Batch {
        try await scope.database.transaction { try await revert(id, in: $0) }
    }

    func revert(_ id: UUID, in transaction: TenantTransaction) async throws -> Batch {
        guard let source = try await transaction.query(ImportQueries.find(id, visibleTo: scope.viewer)).decode(Import.self).first,
            scope.viewer.may(.import, source.type.name)
        else { throw Failure.notFound }
        if source.state.isWorking { throw Failure.conflict(detail: "This import is still going on: stop it first.") }
        guard source.hasWritten else {
            throw Failure.conflict(detail: "There is nothing to undo: this import has not added or changed anything.")
        }
        return try await Reversals(scope: scope).begin(of: source.id, in: transaction)
    }

    /// What took an import back, unless that was taken back itself.
    func reversal(of source: Import) async throws -> Batch? {
        guard source.isReverted else { return nil }
        guard let id = try await scope.database.read(BatchQueries.standingReversal(of: source.id)).first?.decode(UUID.self) else {
            return nil
        }
        return try await scope.database.read(BatchQueries.find(id, visibleTo: .system)).decode(Batch.self).first
    }

    // MARK: Remembered

    func remembered(for new: NewImport) async throws -> ImportPreset? {
        try await scope.database.read(ImportPreset.remembered(for: new.header, of: new.type)).decode(ImportPreset.self).first
    }

    func presets(of type: RecordType) async throws -> [ImportPreset] {
        try await scope.database.read(ImportPreset.named(of: type)).decode(ImportPreset.self)
    }

    func preset(_ id: UUID, of type: RecordType) async throws -> ImportPreset {
        guard let preset = try await scope.database.read(ImportPreset.find(id, of: type)).decode(ImportPreset.self).first else {
            throw Failure.notFound
        }
        return preset
    }

    func keep(_ id: UUID, as name: String) async throws {
        let source = try await find(id)
        guard let name = cleanText(name), (1...80).contains(name.count) else {
            throw Failure.invalid("preset_name", "required", "Give it a name of at most 80 characters.")
        }
        try await scope.database.write(try ImportPreset.keep(source, as: name, at: scope.now))
    }
}
