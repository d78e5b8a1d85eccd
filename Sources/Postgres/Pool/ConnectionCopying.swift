import CPostgres

/// COPY cannot run in pipeline mode, so that the connection leaves it for as long.
extension Connection {
    /// How much of a COPY's output is handed over at once, in bytes.
    private static let chunkSize = 65_536

    func startCopy(_ sql: SQL) -> Progress {
        guard copy == .none, PQexitPipelineMode(pg) == 1, sendUnnamed(sql) else { return .lost }
        copy = .starting
        metrics.current.roundTrips += 1
        return flush()
    }

    func awaitCopy() -> Progress {
        guard PQisBusy(pg) == 0 else { return .pending }
        guard let result = PQgetResult(pg) else { return .lost }
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COPY_IN:
            copy = .entering
            return .complete
        case PGRES_COPY_OUT:
            copy = .leaving
            return .complete
        default:
            noteEnd(result)
            if job?.error == nil { job?.error = PostgresError(.other, "not a COPY from stdin or to stdout") }
            copy = .ending
            return awaitEndOfCopy()
        }
    }

    /// Complete once the socket has taken it, so that the writer is no faster than the server.
    func sendCopy(_ bytes: [UInt8]) -> Progress {
        guard copy == .entering else { return refuse() }
        let status = bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { PQputCopyData(pg, $0.baseAddress, Int32($0.count)) }
        }
        guard status == 1, flush() != .lost else { return .lost }
        return isSending ? .pending : .complete
    }

    func endCopy(_ reason: String?) -> Progress {
        guard copy == .entering else { return refuse() }
        guard PQputCopyEnd(pg, reason) == 1 else { return .lost }
        copy = .ending
        return flush() == .lost ? .lost : awaitEndOfCopy()
    }

    /// Hands over what has arrived, at least a row.
    func readCopy() -> Progress {
        guard copy == .leaving else { return refuse() }
        var chunk: [UInt8] = []
        while chunk.count < Self.chunkSize {
            var row: UnsafeMutablePointer<CChar>?
            let size = PQgetCopyData(pg, &row, 1)
            defer { PQfreemem(row) }
            if size > 0 {
                chunk += UnsafeRawBufferPointer(start: row, count: Int(size))
            } else if size == 0 {
                break
            } else if chunk.isEmpty {
                copy = .ending
                return awaitEndOfCopy()
            } else {
                break
            }
        }
        job?.outcome.bytes = chunk
        return chunk.isEmpty ? .pending : .complete
    }

    /// Throws away the rest of an output that nobody reads any more, then does what the job is about.
    func skipCopy() -> Progress {
        var row: UnsafeMutablePointer<CChar>?
        while true {
            let size = PQgetCopyData(pg, &row, 1)
            PQfreemem(row)
            if size == 0 { return .pending }
            if size < 0 { break }
        }
        copy = .ending
        isSkipping = true
        return awaitEndOfCopy()
    }

    func awaitEndOfCopy() -> Progress {
        while PQisBusy(pg) == 0 {
            guard let result = PQgetResult(pg) else {
                copy = .none
                job?.outcome.bytes = nil
                guard PQstatus(pg) == CONNECTION_OK, PQenterPipelineMode(pg) == 1 else { return .lost }
                defer { isSkipping = false }
                return isSkipping ? job.map(start) ?? .pending : .complete
            }
            noteEnd(result)
            PQclear(result)
        }
        return .pending
    }

    private func noteEnd(_ result: OpaquePointer) {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK: job?.outcome.affected = Int(String(cString: PQcmdTuples(result))) ?? 0
        case PGRES_FATAL_ERROR where job?.error == nil: job?.error = PostgresError(result, statement: "copy")
        default: break
        }
    }

    private func refuse() -> Progress {
        job?.error = PostgresError(.closed, "the copy is over")
        return .complete
    }
}
