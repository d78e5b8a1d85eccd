/// The jobs of one namespace that wait for a connection, first come first served; those finished meanwhile are skipped.
final class WaitingLine {
    private var jobs: [Job] = []
    private var head = 0
    private(set) var count = 0
    /// How many connections the namespace holds.
    var leases = 0
    /// Whether it is among those that have jobs.
    var isInTurn = false

    func append(_ job: Job) {
        take(job)
        jobs.append(job)
    }

    /// For a job that has had its turn and lost its connection.
    func putFirst(_ job: Job) {
        take(job)
        jobs.insert(job, at: head)
    }

    private func take(_ job: Job) {
        job.state = .waiting
        job.line = self
        count += 1
    }

    func next() -> Job? {
        while head < jobs.count {
            let job = jobs[head]
            head += 1
            if job.state == .waiting {
                job.state = .new
                count -= 1
                return job
            }
        }
        jobs.removeAll(keepingCapacity: true)
        head = 0
        return nil
    }

    /// One of them was finished by somebody else.
    func discount() {
        count -= 1
    }

    /// Those whose time is up.
    func overdue(at now: ContinuousClock.Instant) -> [Job] {
        jobs = jobs[head...].filter { $0.state == .waiting }
        head = 0
        return jobs.filter { $0.leaseDeadline <= now }
    }
}
