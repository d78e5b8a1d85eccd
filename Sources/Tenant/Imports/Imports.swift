import Foundation
import Platform
import Postgres
import Web

/// Starting, watching and steering imports; pages and the API call it.
struct Imports: Sendable {
    let scope: TenantScope

    func find(_ id: UUID) async throws -> Import {
        guard let found = try await scope.database.read(ImportQueries.find(id, visibleTo: scope.viewer)).decode(Import.self).first else {
            throw Failure.notFound
        }
        return found
    }

    func list() async throws -> [Import] {
        try await scope.database.read(ImportQueries.list(visibleTo: scope.viewer)).decode(Import.self)
    }

    func add(_ new: NewImport) async throws -> UUID {
        guard scope.viewer.may(.import, new.type.name), let userID = scope.viewer.userID else {
            throw Failure.forbidden(reason: "Your role does not let you import \(new.type.pluralLabel.lowercased()).")
        }
        let id = UUID.v7()
        try await scope.database.write(try ImportQueries.insert(new, id: id, by: userID, at: scope.now))
        return id
    }

    func configure(_ id: UUID, mapping: [Int: String], mode: Import.Mode, matchOn: String) async throws {
        let source = try await find(id)
        let checked = try ImportMapping(type: source.type).checked(mapping, columns: source.header.count)
        if mode != .create {
            guard source.type.matchKeys.contains(where: { $0.field == matchOn }) else {
                throw Failure.invalid(
                    "match_on", "unknown", "Records can be found by: \(source.type.matchKeys.map(\.field).joined(separator: ", ")).")
            }
            guard checked.values.contains(matchOn) else {
                throw Failure.invalid("match_on", "not_mapped", "No column fills the field by which records are found.")
            }
        }
        try await scope.database.write(try ImportQueries.configure(id, mapping: checked, mode: mode, matchOn: matchOn))
    }

    /// Reads the whole file: only to see what would happen, or for real.
    func begin(_ id: UUID, _ state: Import.State) async throws {
        let source = try await find(id)
        guard !source.mapping.isEmpty else { throw Failure.invalid("mapping", "required", "Say for at least one column what it is.") }
        try await scope.database.transaction { transaction in
            let changed = try await transaction.pipeline(ImportQueries.begin(id, state, at: scope.now))
            guard changed.first?.affected == 1 else { throw Failure.conflict(detail: "This import has been started already.") }
            try await transaction.enqueue(RunImport(importID: id), uniqueKey: "\(id) \(state.rawValue)")
        }
    }
}
