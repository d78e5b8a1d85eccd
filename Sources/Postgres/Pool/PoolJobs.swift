/// From a job's arrival to its answer.
extension Pool {
    func accept(_ job: Job) {
        if job.isCancelled { return finish(job, .failure(CancellationError())) }
        guard let lease = job.lease else { return enqueue(job) }
        if let failure = lease.failure { return finish(job, .failure(failure)) }
        if let connection = lease.connection {
            if connection.job == nil { start(job, on: connection) } else { lease.backlog.append(job) }
        } else if lease.isWaiting {
            lease.backlog.append(job)
        } else if job.closing != nil {
            finish(job, .success(Outcome()))
        } else {
            lease.isWaiting = true
            enqueue(job)
        }
    }

    private func enqueue(_ job: Job) {
        if drainsUntil != nil { return giveUp(job, PostgresError(.closed, "the client is shutting down")) }
        guard waiting.count < configuration.queueLimit + idleCount else {
            return giveUp(job, PostgresError(.poolExhausted, "\(waiting.count) units are waiting for a connection"))
        }
        let line = waiting.line(of: job.namespace)
        guard line.count < configuration.queueShare + idleCount else {
            return giveUp(job, PostgresError(.poolExhausted, "\(line.count) units of this namespace are waiting for a connection"))
        }
        waiting.append(job, to: line)
    }

    func start(_ job: Job, on connection: Connection) {
        job.startedAt = now
        handle(connection.start(job), of: connection)
    }

    func handle(_ progress: Connection.Progress, of connection: Connection) {
        switch progress {
        case .pending: break
        case .complete: complete(connection)
        case .lost: return lose(connection)
        }
        watch(connection)
    }

    private func complete(_ connection: Connection) {
        guard let job = connection.job else {
            connection.isCleaning = false
            // What cannot even be rolled back is of no use.
            return connection.isInTransaction ? close(connection) : giveBack(connection)
        }
        if job.isStale, !job.isRetry, job.isFirst { return retry(job, droppedFrom: connection) }
        connection.job = nil
        answer(job)
        guard let lease = connection.lease else { return giveBack(connection) }
        if job.closing != nil {
            lease.failure = PostgresError(.closed, "the transaction is over")
            release(lease)
            giveBack(connection)
        } else {
            advance(lease)
        }
    }

    /// What this connection remembers is out of date. Nothing of the job was kept, so it runs again, unprepared, elsewhere.
    private func retry(_ job: Job, droppedFrom connection: Connection) {
        detach(connection, job)
        close(connection)
        requeue(job)
    }

    func requeue(_ job: Job) {
        job.isRetry = job.isStale
        job.reset()
        job.lease?.isOpen = false
        job.lease?.isWaiting = true
        waiting.putFirst(job)
    }

    /// Starts the lease's next job.
    func advance(_ lease: Lease) {
        while !lease.backlog.isEmpty, lease.connection?.job == nil {
            accept(lease.backlog.removeFirst())
        }
    }

    /// Nothing more runs in this lease.
    func release(_ lease: Lease) {
        lease.connection?.lease = nil
        lease.connection = nil
        lease.isWaiting = false
        let left = lease.backlog
        lease.backlog = []
        for job in left { fail(job, lease.failure ?? PostgresError(.closed)) }
    }

    /// Takes a job off its connection, and its lease too.
    func detach(_ connection: Connection, _ job: Job) {
        connection.job = nil
        connection.lease = nil
        job.lease?.connection = nil
    }

    private func answer(_ job: Job) {
        noteDuration(of: job)
        finish(job, job.error.map { .failure($0) } ?? .success(job.outcome))
    }

    /// A job that got no connection, and with it all that its transaction asks for from now on.
    func giveUp(_ job: Job, _ error: PostgresError) {
        if let lease = job.lease { end(lease, error) }
        fail(job, error)
    }

    func fail(_ job: Job, _ error: PostgresError) {
        finish(job, .failure(error))
    }

    func finish(_ job: Job, _ result: Swift.Result<Outcome, any Error>) {
        if job.state == .waiting { waiting.discount(job) }
        guard job.state != .finished else { return }
        job.state = .finished
        if case .failure(let error) = result { counters.count(error) }
        job.continuation?.resume(with: result)
        job.continuation = nil
    }
}
