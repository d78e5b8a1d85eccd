import Foundation
import Postgres
import Web

extension Platform {
    /// Everything that `/metrics` shows.
    public func metricsText() async -> String {
        var text = MetricsText()
        text.family("tessera_build_info", .gauge, "Which build this is.")
        text.sample("tessera_build_info", [("version", Build.version)], 1)
        requestMetrics.write(to: &text)
        client.metrics.write(to: &text)
        jobMetrics.write(to: &text)
        // A database that does not answer shows in what is missing, and must not hide the rest.
        if let due = try? await dueTenants() { text.gauge("tessera_tenants_due", "Tenants with work due within a minute.", Double(due)) }
        text.gauge("tessera_live_streams", "Browsers that are told of changes.", Double(live.count))
        ProcessMetrics.write(to: &text, now: Date())
        return text.text
    }
}

extension PoolMetrics {
    fileprivate func write(to text: inout MetricsText) {
        text.gauge("tessera_postgres_connections", "Open connections.", Double(connections))
        text.gauge("tessera_postgres_connections_idle", "Open connections without work.", Double(idle))
        text.gauge("tessera_postgres_connections_leased", "Connections in use by a unit of work.", Double(leases))
        text.gauge("tessera_postgres_units_waiting", "Units of work that wait for a connection.", Double(waiting))
        text.counter("tessera_postgres_round_trips_total", "Pipelines sent.", Double(roundTrips))
        text.counter("tessera_postgres_statements_total", "Statements sent.", Double(statements))
        text.counter("tessera_postgres_prepared_hits_total", "Statements that ran under a name prepared before.", Double(preparedHits))
        text.counter("tessera_postgres_prepared_misses_total", "Statements that had to be parsed.", Double(preparedMisses))
        text.counter("tessera_postgres_reconnects_total", "Connections opened in place of a lost one.", Double(reconnects))
    }
}
