import Synchronization
import Web

/// How many requests each route has answered, how, and how fast.
public final class RequestMetrics: Sendable {
    private struct Key: Hashable {
        let method: String
        let route: String
    }

    private struct Tally {
        /// By the first digit of the status.
        var classes = [Int](repeating: 0, count: 6)
        /// The last one is for what took longer than all bounds.
        var buckets = [Int](repeating: 0, count: RequestMetrics.bounds.count + 1)
        var seconds = 0.0
    }

    /// In seconds.
    private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

    private let tallies = Mutex<[Key: Tally]>([:])

    init() {}

    /// Takes one lock for a moment; addresses that no route matches count together, or strangers could fill the memory.
    public func note(_ request: ServedRequest) {
        let seconds = request.duration / .seconds(1)
        let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        let key = Key(method: request.method, route: request.route ?? "none")
        tallies.withLock { tallies in
            tallies[key, default: Tally()].classes[min(request.status / 100, 5)] += 1
            tallies[key]?.buckets[bucket] += 1
            tallies[key]?.seconds += seconds
        }
    }

    func write(to text: inout MetricsText) {
        let all = tallies.withLock { $0.sorted { ($0.key.route, $0.key.method) < ($1.key.route, $1.key.method) } }
        text.family("tessera_http_requests_total", .counter, "Answered requests.")
        for (key, tally) in all {
            for (index, count) in tally.classes.enumerated() where count > 0 {
                text.sample("tessera_http_requests_total", labels(key) + [("status", "\(index)xx")], Double(count))
            }
        }
        text.family("tessera_http_request_duration_seconds", .histogram, "From a request's header to the beginning of its answer.")
        for (key, tally) in all { write(key, tally, to: &text) }
    }

    private func write(_ key: Key, _ tally: Tally, to text: inout MetricsText) {
        let name = "tessera_http_request_duration_seconds"
        var total = 0
        for (bound, count) in zip(Self.bounds.map { "\($0)" } + ["+Inf"], tally.buckets) {
            total += count
            text.sample(name + "_bucket", labels(key) + [("le", bound)], Double(total))
        }
        text.sample(name + "_sum", labels(key), tally.seconds)
        text.sample(name + "_count", labels(key), Double(total))
    }

    private func labels(_ key: Key) -> [(String, String)] { [("method", key.method), ("route", key.route)] }
}
