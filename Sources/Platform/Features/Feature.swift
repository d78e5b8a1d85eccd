import Postgres

/// What the platform needs to know of a feature to provision, migrate and run it.
public struct Feature: Sendable {
    public let name: String
    /// Applied in this order, after those of the features before.
    public let migrations: [Migration]
    public let jobs: [JobKind]
    /// Jobs that come back by themselves.
    public let schedules: [Schedule]
    /// Who is told of every event.
    public let consumers: [EventConsumer]
    /// What is swept out of the feature's tables after a while.
    public let retentions: [Retention]
    /// The indexes that a tenant wants besides those of its migrations.
    public let indexes: OnDemandIndexes.Source?
    /// Fills a new tenant with what the feature needs from the start. Safe to run twice.
    public let provision: (@Sendable (TenantScope, ProvisioningRequest) async throws -> Void)?
    /// Fills a demo tenant with something to look at. Safe to run twice.
    public let seed: (@Sendable (TenantScope) async throws -> Void)?
    /// Adds records to try things out with, until there are as many as asked for.
    public let samples: (@Sendable (TenantScope, _ count: Int) async throws -> Void)?

    public init(
        name: String, migrations: [Migration] = [], jobs: [JobKind] = [], schedules: [Schedule] = [], consumers: [EventConsumer] = [],
        retentions: [Retention] = [], indexes: OnDemandIndexes.Source? = nil,
        provision: (@Sendable (TenantScope, ProvisioningRequest) async throws -> Void)? = nil,
        seed: (@Sendable (TenantScope) async throws -> Void)? = nil,
        samples: (@Sendable (TenantScope, _ count: Int) async throws -> Void)? = nil
    ) {
        self.name = name
        self.migrations = migrations
        self.jobs = jobs
        self.schedules = schedules
        self.consumers = consumers
        self.retentions = retentions
        self.indexes = indexes
        self.provision = provision
        self.seed = seed
        self.samples = samples
    }
}

extension [Feature] {
    /// What a tenant's schema consists of.
    var schemaPlan: SchemaPlan {
        SchemaPlan(SchemaLedger.migrations + TenantBaseSchema.migrations + flatMap(\.migrations))
    }
}
