/// Jobs that wait for a connection: a line for each namespace, served in turn, so that whoever asks for much keeps only
/// themselves waiting.
struct WaitingJobs {
    /// How many connections one namespace may hold while others wait.
    let leaseShare: Int
    private var lines: [Int: WaitingLine] = [:]
    /// Those with jobs; the first is next.
    private var turns: [WaitingLine] = []
    private(set) var count = 0

    /// More lines than may wait or hold connections at once, so that there is always something to forget.
    private static let capacity = 8_192

    init(leaseShare: Int) {
        self.leaseShare = leaseShare
    }

    /// The line of a namespace, by its hash.
    mutating func line(of namespace: Int) -> WaitingLine {
        if let line = lines[namespace] { return line }
        if lines.count >= Self.capacity { lines = lines.filter { $0.value.isInTurn || $0.value.leases > 0 } }
        let line = WaitingLine()
        lines[namespace] = line
        return line
    }

    mutating func append(_ job: Job, to line: WaitingLine) {
        line.append(job)
        count += 1
        guard !line.isInTurn else { return }
        line.isInTurn = true
        turns.append(line)
    }

    /// For a job that has had its turn and lost its connection.
    mutating func putFirst(_ job: Job) {
        let line = job.line ?? line(of: job.namespace)
        line.putFirst(job)
        count += 1
        guard !line.isInTurn else { return }
        line.isInTurn = true
        turns.insert(line, at: 0)
    }

    /// The next namespace's next job. One that holds its share of the connections lets the others go first.
    mutating func next() -> Job? {
        while !turns.isEmpty {
            let line = turns.remove(at: turns.firstIndex { $0.leases < leaseShare } ?? 0)
            let job = line.next()
            line.isInTurn = line.count > 0
            if line.isInTurn { turns.append(line) }
            guard let job else { continue }
            count -= 1
            return job
        }
        return nil
    }

    /// This one was finished by somebody else.
    mutating func discount(_ job: Job) {
        job.line?.discount()
        count -= 1
    }

    /// Those whose time is up.
    mutating func overdue(at now: ContinuousClock.Instant) -> [Job] {
        turns.removeAll { line in
            line.isInTurn = line.count > 0
            return !line.isInTurn
        }
        return turns.flatMap { $0.overdue(at: now) }
    }
}
