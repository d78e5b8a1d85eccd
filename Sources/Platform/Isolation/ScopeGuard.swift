import Foundation
import Postgres

/// A question asked at the head of each unit of work, whose answer decides whether the rest counts: is this session still
/// signed in, and may its person still do what we remember they may?
public struct ScopeGuard: Sendable {
    let question: SQL
    let check: @Sendable (Rows) throws -> Void

    /// - Parameter check: throws when the unit must not count.
    public init(_ question: SQL, check: @escaping @Sendable (Rows) throws -> Void) {
        self.question = question
        self.check = check
    }

    /// For work without a session: at least the schema must be the tenant's own.
    static func identity(of tenant: Tenant) -> ScopeGuard {
        ScopeGuard("select tenant_id from _identity") { rows in
            try verifyIdentity(rows.first?.decode(UUID.self), tenant)
        }
    }

    /// - Throws: `IsolationError` when `_identity` names another tenant than the scope.
    public static func verifyIdentity(_ found: UUID?, _ tenant: Tenant) throws {
        guard found == tenant.id else { throw IsolationError(expected: tenant.id, found: found) }
    }
}

/// A unit of work met another tenant's schema. Never expected; the unit is rolled back and its answer is dropped.
public struct IsolationError: Error, CustomStringConvertible {
    let expected: UUID
    let found: UUID?

    public var description: String {
        "unit of work of tenant \(expected) ran in the schema of \(found?.uuidString ?? "no tenant")"
    }
}

/// The person's rights changed since they were remembered: load them again and repeat the request.
public struct ViewerChanged: Error {
    public init() {}
}
