import Foundation
import Platform
import Postgres
import Web

/// Takes a file in, chunk by chunk. Each chunk and the place behind it are one transaction, so that a run that was killed goes
/// on exactly where it stopped.
struct RunImport: Job {
    static let kind = "imports.run"

    let importID: UUID
    let limits: [String]?

    func run(in context: JobContext) async throws {
        guard
            let source = try await context.scope.database.read(ImportQueries.find(importID, visibleTo: .system)).decode(Import.self).first,
            source.state.isWorking
        else { return }
        guard let viewer = try await People(in: context.scope).viewer(source.createdBy, within: limits) else {
            return try await fail(source, "The person who started this import is not here any more.", context.scope.texts, context)
        }
        let scope = context.scope.onBehalf(of: viewer, cause: .import).inBatch(source.id)
        do {
            try await ImportRun(source: source.seen(by: viewer), scope: scope, context: context).run()
        } catch is ImportCancelled {
            return
        } catch let error as CSVError {
            try await fail(source, error.sentence, scope.texts, context)
        }
    }

    private func fail(_ source: Import, _ sentence: Phrase, _ texts: Texts, _ context: JobContext) async throws {
        try await context.scope.database.transaction { transaction in
            try await source.end(ImportQueries.finish(source, .failed, error: texts(sentence), at: context.scope.now), in: transaction)
        }
    }

    func turned(_ turn: JobTurn, in transaction: TenantTransaction) async throws {
        let now = transaction.scope.now
        guard let reason = turn.reason else {
            try await transaction.execute(ImportQueries.takeUp(importID, at: now))
            return transaction.willChange([Import.topic])
        }
        let found = try await transaction.query(ImportQueries.find(importID, visibleTo: .system)).decode(Import.self).first
        guard let source = found, source.state.isWorking else { return }
        try await source.end(ImportQueries.interrupt(source, transaction.scope.texts(reason), at: now), in: transaction)
    }
}

extension Import {
    /// Ends it before its time; who began it is told by the event.
    fileprivate func end(_ statement: SQL, in transaction: TenantTransaction) async throws {
        guard try await transaction.execute(statement) == 1 else { return }
        transaction.willChange([Self.topic])
        let event = Event("import.failed", recordType: Self.topic, recordID: id)
        try await transaction.execute(event.insertion(by: Actor(userID: createdBy, cause: .import), at: transaction.scope.now))
    }
}

/// Somebody has stopped the run.
struct ImportCancelled: Error {}

struct ImportRun: Sendable {
    let source: Import
    let scope: TenantScope
    let context: JobContext
    private let reading: ImportReading

    private var isCheck: Bool { source.state == .checking }

    init(source: Import, scope: TenantScope, context: JobContext) {
        (self.source, self.scope, self.context) = (source, scope, context)
        reading = ImportReading(source)
    }

    func run() async throws {
        try await scope.files.withFile(source.digest) { try await run(fileAt: $0) }
    }

    private func run(fileAt path: String) async throws {
        // A check keeps in mind what earlier rows would have made, so after a crash it begins anew; nothing of it is written.
        let file = try ImportFile(source, at: path, from: isCheck ? nil : source.position, reading)
        var counts = isCheck ? Import.Counts() : source.counts
        var memory = ImportMemory()
        var chunk = try await file.next()
        while let current = chunk {
            async let following = file.next()
            (counts, memory) = try await take(current, counts, memory)
            chunk = try await following
        }
        try await finish(memory)
    }

    /// What the database refuses is found by halves: the row that breaks a rule of its own stays out, all others go in.
    private func take(_ chunk: ImportFile.Chunk, _ counts: Import.Counts, _ memory: ImportMemory) async throws -> (
        Import.Counts, ImportMemory
    ) {
        do {
            return try await take(chunk, counts, memory, isRefused: false)
        } catch let error as PostgresError where error.kind == .uniqueViolation {
            guard let halves = chunk.halves else { return try await take(chunk, counts, memory, isRefused: true) }
            let (counts, memory) = try await take(halves.first, counts, memory)
            return try await take(halves.second, counts, memory)
        }
    }

    private func take(
        _ chunk: ImportFile.Chunk, _ counts: Import.Counts, _ memory: ImportMemory, isRefused: Bool
    ) async throws -> (Import.Counts, ImportMemory) {
        try await scope.database.transaction { transaction in
            var memory = memory
            let work = ImportChunk(source: source, reading: reading, isCheck: isCheck, transaction: transaction)
            let outcome = isRefused ? work.refuse(chunk.rows) : try await work.take(chunk.rows, &memory)
            let total = counts + outcome.counts
            var statements = [try ImportQueries.advance(source, to: chunk.end, total)]
            if !outcome.rejects.isEmpty { statements.append(ImportQueries.insertRejects(outcome.rejects, of: source.id)) }
            if !isCheck && !outcome.links.isEmpty { statements.append(ImportQueries.insertLinks(outcome.links, of: source.id)) }
            try await context.keepAlive(in: transaction)
            guard try await transaction.pipeline(statements).first?.affected == 1 else { throw ImportCancelled() }
            transaction.willChange([Import.topic])
            return (total, memory)
        }
    }

    private func finish(_ memory: ImportMemory) async throws {
        if !isCheck { try await PendingLinks(source: source, scope: scope, context: context).settle() }
        let linked = isCheck ? unlinked(memory) : 0
        let state: Import.State = isCheck ? .checked : .done
        try await scope.database.transaction { transaction in
            let ended = try await transaction.execute(ImportQueries.finish(source, state, linked: linked, at: scope.now))
            guard ended == 1 else { throw ImportCancelled() }
            transaction.willChange([Import.topic])
            if state == .done {
                try await transaction.execute(ImportPreset.keep(source, as: nil, at: scope.now))
                try await transaction.record(Event("import.done", recordType: Import.topic, recordID: source.id))
            }
        }
    }

    /// How many linked records a run would have to make.
    private func unlinked(_ memory: ImportMemory) -> Int {
        let open = memory.wantedNames.subtracting(memory.ownNames)
        guard source.plan.createsLinks, scope.viewer.may(.create, source.type.name) else { return 0 }
        return open.count
    }
}

extension ImportFile.Chunk {
    /// Nil for a single row.
    fileprivate var halves: (first: Self, second: Self)? {
        guard rows.count > 1 else { return nil }
        let (first, second) = (Array(rows[..<(rows.count / 2)]), Array(rows[(rows.count / 2)...]))
        return (Self(rows: first, end: first.last?.record.next ?? end), Self(rows: second, end: end))
    }
}

extension Import.Counts {
    static func + (left: Self, right: Self) -> Self {
        Import.Counts(
            created: left.created + right.created, updated: left.updated + right.updated, unchanged: left.unchanged + right.unchanged,
            rejected: left.rejected + right.rejected, linked: left.linked + right.linked)
    }
}
