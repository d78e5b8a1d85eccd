import Foundation
import Platform
import Postgres
import Web

/// Starting and watching exports in the background; pages and the API call it.
struct Exports: Sendable {
    let scope: TenantScope

    private var viewer: Viewer { scope.viewer }

    func find(_ id: UUID) async throws -> Export {
        let rows = try await scope.database.read(ExportQueries.find(id, of: viewer.userID, at: scope.now))
        guard let found = try rows.decode(Export.self).first else { throw Failure.notFound }
        return found.seen(by: viewer)
    }

    func list(before last: UUID? = nil, limit: Int = 50) async throws -> [Export] {
        try await scope.database.read(ExportQueries.list(of: viewer.userID, before: last, limit: limit, at: scope.now)).decode(Export.self)
            .map { $0.seen(by: viewer) }
    }

    /// Queues the writing of a file.
    /// - Parameters:
    ///   - parameters: the list, as its address says it.
    ///   - ids: only these of it; nil for all.
    /// - Throws: `Failure.forbidden` without the right to export, `Failure.invalid` where the parameters make no list,
    ///   `Failure.overLimit` where there is no room for another file.
    func begin(_ type: RecordType, _ format: ExportFormat, parameters: String, ids: [UUID]? = nil) async throws -> UUID {
        let export = try await export(type, format, parameters: parameters, ids: ids)
        try export.permit()
        guard let userID = viewer.userID else { throw Failure.forbidden(reason: "Only people export.") }
        try await StoredFiles(scope: scope, limits: scope.fileLimits).requireRoom()
        let total = try await export.total(inBackground: true)
        let id = UUID.v7()
        try await scope.database.transaction { transaction in
            try await transaction.execute(ExportQueries.insert(id, export, ids: ids, total: total.count, by: userID, at: scope.now))
            try await export.note(total, in: transaction)
            try await transaction.enqueue(RunExport(exportID: id, limits: scope.viewer.limits), uniqueKey: id.uuidString)
        }
        return id
    }

    /// Writes anew what could not be written.
    func again(_ id: UUID) async throws -> Export {
        let found = try await find(id)
        try await export(found.type, found.format, parameters: found.parameters, ids: found.ids).permit()
        try await StoredFiles(scope: scope, limits: scope.fileLimits).requireRoom()
        try await scope.database.transaction { transaction in
            guard try await transaction.execute(ExportQueries.takeUp(id, at: scope.now)) == 1 else {
                throw Failure.conflict(detail: "This export has not failed.")
            }
            try await transaction.enqueue(RunExport(exportID: id, limits: scope.viewer.limits), uniqueKey: id.uuidString)
            transaction.willChange([Export.topic])
        }
        return try await find(id)
    }

    /// What the parameters of a list ask for, as this person sees it now.
    func export(_ type: RecordType, _ format: ExportFormat, parameters: String, ids: [UUID]? = nil) async throws -> RecordExport {
        guard ExportFormat.all(for: type).contains(format) else {
            throw Failure.invalid("format", "not_possible", "\(type.pluralLabel) cannot be written as \(format.label).")
        }
        let state = try ListState(
            type, query: APIQuery(query: parameters, allowing: ListState.ownParameters), for: viewer,
            views: try await SavedViews(scope: scope).list(of: type), at: scope.now)
        var query = try state.query(fields: format.fields(of: type), at: scope.now)
        query.only = ids
        return RecordExport(query: query, scope: scope, format: format, parameters: parameters)
    }
}
