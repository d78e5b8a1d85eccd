import Foundation
import Platform
import Web

/// What a batch left as it was, with the reason beside each, read while it is sent.
struct SkippedRows: AsyncSequence, Sendable {
    let batch: Batch
    let scope: TenantScope

    private static let chunk = 1_000

    func makeAsyncIterator() -> Iterator { Iterator(batch: batch, scope: scope) }

    struct Iterator: AsyncIteratorProtocol {
        let batch: Batch
        let scope: TenantScope
        private var last: BatchSkip?
        private var isFirst = true
        private var isFinished = false

        init(batch: Batch, scope: TenantScope) {
            (self.batch, self.scope) = (batch, scope)
        }

        mutating func next() async throws -> [UInt8]? {
            if isFinished { return nil }
            let skips = try await scope.database.read(BatchQueries.skips(of: batch.id, after: last, limit: SkippedRows.chunk))
                .decode(BatchSkip.self)
            let names = try await NameLookup(scope: scope).names(of: skips.map(\.recordID))
            var writer = CSVWriter()
            if isFirst { writer.append(record: ["Id", "Name", "Field", "Reason"]) }
            for skip in skips {
                let id = skip.recordID.text
                writer.append(record: [id, names[id] ?? "", skip.field, skip.reason])
            }
            (last, isFirst, isFinished) = (skips.last, false, skips.count < SkippedRows.chunk)
            return writer.take()
        }
    }
}
