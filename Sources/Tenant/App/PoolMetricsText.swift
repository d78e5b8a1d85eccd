import Postgres

/// What the connection pool does, in Prometheus' text format.
struct PoolMetricsText {
    let metrics: PoolMetrics

    init(_ metrics: PoolMetrics) {
        self.metrics = metrics
    }

    var text: String {
        let gauges = [("connections", metrics.connections), ("connections_idle", metrics.idle), ("units_waiting", metrics.waiting)]
        let counters = [
            ("leases_total", metrics.leases), ("round_trips_total", metrics.roundTrips), ("statements_total", metrics.statements),
            ("prepared_hits_total", metrics.preparedHits), ("prepared_misses_total", metrics.preparedMisses),
            ("reconnects_total", metrics.reconnects),
        ]
        return (gauges.map { line($0, "gauge", $1) } + counters.map { line($0, "counter", $1) }).joined(separator: "\n")
    }

    private func line(_ name: String, _ kind: String, _ value: Int) -> String {
        "# TYPE tessera_postgres_\(name) \(kind)\ntessera_postgres_\(name) \(value)"
    }
}
