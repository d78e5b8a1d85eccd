import CPostgres

/// A stream of notifications and the connection it comes from.
final class Listener: @unchecked Sendable {
    let channels: [String]
    let continuation: AsyncStream<ListenEvent>.Continuation
    // Poller thread only.
    var handle: Handle?
    var backoff = Backoff()
    var isDialing = false
    var isOver = false

    init(channels: [String], continuation: AsyncStream<ListenEvent>.Continuation) {
        self.channels = channels
        self.continuation = continuation
    }

    /// Starts to listen on a fresh connection; blocks.
    func subscribe(_ handle: Handle) throws {
        for channel in channels {
            let result = PQexecParams(
                handle.connection, "listen \(SQLIdentifier(unchecked: channel).quoted)", 0, nil, nil, nil, nil, 1)
            defer { PQclear(result) }
            guard let result, PQresultStatus(result) == PGRES_COMMAND_OK else {
                throw result.map { PostgresError($0, statement: "listen") } ?? PostgresError(.connectionLost)
            }
        }
        PQsetnonblocking(handle.connection, 1)
    }

    /// Passes on what has arrived; false if the connection is gone.
    func receive() -> Bool {
        guard let connection = handle?.connection, PQconsumeInput(connection) == 1 else { return false }
        while let notification = PQnotifies(connection) {
            continuation.yield(
                .notification(
                    channel: String(cString: notification.pointee.relname),
                    payload: String(cString: notification.pointee.extra)))
            PQfreemem(notification)
        }
        return true
    }
}
