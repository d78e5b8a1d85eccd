import Synchronization

/// What this server's worker has done, by kind of job.
public final class JobMetrics: Sendable {
    enum Ending: String, CaseIterable { case done, failed, dead, released, lost }

    struct Tally {
        var endings: [Ending: Int] = [:]
        var seconds = 0.0
    }

    private struct State {
        var running = 0
        var tallies: [String: Tally] = [:]
    }

    private let state = Mutex(State())

    func began() {
        state.withLock { $0.running += 1 }
    }

    func ended(_ kind: String, _ ending: Ending, after duration: Duration) {
        state.withLock { state in
            state.running -= 1
            state.tallies[kind, default: Tally()].endings[ending, default: 0] += 1
            state.tallies[kind]?.seconds += duration / .seconds(1)
        }
    }

    func write(to text: inout MetricsText) {
        let (running, tallies) = state.withLock { ($0.running, $0.tallies.sorted { $0.key < $1.key }) }
        text.gauge("tessera_jobs_running", "Jobs that run right now.", Double(running))
        text.family("tessera_jobs_total", .counter, "Attempts at jobs, by how they ended.")
        for (kind, tally) in tallies {
            for ending in Ending.allCases {
                guard let count = tally.endings[ending] else { continue }
                text.sample("tessera_jobs_total", [("kind", kind), ("outcome", ending.rawValue)], Double(count))
            }
        }
        text.family("tessera_job_seconds_total", .counter, "Time that attempts at jobs have taken.")
        for (kind, tally) in tallies { text.sample("tessera_job_seconds_total", [("kind", kind)], tally.seconds) }
    }
}
