/// What the pool is doing. The first four are of this moment, the others count from the start.
public struct PoolMetrics: Sendable, Hashable {
    /// Connections in use by a unit of work.
    public internal(set) var leases = 0
    /// Units waiting for a connection.
    public internal(set) var waiting = 0
    /// Open connections without work.
    public internal(set) var idle = 0
    /// Open connections.
    public internal(set) var connections = 0
    /// How long units waited for their connection; its count is the number of leases.
    public internal(set) var leaseWaits = DurationHistogram()
    /// Pipelines sent.
    public internal(set) var roundTrips = 0
    /// Statements sent, those that open and close a unit left out.
    public internal(set) var statements = 0
    /// Pipelines that took longer than the configuration's `slowStatement`.
    public internal(set) var slowStatements = 0
    /// Statements that ran under a name prepared before.
    public internal(set) var preparedHits = 0
    /// Statements that had to be parsed.
    public internal(set) var preparedMisses = 0
    /// Names given up to make room for others.
    public internal(set) var preparedEvictions = 0
    /// Connections opened in place of a lost one.
    public internal(set) var reconnects = 0
    /// Connections replaced because of their age, or of how much they have seen.
    public internal(set) var retirements = 0
    /// What was asked for in vain, by reason.
    public internal(set) var failures: [PostgresError.Kind: Int] = [:]
    /// What was given up by the task that had asked for it.
    public internal(set) var cancellations = 0
}
