import Foundation
import Platform
import Postgres
import Web

/// Links within the type itself, which are set when all rows of the file are in.
struct PendingLinks: Sendable {
    let source: Import
    let scope: TenantScope
    let context: JobContext

    private static let chunk = 500

    func settle() async throws {
        while try await settleSome() {}
    }

    /// - Returns: whether more may be left.
    private func settleSome() async throws -> Bool {
        try await scope.database.transaction { transaction in
            let links = try await transaction.query(ImportQueries.links(of: source.id, limit: Self.chunk)).decode(PendingLink.self)
            let names = ImportLinks(source: source, isCheck: false, transaction: transaction)
            guard let first = links.first, let (type, match) = names.target(of: first.field) else { return false }
            let spellings = Dictionary(
                links.compactMap { link in match.normalised(link.name).map { ($0, link.name) } }, uniquingKeysWith: { first, _ in first })
            let found = try await names.find(Array(spellings.keys), by: match, of: type)
            var memory = ImportMemory()
            let made = try await names.make(spellings.filter { found[$0.key] == nil }, of: type, &memory)
            var ids = made.ids
            for (key, target) in found { if case .one(let id) = target { ids[key] = id } }
            for link in links {
                if let id = match.normalised(link.name).flatMap({ ids[$0] }), id != link.recordID {
                    try await set(link, to: id, in: transaction)
                }
            }
            try await transaction.execute(ImportQueries.deleteLinks(links, of: source.id))
            try await context.keepAlive(in: transaction)
            guard try await transaction.execute(ImportQueries.count(linked: made.count, of: source)) == 1 else { throw ImportCancelled() }
            return true
        }
    }

    /// One by one: each may close a ring with those before it.
    private func set(_ link: PendingLink, to id: UUID, in transaction: TenantTransaction) async throws {
        let chunk = RecordChunk(source.type, in: transaction)
        guard let record = try await chunk.lock([link.recordID], for: .edit)[link.recordID] else { return }
        var draft = Draft(changing: record)
        draft.give(.id(id), to: link.field)
        let prepared = try await chunk.prepare([draft])
        // A file in which two companies belong to each other: the link that would close the ring is left out.
        if prepared.ready.isEmpty { scope.logger.info("a link of an import was left out", metadata: ["record": "\(link.recordID)"]) }
        try await chunk.save(prepared.ready.filter { !$0.changes.isEmpty })
    }
}

/// A record that wants to be linked to one of this name, which may come later in the same file.
struct PendingLink: Sendable, RowDecodable {
    let recordID: UUID
    let field: String
    let name: String

    init(recordID: UUID, field: String, name: String) {
        self.recordID = recordID
        self.field = field
        self.name = name
    }

    init(row: inout RowReader) throws {
        recordID = try row.next()
        field = try row.next()
        name = try row.next()
    }
}
