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
        let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int ?? 0
        let digest = try await scope.files.take(fileAt: file.path)
        try await tell(scope, ExportQueries.finish(exportID, digest, size: size, written: written, at: scope.now))
    }

    private func tell(_ scope: TenantScope, _ statement: SQL) async throws {
        try await scope.database.transaction { transaction in
            try await transaction.execute(statement)
            transaction.willChange([Export.topic])
        }
    }
}

/// Takes away files whose time is over.
struct SweepExports: Job {
    static let kind = "exports.sweep"
    static let schedule = Schedule("exports.sweep", .every(.seconds(3_600))) { SweepExports() }

    func run(in context: JobContext) async throws {
        let scope = context.scope
        while true {
            let rows = try await scope.database.write(ExportQueries.takeExpired(at: scope.now))
            if rows.isEmpty { return }
            for row in rows {
                guard let text = try row.decode(String?.self), let digest = FileDigest(text),
                    try await scope.database.read(ExportQueries.isNeeded(text)).isEmpty
                else { continue }
                try await scope.files.remove(digest)
            }
        }
    }
}
