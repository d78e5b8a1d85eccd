/// Giving connections out and taking them back.
extension Pool {
    /// Gives idle connections to those who wait.
    func dispatch() {
        while idleCount > 0, let job = waiting.next() {
            let connection = takeIdle(job.namespace)
            connection.line = job.line
            job.line?.leases += 1
            counters.current.leaseWaits.add(max(.zero, now - job.askedAt))
            if let lease = job.lease {
                lease.isWaiting = false
                lease.connection = connection
                connection.lease = lease
            }
            start(job, on: connection)
        }
    }

    /// One of the two connections that the namespace prefers, because its statements are prepared there and its tables known, or
    /// else any other. There must be one.
    private func takeIdle(_ namespace: Int) -> Connection {
        let first = namespace % slots.count
        let second = slots.count > 1 ? (first + 1 + namespace / slots.count % (slots.count - 1)) % slots.count : first
        for index in [first, second] {
            if let connection = takeIdle(in: index) { return connection }
        }
        for offset in slots.indices {
            if let connection = takeIdle(in: (first + offset) % slots.count) { return connection }
        }
        preconditionFailure("\(idleCount) connections counted as idle, none found")
    }

    private func takeIdle(in index: Int) -> Connection? {
        guard case .open(let connection) = slots[index], connection.isIdle else { return nil }
        idleCount -= 1
        return connection
    }

    /// A connection without work; one that is still in a transaction is cleaned first.
    func giveBack(_ connection: Connection) {
        guard !connection.isInTransaction else { return handle(connection.sendRollback(), of: connection) }
        connection.endLease()
        idleCount += 1
        if connection.isWornOut(at: now) { retire(connection) }
    }

    /// Replaces the connection, but never two at a time, and not while others cannot be opened.
    private func retire(_ connection: Connection) {
        guard drainsUntil == nil, slots.allSatisfy({ if case .open = $0 { true } else { false } }) else { return }
        idleCount -= 1
        counters.current.retirements += 1
        empty(connection)
    }
}
