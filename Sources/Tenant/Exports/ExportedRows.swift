import Foundation
import Platform
import Postgres
import Web

/// The records of a list in keyset pages: a million take no more memory than a thousand.
struct ExportedRows: AsyncSequence, Sendable {
    let query: RecordQuery
    let scope: TenantScope

    /// Of a page.
    static let size = 1_000

    func makeAsyncIterator() -> Iterator { Iterator(page: query, scope: scope) }

    struct Iterator: AsyncIteratorProtocol {
        var page: RecordQuery
        let scope: TenantScope
        var isFinished = false

        mutating func next() async throws -> [Row]? {
            if isFinished { return nil }
            page.limit = ExportedRows.size
            let rows = try await scope.database.read(try page.page())
            isFinished = rows.count <= page.limit
            if !isFinished { page.position = try page.keyset.position(of: rows[page.limit - 1], fieldCount: page.fields.count) }
            return Array(rows.prefix(page.limit))
        }
    }
}

/// Those records as a file of text, piece by piece.
struct ExportPieces: AsyncSequence, Sendable {
    let export: RecordExport

    func makeAsyncIterator() -> Iterator {
        Iterator(export: export, pages: ExportedRows(query: export.query, scope: export.scope).makeAsyncIterator())
    }

    struct Iterator: AsyncIteratorProtocol {
        let export: RecordExport
        var pages: ExportedRows.Iterator
        var isFirst = true

        mutating func next() async throws -> [UInt8]? {
            guard let rows = try await pages.next() else { return nil }
            defer { isFirst = false }
            return export.format == .vcf ? try export.cards(rows) : try export.table(rows, withHeader: isFirst)
        }
    }
}
