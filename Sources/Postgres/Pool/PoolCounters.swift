/// The metrics while they are counted; poller thread only.
final class PoolCounters {
    var current = PoolMetrics()
}
