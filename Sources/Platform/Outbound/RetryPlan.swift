import HTTPTypes

/// How often a request is repeated at once, and after what pauses.
public struct RetryPlan: Sendable {
    /// In all, the first included.
    public var attempts: Int
    public var firstPause: Duration
    public var longestPause: Duration

    public init(attempts: Int = 3, firstPause: Duration = .milliseconds(200), longestPause: Duration = .seconds(5)) {
        self.attempts = attempts
        self.firstPause = firstPause
        self.longestPause = longestPause
    }

    /// For what a job repeats anyway.
    public static let once = RetryPlan(attempts: 1)

    /// The pause before attempt number `attempt` + 1; nil when there is none. It doubles, and is random by half, so that many
    /// that failed together do not come back together.
    func pause(after attempt: Int, _ outcome: Result<OutboundResponse, any Error>) -> Duration? {
        guard attempt < attempts, outcome.isPassing else { return nil }
        let doubled = min(longestPause, firstPause * (1 << min(attempt - 1, 16)))
        guard let asked = outcome.retryAfter else { return doubled * Double.random(in: 0.5...1) }
        return asked <= longestPause ? asked : nil
    }
}

extension Result where Success == OutboundResponse, Failure == any Error {
    /// Whether it may well go better in a moment.
    var isPassing: Bool {
        switch self {
        case .success(let response): [429, 500, 502, 503, 504].contains(response.status)
        case .failure(let error as OutboundError):
            switch error {
            case .timedOut, .unreachable, .unknownHost: true
            default: false
            }
        case .failure: false
        }
    }

    /// Whether the service itself is at fault: too many requests are ours.
    var isBreakdown: Bool {
        if case .success(let response) = self { response.status >= 500 } else { isPassing }
    }

    fileprivate var retryAfter: Duration? {
        guard case .success(let response) = self else { return nil }
        return response.headers[.retryAfter].flatMap { Int($0) }.map { .seconds($0) }
    }
}
