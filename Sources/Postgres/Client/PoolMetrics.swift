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
    /// Pipelines sent.
    public internal(set) var roundTrips = 0
    /// Statements sent, those that open and close a unit left out.
    public internal(set) var statements = 0
    /// Statements that ran under a name prepared before.
    public internal(set) var preparedHits = 0
    /// Statements that had to be parsed.
    public internal(set) var preparedMisses = 0
    /// Connections opened in place of a lost one.
    public internal(set) var reconnects = 0
}
