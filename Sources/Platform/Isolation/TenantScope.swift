import Foundation
import Logging
import Postgres
import Web

/// One tenant, and who acts in it. Only through a scope does anybody get at a tenant's tables, files, jobs or mail, and only
/// `Platform` makes one.
public struct TenantScope: Sendable {
    public let tenant: Tenant
    public let viewer: Viewer
    public let actor: Actor
    public let logger: Logger
    let guardian: ScopeGuard
    let client: PostgresClient
    let deadline: ContinuousClock.Instant?
    /// The product that made this scope: its files, clock and job queue.
    let platform: Platform

    init(
        tenant: Tenant, viewer: Viewer, actor: Actor, guardian: ScopeGuard? = nil, client: PostgresClient, platform: Platform,
        deadline: ContinuousClock.Instant? = nil, logger: Logger
    ) {
        self.tenant = tenant
        self.viewer = viewer
        self.actor = actor
        self.guardian = guardian ?? .identity(of: tenant)
        self.client = client
        self.platform = platform
        self.deadline = deadline
        var logger = logger
        logger[metadataKey: "tenant"] = "\(tenant.slug)"
        self.logger = logger
    }

    public var database: TenantDatabase { TenantDatabase(scope: self) }
    public var files: TenantFiles { TenantFiles(tenantID: tenant.id, store: platform.files) }
    public var secrets: TenantSecrets { TenantSecrets(scope: self, keys: platform.keys) }
    public var now: Date { platform.now() }
    public var languages: Languages { platform.languages }
    /// What one list may cost, in the units of the database's planner.
    public var queryCostLimit: Int { platform.configuration.queryCostLimit }
    /// How much room its files may take.
    public var fileLimits: FileLimits { platform.configuration.fileLimits }
    /// In the language of the person who acts, where no request says another.
    public var texts: Texts { languages.texts(viewer.language) ?? languages.english }

    /// The same tenant, with what a signed-in person may do.
    public func acting(as viewer: Viewer, actor: Actor, guardian: ScopeGuard) -> TenantScope {
        TenantScope(
            tenant: tenant, viewer: viewer, actor: actor, guardian: guardian, client: client, platform: platform,
            deadline: deadline, logger: logger)
    }

    /// The same tenant, with the rights of somebody who is not asking right now: a job on their behalf.
    public func onBehalf(of viewer: Viewer, cause: Actor.Cause) -> TenantScope {
        let actor = Actor(userID: viewer.userID, cause: cause, requestID: actor.requestID)
        return acting(as: viewer, actor: actor, guardian: .identity(of: tenant))
    }

    /// The same tenant and person; what is written through it belongs to one batch, which can be taken back as one.
    /// - Parameter cause: nil keeps what it was.
    public func inBatch(_ id: UUID, cause: Actor.Cause? = nil) -> TenantScope {
        let actor = Actor(userID: actor.userID, cause: cause ?? actor.cause, requestID: actor.requestID, batchID: id)
        return acting(as: viewer, actor: actor, guardian: guardian)
    }

    /// The same tenant, for the system itself: looking up who somebody is, before there is a viewer.
    public func asSystem(cause: Actor.Cause) -> TenantScope {
        TenantScope(
            tenant: tenant, viewer: .system, actor: Actor(userID: nil, cause: cause, requestID: actor.requestID), client: client,
            platform: platform, deadline: deadline, logger: logger)
    }

    var settings: UnitSettings {
        var settings = UnitSettings()
        settings.role = tenant.schema.description
        settings.searchPath = tenant.schema.searchPath
        settings.deadline = deadline
        return settings
    }
}
