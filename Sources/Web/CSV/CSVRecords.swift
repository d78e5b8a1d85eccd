/// The records of a ``CSVFile`` for `for try await`.
public struct CSVRecords: AsyncSequence, Sendable {
    let file: CSVFile
    let position: CSVPosition

    public struct AsyncIterator: AsyncIteratorProtocol {
        let records: CSVRecords
        var reader: CSVReader?

        public mutating func next() async throws -> CSVRecord? {
            try await next(isolation: nil)
        }

        /// Stays on the caller's actor: a hop for each record would cost ten times what reading it does.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> CSVRecord? {
            let reader = try self.reader ?? records.file.reader(from: records.position)
            self.reader = reader
            return try reader.next()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(records: self)
    }
}
