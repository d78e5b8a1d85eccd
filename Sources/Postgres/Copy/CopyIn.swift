extension Transaction {
    /// Runs `COPY … FROM STDIN` and feeds it what `body` writes, in the format that the statement names.
    ///
    /// If `body` throws, nothing is stored and the transaction can only be rolled back, or to a savepoint.
    ///
    /// - Returns: how many rows were stored.
    public func copyIn(
        _ sql: SQL, isolation: isolated (any Actor)? = #isolation, _ body: (CopyWriter) async throws -> Void
    ) async throws -> Int {
        _ = try await pipeline([])
        _ = try await run(.copyIn(sql))
        do {
            try await body(CopyWriter(transaction: self))
        } catch {
            // The server answers that the copy was aborted, which is what we want to hear.
            _ = try? await run(.copyEnd(abortedBecause: "aborted by the client"))
            throw error
        }
        return try await run(.copyEnd(abortedBecause: nil)).affected
    }
}

/// Takes the data of a `COPY … FROM STDIN`.
public struct CopyWriter: Sendable {
    let transaction: Transaction

    /// Sends bytes; rows may be cut anywhere. Returns when the connection has taken them, so the writer cannot run ahead of the
    /// server. 64 KB at a time is a good size.
    public func write(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        _ = try await transaction.run(.copyData(bytes))
    }
}
