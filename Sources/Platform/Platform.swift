import Foundation
import Logging
import Postgres
import Web

/// The product below the CRM: tenants and their walls, jobs, mail, files. Knows features only as values.
public final class Platform: Sendable {
    public let configuration: Configuration
    public let features: [Feature]
    public let directory: TenantDirectory
    public let mail: any MailTransport
    public let files: any FileStore
    /// For addresses that tenants have named.
    public let web: PublicWeb
    public let keys: KeyRing
    public let languages: Languages
    public let logger: Logger
    /// The version that a tenant's schema has when nothing is left to migrate.
    public let schemaPlan: SchemaPlan
    let client: PostgresClient
    /// The login that tenant roles are granted to.
    let serverRole: String
    let clock: @Sendable () -> Date
    /// Browsers that are told at once what others have changed.
    public let live: LiveStreams
    public let requestMetrics = RequestMetrics()
    let jobMetrics = JobMetrics()
    let jobKinds: [String: JobKind]
    let worker = WorkerSlot()
    private let pulse = Pulse()
    package let jobScopeFault = JobScopeFault()
    package let plantedStop = PlantedStop()
    /// Passed by whoever needs two connections at once, to make a tenant or to build an index.
    let staffing = Turnstile()

    /// - Parameters:
    ///   - client: the `server` login, or for the console and provisioning the `owner`.
    ///   - clock: tests set it.
    public init(
        configuration: Configuration, features: [Feature], client: PostgresClient, serverRole: String, logger: Logger,
        clock: @escaping @Sendable () -> Date = { Date() }
    ) throws {
        self.configuration = configuration
        self.features = features
        self.client = client
        self.serverRole = serverRole
        self.logger = logger
        self.clock = clock
        live = LiveStreams(now: clock)
        directory = TenantDirectory(client: client)
        files = configuration.fileStore
        web = PublicWeb(rules: configuration.outboundRules)
        keys = KeyRing(secrets: configuration.secretKeys.map(\.revealed))
        languages = try Languages(directory: configuration.templatesDirectory + "/texts")
        schemaPlan = features.schemaPlan
        jobKinds = JobKind.all(of: features)
        mail = try Self.transport(for: configuration)
    }

    private static func transport(for configuration: Configuration) throws -> any MailTransport {
        if let key = configuration.resendKey { return ResendTransport(key: key, base: configuration.resendBase) }
        if let url = configuration.smtpURL { return try SMTPTransport(url: url.revealed) }
        return try OutboxTransport(folder: configuration.outboxDirectory)
    }

    public func now() -> Date { clock() }

    /// Work in `tenant` that no person does.
    public func scope(for tenant: Tenant, cause: Actor.Cause, requestID: String? = nil) -> TenantScope {
        scope(for: tenant, actor: Actor(userID: nil, cause: cause, requestID: requestID), requestID: requestID)
    }

    func scope(for tenant: Tenant, actor: Actor, requestID: String?) -> TenantScope {
        var logger = logger
        if let requestID { logger[metadataKey: "request_id"] = "\(requestID)" }
        return TenantScope(tenant: tenant, viewer: .system, actor: actor, client: client, platform: self, logger: logger)
    }

    /// Answers whether the database does.
    public func ping() async throws {
        try await client.perform(UnitSettings(), "select 1")
    }

    /// How many tenants have jobs that are due or will be within a minute.
    public func dueTenants() async throws -> Int {
        try await client.perform(UnitSettings(), DueTenantQueries.due).first?.decode(Int.self) ?? 0
    }

    /// Who is told of every event.
    var eventConsumers: [EventConsumer] { features.flatMap(\.consumers) + [EventSeal.consumer] }

    /// Keeps the directory current, tells browsers what changes and runs jobs, until cancelled.
    /// - Parameter runsJobs: false leaves them to other servers.
    public func run(runsJobs: Bool = true) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.followAnnouncements() }
            group.addTask { await self.pulse.run { try await self.announce($0) } }
            group.addTask { await self.live.run() }
            if runsJobs {
                let worker = JobWorker(platform: self)
                self.worker.set(worker)
                group.addTask { await worker.run() }
            }
            await group.waitForAll()
        }
    }

    /// Called after a commit.
    func committed(_ aftermath: Aftermath, in tenant: Tenant) async {
        let topics = aftermath.topics
        if !topics.isEmpty { pulse.note(tenant.id, topics, at: now().liveTime) }
        if let due = aftermath.earliestJob { await jobsEnqueued(by: tenant, at: due) }
    }

    /// Called after a commit that queued jobs. If it is lost, the worker's sweep finds them within a minute.
    func jobsEnqueued(by tenant: Tenant, at due: Date) async {
        do {
            try await client.perform(UnitSettings(), DueTenantQueries.wake(tenant.id, at: due))
            worker.wake()
        } catch {
            logger.warning("a wake-up was lost", metadata: ["tenant": "\(tenant.slug)", "error": "\(error)"])
        }
    }
}
