/// The metrics while they are counted; poller thread only.
final class PoolCounters {
    var current = PoolMetrics()

    func count(_ failure: any Error) {
        if let error = failure as? PostgresError {
            current.failures[error.kind, default: 0] += 1
        } else {
            current.cancellations += 1
        }
    }
}
