extension Transaction {
    /// Runs `COPY … TO STDOUT` and streams what it sends, in the format that the statement names.
    ///
    /// Nothing is read from the server before it is asked for. Read to the end before the next statement: a rest is read and thrown
    /// away.
    public func copyOut(_ sql: SQL) -> CopyOut {
        CopyOut(transaction: self, sql: sql)
    }
}

/// What a `COPY … TO STDOUT` sends, in chunks of about 64 KB, each of whole rows.
public struct CopyOut: AsyncSequence, Sendable {
    let transaction: Transaction
    let sql: SQL

    public func makeAsyncIterator() -> Iterator {
        Iterator(transaction: transaction, sql: sql)
    }

    public struct Iterator: AsyncIteratorProtocol {
        let transaction: Transaction
        let sql: SQL
        private var isStarted = false

        init(transaction: Transaction, sql: SQL) {
            self.transaction = transaction
            self.sql = sql
        }

        public mutating func next() async throws -> [UInt8]? {
            if !isStarted {
                isStarted = true
                _ = try await transaction.pipeline([])
                _ = try await transaction.run(.copyOut(sql))
            }
            return try await transaction.run(.copyRead).bytes
        }
    }
}
