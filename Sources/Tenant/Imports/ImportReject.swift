import Foundation
import Platform
import Postgres
import Web

/// A row that could not go in, with the reason beside it.
struct ImportReject: Sendable, RowDecodable {
    let record: Int
    let line: Int
    let cells: [String]
    let reason: String

    init(_ record: CSVRecord, _ reason: String) {
        self.record = record.position.record
        line = record.position.line
        cells = record.texts.map { $0.replacingOccurrences(of: "\0", with: "") }
        self.reason = reason
    }

    init(row: inout RowReader) throws {
        record = try row.next()
        line = try row.next()
        cells = try row.next()
        reason = try row.next()
    }
}

/// The rejected rows as they were, with the reason beside each, to be mended and sent again.
struct ImportRejects: AsyncSequence, Sendable {
    let source: Import
    let scope: TenantScope

    func makeAsyncIterator() -> Iterator { Iterator(source: source, scope: scope) }

    struct Iterator: AsyncIteratorProtocol {
        let source: Import
        let scope: TenantScope
        private var last = -1
        private var hasBegun = false
        private var isFinished = false

        init(source: Import, scope: TenantScope) {
            self.source = source
            self.scope = scope
        }

        mutating func next() async throws -> [UInt8]? {
            if isFinished { return nil }
            let rows = try await scope.database.read(ImportQueries.rejects(of: source.id, after: last, limit: 1_000)).decode(
                ImportReject.self)
            var writer = CSVWriter()
            if !hasBegun { writer.append(record: source.header + ["Reason", "Line"]) }
            hasBegun = true
            for reject in rows {
                let missing = Swift.max(0, source.header.count - reject.cells.count)
                for cell in reject.cells.prefix(source.header.count) { writer.append(cell) }
                for _ in 0..<missing { writer.append("") }
                writer.append(reject.reason)
                writer.append(number: reject.line)
                writer.endRecord()
            }
            last = rows.last?.record ?? last
            isFinished = rows.count < 1_000
            return writer.take()
        }
    }
}
