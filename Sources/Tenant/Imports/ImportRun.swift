import Foundation
import Platform
import Postgres
import Web

/// Takes a file in, chunk by chunk. Each chunk and the place behind it are one transaction, so that a run that was killed goes
/// on exactly where it stopped.
struct RunImport: Job {
    static let kind = "imports.run"

    let importID: UUID

    func run(in context: JobContext) async throws {
        guard
            let source = try await context.scope.database.read(ImportQueries.find(importID, visibleTo: .system)).decode(Import.self).first,
            source.state.isWorking
        else { return }
        guard let viewer = try await People(in: context.scope).viewer(source.createdBy) else {
            return try await fail(source, "The person who started this import is not here any more.", context.scope.texts, context)
        }
        let run = ImportRun(source: source, scope: context.scope.onBehalf(of: viewer, cause: .import), context: context)
        do {
            try await run.run()
        } catch let error as CSVError {
            try await fail(source, error.sentence, run.scope.texts, context)
        }
    }

    private func fail(_ source: Import, _ sentence: Phrase, _ texts: Texts, _ context: JobContext) async throws {
        try await context.scope.database.write(ImportQueries.finish(source.id, .failed, error: texts(sentence), at: context.scope.now))
    }
}

struct ImportRun: Sendable {
    let source: Import
    let scope: TenantScope
    let context: JobContext

    /// About a third of a second of work, so that nobody waits long for what a chunk has locked.
    static let chunkSize = 1_000

    private var isCheck: Bool { source.state == .checking }

    func run() async throws {
        try await scope.files.withFile(source.digest) { try await run(fileAt: $0) }
    }

    private func run(fileAt path: String) async throws {
        let file = try CSVFile(URL(fileURLWithPath: path), encoding: source.encoding, dialect: source.dialect)
        let reader = try file.reader(from: source.position)
        var counts = source.counts
        var made: Set<String> = []
        while let records = try nextChunk(of: reader) {
            (counts, made) = try await take(records, counts, made)
            try await context.keepAlive()
        }
        try await finish()
    }

    private func nextChunk(of reader: CSVReader) throws -> [CSVRecord]? {
        var records: [CSVRecord] = []
        records.reserveCapacity(Self.chunkSize)
        while records.count < Self.chunkSize, let record = try reader.next() { records.append(record) }
        return records.isEmpty ? nil : records
    }

    private func take(_ records: [CSVRecord], _ counts: Import.Counts, _ made: Set<String>) async throws -> (Import.Counts, Set<String>) {
        guard let end = records.last?.next else { return (counts, made) }
        return try await scope.database.transaction { transaction in
            var made = made
            let chunk = ImportChunk(source: source, isCheck: isCheck, transaction: transaction)
            let outcome = try await chunk.take(records, made: &made)
            let total = counts + outcome.counts
            var statements = ImportQueries.insertRejects(outcome.rejects, of: source.id)
            if !isCheck && !outcome.links.isEmpty { statements.append(ImportQueries.insertLinks(outcome.links, of: source.id)) }
            statements.append(try ImportQueries.advance(source.id, to: end, total))
            _ = try await transaction.pipeline(statements)
            transaction.willChange([Import.topic])
            return (total, made)
        }
    }

    private func finish() async throws {
        var linked = 0
        if !isCheck {
            while let made = try await linkSome() { linked += made }
        }
        let (state, count) = (isCheck ? Import.State.checked : .done, linked)
        try await scope.database.transaction { transaction in
            try await transaction.execute(ImportQueries.finish(source.id, state, linked: count, at: scope.now))
            transaction.willChange([Import.topic])
            if state == .done { try await transaction.record(Event("import.done", recordType: Import.topic, recordID: source.id)) }
        }
    }

    /// Sets links within the type itself, now that all rows are in.
    /// - Returns: how many records had to be made; nil when no links are left.
    private func linkSome() async throws -> Int? {
        try await scope.database.transaction { transaction in
            let links = try await transaction.query(ImportQueries.links(of: source.id, limit: 500)).decode(PendingLink.self)
            if links.isEmpty { return nil }
            guard let match = source.type.matchKeys.first(where: { $0.field == source.type.nameField }) else { return nil }
            let names = ImportNames(transaction: transaction)
            let keys = links.compactMap { match.normalised($0.name) }
            var ids = try await names.ids(Array(Set(keys)), by: match, of: source.type, action: .view)
            var made = 0
            for link in links {
                guard let key = match.normalised(link.name) else { continue }
                if ids[key] == nil && scope.viewer.may(.create, source.type.name) {
                    ids[key] = try await names.make(link.name, of: source.type)
                    made += 1
                }
                if let id = ids[key], id != link.recordID { try await set(link, to: id, in: transaction) }
            }
            try await transaction.execute(ImportQueries.deleteLinks(links, of: source.id))
            return made
        }
    }

    private func set(_ link: PendingLink, to id: UUID, in transaction: TenantTransaction) async throws {
        let query = RecordQuery(source.type, viewer: scope.viewer, fields: source.type.recordFields)
        guard let row = try await transaction.query("\(query.one(link.recordID)) for update of r").first else { return }
        var draft = Draft(changing: try row.record(of: source.type, shape: query.shape))
        draft.give(.id(id), to: link.field)
        do {
            _ = try await RecordStore(source.type, in: scope).save(&draft, in: transaction)
        } catch Failure.invalid {
            // A file in which two companies belong to each other: the link that would close the ring is left out.
            scope.logger.info("a link of an import was left out", metadata: ["record": "\(link.recordID)"])
        }
    }
}

extension Import.Counts {
    static func + (left: Self, right: Self) -> Self {
        Import.Counts(
            created: left.created + right.created, updated: left.updated + right.updated, unchanged: left.unchanged + right.unchanged,
            rejected: left.rejected + right.rejected, linked: left.linked + right.linked)
    }
}
