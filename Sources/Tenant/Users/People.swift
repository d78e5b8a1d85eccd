import Foundation
import Platform
import Postgres

/// Finds out who somebody is at this moment: the one way to a viewer, for requests and for jobs on somebody's behalf.
struct People: Sendable {
    let scope: TenantScope

    /// - Parameter scope: only its tenant matters; nobody has to be signed in.
    init(in scope: TenantScope) {
        self.scope = scope.asSystem(cause: scope.actor.cause)
    }

    /// Nil for whoever does not work here, or not any more.
    func viewer(_ id: UUID) async throws -> Viewer? {
        guard let user = try await scope.database.read(UserQueries.find(id)).decode(User.self).first, user.status == .active else {
            return nil
        }
        return user.viewer
    }
}
