import Foundation
import Postgres
import Web

/// Something that happened to a record: the audit log, the timeline and the outbox read it.
public struct Event: Sendable {
    /// Versioned public name such as `contact.updated`.
    public let kind: String
    public let recordType: String
    public let recordID: UUID
    /// What the changed fields were and became, as JSON objects.
    public let before: JSON?
    public let after: JSON?
    public let onBehalfOf: UUID?

    public init(
        _ kind: String, recordType: String, recordID: UUID, before: JSON? = nil, after: JSON? = nil, onBehalfOf: UUID? = nil
    ) {
        self.kind = kind
        self.recordType = recordType
        self.recordID = recordID
        self.before = before
        self.after = after
        self.onBehalfOf = onBehalfOf
    }

    /// The statement that writes it into the log.
    public func insertion(by actor: Actor, at instant: Date) -> SQL {
        """
        insert into events (id, at, kind, record_type, record_id, actor_id, on_behalf_of, cause, request_id, batch_id, before, after)
        values (\(UUID.v7()), \(instant), \(kind), \(recordType), \(recordID), \(actor.userID), \(onBehalfOf),
                \(actor.cause.rawValue), \(actor.requestID), \(actor.batchID), \(before), \(after))
        """
    }
}

extension [Event] {
    /// The statement that writes all of them at once.
    public func insertion(by actor: Actor, at instant: Date) -> SQL {
        """
        insert into events (id, at, kind, record_type, record_id, actor_id, cause, request_id, batch_id, before, after)
        select e.id, \(instant), e.kind, e.record_type, e.record_id, \(actor.userID), \(actor.cause.rawValue), \(actor.requestID),
               \(actor.batchID), e.before::jsonb, e.after::jsonb
        from unnest(\(map { _ in UUID.v7() }), \(map(\.kind)), \(map(\.recordType)), \(map(\.recordID)), \(map(\.before?.text)),
                    \(map(\.after?.text))) as e (id, kind, record_type, record_id, before, after)
        """
    }
}
