/// Jobs that wait for a connection, first come first served. Those finished meanwhile are skipped.
struct WaitingJobs {
    private var jobs: [Job] = []
    private var head = 0
    private(set) var count = 0

    mutating func append(_ job: Job) {
        job.state = .waiting
        jobs.append(job)
        count += 1
    }

    /// For a job that has had its turn and lost its connection.
    mutating func putFirst(_ job: Job) {
        job.state = .waiting
        jobs.insert(job, at: head)
        count += 1
    }

    mutating func next() -> Job? {
        while head < jobs.count {
            let job = jobs[head]
            head += 1
            if job.state == .waiting {
                count -= 1
                return job
            }
        }
        jobs.removeAll(keepingCapacity: true)
        head = 0
        return nil
    }

    /// One of them was finished by somebody else.
    mutating func discount() {
        count -= 1
    }

    /// Those whose time is up.
    mutating func overdue(at now: ContinuousClock.Instant) -> [Job] {
        jobs = jobs[head...].filter { $0.state == .waiting }
        head = 0
        return jobs.filter { $0.leaseDeadline <= now }
    }
}
