import Logging

/// A log of what took too long.
extension Pool {
    /// The statements of a pipeline are answered together, so that it is not known which of them was the slow one: all are named.
    func noteDuration(of job: Job) {
        guard let limit = configuration.slowStatement, let startedAt = job.startedAt, now - startedAt > limit,
            case .pipeline(let statements) = job.step
        else { return }
        counters.current.slowStatements += 1
        logger.warning(
            "slow statement",
            metadata: [
                "milliseconds": "\((now - startedAt).inMilliseconds)",
                "namespace": "\(job.unit?.namespace ?? "")",
                "statements": .array(statements.map { "\($0.sql.name ?? String($0.sql.text.prefix(300)))" }),
            ])
    }
}
