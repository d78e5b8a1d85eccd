import Foundation
import Platform
import Postgres
import Web

/// Writes the file of an export, as the person sees the records who asked for it. One that is interrupted begins anew.
struct RunExport: Job {
    static let kind = "exports.run"

    let exportID: UUID
    let limits: [String]?

    func run(in context: JobContext) async throws {
        let database = context.scope.database
        guard let export = try await database.read(ExportQueries.find(exportID)).decode(Export.self).first, export.state == .running else {
            return
        }
        guard let viewer = try await People(in: context.scope).viewer(export.createdBy, within: limits) else {
            let sentence = context.scope.texts("The person who asked for this is not here any more.")
            try await database.write(ExportQueries.fail(exportID, sentence, at: context.scope.now))
            return
        }
        let scope = context.scope.onBehalf(of: viewer, cause: .job)
        do {
            try await write(export.seen(by: viewer), scope, context)
        } catch Failure.forbidden(let reason) {
            try await tell(scope, ExportQueries.fail(exportID, scope.texts(reason), at: scope.now))
        } catch Failure.overLimit(let detail) {
            try await tell(scope, ExportQueries.fail(exportID, scope.texts(detail), at: scope.now))
        } catch Failure.invalid(let errors) {
            try await tell(scope, ExportQueries.fail(exportID, scope.texts(errors.map(\.message).sentences), at: scope.now))
        } catch is XLSXWriter.Refused {
            let sentence: Phrase = "An Excel file holds at most \(grouped: XLSXWriter.rowLimit - 1) records: take CSV, or fewer of them."
            try await tell(scope, ExportQueries.fail(exportID, scope.texts(sentence), at: scope.now))
        }
    }

    private func write(_ export: Export, _ scope: TenantScope, _ context: JobContext) async throws {
        let records = try await Exports(scope: scope).export(export.type, export.format, parameters: export.parameters, ids: export.ids)
        try records.permit()
        let file = LentFile.temporary
        let written = try await records.write(to: file.path) { count in
            try await tell(scope, ExportQueries.advance(exportID, to: count))
            try await context.keepAlive()
        }
        let (digest, size) = try await StoredFiles(scope: scope, limits: scope.fileLimits).keep(fileAt: file.path)
        try await tell(scope, ExportQueries.finish(exportID, digest, size: size, written: written, at: scope.now))
    }

    func turned(_ turn: JobTurn, in transaction: TenantTransaction) async throws {
        let scope = transaction.scope
        let statement = turn.reason.map { ExportQueries.fail(exportID, scope.texts($0), at: scope.now) }
        try await transaction.execute(statement ?? ExportQueries.takeUp(exportID, at: scope.now))
        transaction.willChange([Export.topic])
    }

    private func tell(_ scope: TenantScope, _ statement: SQL) async throws {
        try await scope.database.transaction { transaction in
            try await transaction.execute(statement)
            transaction.willChange([Export.topic])
        }
    }
}

/// Takes away exports whose time is over, and their files.
struct SweepExports: Job {
    static let kind = "exports.sweep"
    static let schedule = Schedule("exports.sweep", .every(.seconds(3_600))) { SweepExports() }

    private static let chunk = 100

    func run(in context: JobContext) async throws {
        let scope = context.scope
        while try await scope.database.write(ExportQueries.sweep(at: scope.now, limit: Self.chunk)).affected == Self.chunk {}
        // They hold what people are like, so they wait for no other sweep.
        try await StoredFiles(scope: scope, limits: scope.fileLimits).sweep(olderThan: SweepFiles.grace)
    }
}
