/// Deadlines, cancellation and the end.
extension Pool {
    /// Looks after deadlines, empty slots and shutdown, once per tick.
    func keepTime() {
        guard now >= nextTick else { return }
        nextTick = now + Self.tick
        for job in waiting.overdue(at: now) { giveUp(job, overdue) }
        for case .open(let connection) in slots {
            guard let job = connection.job, let deadline = job.deadline, deadline <= now else { continue }
            stop(job, on: connection, PostgresError(.statementTimeout, "the unit's deadline passed while it ran"))
        }
        fillSlots()
        reconnectListeners()
        if let drainsUntil { close(at: drainsUntil) }
    }

    private var overdue: PostgresError {
        isOpen && !hasConnected
            ? PostgresError(.connectFailed, "the database has not been reached yet")
            : PostgresError(.leaseTimeout, "no connection came free in time")
    }

    func cancel(_ job: Job) {
        guard !job.ignoresCancellation else { return }
        job.isCancelled = true
        switch job.state {
        case .new, .finished: break
        case .waiting:
            finish(job, .failure(CancellationError()))
            if let lease = job.lease { end(lease, PostgresError(.closed, "the transaction was cancelled")) }
        case .running:
            guard let connection = connection(of: job) else { return }
            stop(job, on: connection, CancellationError())
        }
    }

    private func stop(_ job: Job, on connection: Connection, _ error: any Error) {
        noteDuration(of: job)
        finish(job, .failure(error))
        abandon(connection, PostgresError(.closed, "the transaction was stopped"))
    }

    private func connection(of job: Job) -> Connection? {
        for case .open(let connection) in slots where connection.job === job { return connection }
        return nil
    }

    private func close(at end: ContinuousClock.Instant) {
        let isBusy = waiting.count > 0 || slots.contains { if case .open(let it) = $0 { !it.isIdle } else { false } }
        if isBusy && now < end { return }
        isClosed = true
    }

    /// Everything still on its way when the thread ends.
    func refuseWhatIsLeft() {
        let error = PostgresError(.closed, "the client has been shut down")
        for case .open(let connection) in slots {
            if let job = connection.job { fail(job, error) }
            if let lease = connection.lease { end(lease, error) }
            close(connection)
        }
        while let job = waiting.next() { giveUp(job, error) }
        for listener in listeners { listener.continuation.finish() }
        inbox.close(refusing: Self.refuse)
        closed?.resume()
    }

    /// Answers a message that comes too late, on whichever thread it comes from.
    private static func refuse(_ message: Message) {
        switch message {
        case .run(let job):
            job.continuation?.resume(throwing: PostgresError(.closed, "the client has been shut down"))
            job.continuation = nil
        case .listen(let listener): listener.continuation.finish()
        case .notifyWhenClosed(let continuation): continuation.resume()
        default: break
        }
    }
}
