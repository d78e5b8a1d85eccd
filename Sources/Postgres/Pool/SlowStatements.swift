import Logging

/// A log of what took too long.
extension Pool {
    /// The statements of a pipeline are answered together, so that it is not known which of them was the slow one: all are named.
    /// Only a script of hundreds, such as makes a tenant's schema, is known by how it begins.
    func noteDuration(of job: Job) {
        guard let limit = configuration.slowStatement, let startedAt = job.startedAt, now - startedAt > limit,
            case .pipeline(let statements) = job.step
        else { return }
        counters.current.slowStatements += 1
        let named = statements.count > 40 ? statements.prefix(3) : statements[...]
        logger.warning(
            "slow statement",
            metadata: [
                "milliseconds": "\((now - startedAt).inMilliseconds)",
                "namespace": "\(job.unit?.namespace ?? "")",
                "count": "\(statements.count)",
                "statements": .array(named.map { "\($0.sql.name ?? String($0.sql.text.prefix(300)))" }),
            ])
    }
}
