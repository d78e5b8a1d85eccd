import CPostgres
import Logging

/// Opening, handing out and losing connections.
extension Pool {
    static let wakeUpID = UInt64.max
    /// Listeners' ids in the poller begin here; slots count from 0.
    static let firstListenerID: UInt64 = 1 << 32

    func socketIsReady(_ id: UInt64) {
        if id == Self.wakeUpID { return cpostgres_eventfd_clear(inbox.wakeUp) }
        if id >= Self.firstListenerID { return listenerIsReady(id) }
        guard case .open(let connection) = slots[Int(id)] else { return }
        handle(connection.advance(), of: connection)
    }

    /// Tells the poller what the connection waits for, if that has changed.
    func watch(_ connection: Connection) {
        guard case .open(let current) = slots[connection.slot], current === connection else { return }
        let interest = (reading: connection.isReading, writing: connection.isSending)
        guard interest != connection.interest else { return }
        connection.interest = interest
        poller.change(
            connection.socket, id: UInt64(connection.slot), reading: interest.reading, writing: interest.writing)
    }

    /// The server or the network has closed the connection.
    func lose(_ connection: Connection) {
        if connection.isIdle { idleCount -= 1 }
        let nothingDone = connection.hasDoneNothing
        var error = connection.farewell ?? PostgresError(.connectionLost)
        error.kind = .connectionLost
        logger.warning("connection lost", metadata: ["error": "\(error)"])
        let lease = connection.lease
        if let job = connection.job {
            detach(connection, job)
            if nothingDone { requeue(job) } else { fail(job, error) }
        }
        if !nothingDone, let lease { end(lease, error) }
        close(connection)
    }

    /// Whatever is asked of the lease from now on fails like this.
    func end(_ lease: Lease, _ error: PostgresError) {
        lease.failure = error
        release(lease)
    }

    /// Gives a connection up that cannot be used any more.
    func close(_ connection: Connection) {
        empty(connection)
        if drainsUntil == nil { counters.current.reconnects += 1 }
    }

    /// Empties the connection's slot, which is filled again at once. The server ends the session when it notices.
    func empty(_ connection: Connection) {
        poller.remove(connection.socket)
        connection.endLease()
        slots[connection.slot] = .empty
        nextTick = now
    }

    /// Stops what runs. The connection is not used again, since the server may act on the request late: the helper thread
    /// holds the last reference, and the session ends once the request has been delivered.
    func abandon(_ connection: Connection, _ error: PostgresError) {
        if let lease = connection.lease { end(lease, error) }
        connection.job = nil
        close(connection)
        connection.cancelThenClose()
    }

    func fillSlots() {
        guard isOpen, drainsUntil == nil, backoff.retryAt <= .now else { return }
        for (index, slot) in slots.enumerated() {
            if case .empty = slot { dial(.slot(index)) }
        }
    }

    func dial(_ purpose: Dial.Purpose) {
        if case .slot(let index) = purpose { slots[index] = .dialing }
        Dial(purpose: purpose).start(configuration.connectionParameters, notices: notices, inbox: inbox)
    }

    func dialed(_ dial: Dial, _ result: Swift.Result<Handle, PostgresError>) {
        switch (dial.purpose, result) {
        case (.listener(let listener), _):
            dialed(listener, result)
        case (.slot(let index), .success(let handle)):
            backoff.succeed()
            hasConnected = true
            install(handle, in: index)
        case (.slot(let index), .failure(let error)):
            slots[index] = .empty
            if backoff.retryAt <= .now { backoff.fail() }
            logger.warning("cannot connect to the database", metadata: ["error": "\(error)"])
        }
    }

    private func install(_ handle: Handle, in slot: Int) {
        let connection = Connection(handle, slot: slot, configuration: configuration, metrics: counters)
        connection.plantedFault = plantedFault
        slots[slot] = .open(connection)
        idleCount += 1
        poller.add(connection.socket, id: UInt64(slot))
    }
}
