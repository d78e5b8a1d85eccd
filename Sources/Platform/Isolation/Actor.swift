import Foundation

/// Who does something, and through what, as the event log keeps it.
public struct Actor: Sendable, Hashable {
    public enum Cause: String, Sendable, CaseIterable {
        case page, api, `import`, bulk, reversal, job, console, provisioning, seed
    }

    /// Nil where no person acts: provisioning, a scheduled job.
    public let userID: UUID?
    public let cause: Cause
    public let requestID: String?
    /// What everything of one import, bulk edit or merge has in common, so that it can be taken back as one.
    public let batchID: UUID?

    public init(userID: UUID?, cause: Cause, requestID: String? = nil, batchID: UUID? = nil) {
        self.userID = userID
        self.cause = cause
        self.requestID = requestID
        self.batchID = batchID
    }
}
