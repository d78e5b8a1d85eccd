import Foundation
import Postgres
import Web

/// Makes tenants, in steps that are each recorded with their effect: kill it anywhere, `finishAll` goes on from there.
public struct Provisioning: Sendable {
    enum Step: String, CaseIterable {
        case schema, branded, billed, staffed, ready
    }

    private let platform: Platform
    private var client: PostgresClient { platform.client }

    /// - Parameter platform: one whose client is the `owner` login, with two connections or more. With the `server` login only
    ///   spares can be given out; what lacks one waits for a sweep with the owner's.
    public init(_ platform: Platform) {
        self.platform = platform
    }

    /// Orders a tenant and sees it through.
    /// - Throws: `SlugError`, `SlugTaken`, or `Failure.invalid` naming the wrong field, before anything is made.
    @discardableResult
    public func create(_ request: ProvisioningRequest) async throws -> Tenant {
        _ = try await ProvisioningPreview(platform).changes(for: request)
        return try await finish(try await order(request))
    }

    /// Sees every tenant through that something once stopped. One that cannot be finished does not keep the others from it.
    /// - Returns: the slugs of those that are ready now, and what kept the others from it.
    @discardableResult
    public func finishAll() async throws -> (finished: [String], problems: [String]) {
        var outcome: (finished: [String], problems: [String]) = ([], [])
        for (id, slug) in try await unfinished() {
            do {
                try await finish(id)
                outcome.finished.append(slug)
            } catch {
                outcome.problems.append("tenant \(slug) cannot be finished: \(error)")
            }
        }
        return outcome
    }

    /// Those that were ordered and are not ready, oldest first.
    func unfinished() async throws -> [(id: UUID, slug: String)] {
        try await client.perform(UnitSettings(), ProvisioningQueries.unfinished).map { try $0.decode((UUID, String).self) }
    }

    // MARK: The order

    private func order(_ request: ProvisioningRequest) async throws -> UUID {
        let slug = try Slug(request.slug)
        try platform.plantedStop.pass()
        do {
            let id = if let spare = try await claim(slug, request) { spare } else { try await reserve(slug, request) }
            try platform.plantedStop.pass()
            return id
        } catch let error as PostgresError where SlugQueries.isTaken(error) {
            throw SlugTaken(slug: slug)
        }
    }

    /// Gives a spare out, which renames nothing, and does at once what needs no schema. Two who ask at once get different ones.
    private func claim(_ slug: Slug, _ request: ProvisioningRequest) async throws -> UUID? {
        try await client.transaction(UnitSettings()) { transaction in
            let claim = SpareQueries.claim(slug, name: request.name, version: platform.schemaPlan.version)
            guard let id = try await transaction.query(claim).first?.decode(UUID.self) else { return nil }
            try platform.plantedStop.pass()
            var effects = try ProvisioningQueries.keep(request, slug, for: id) + [ProvisioningQueries.record(Step.schema.rawValue, for: id)]
            for step in [Step.branded, .billed] {
                effects += try await perform(step, for: id, request, in: transaction) + [ProvisioningQueries.record(step.rawValue, for: id)]
            }
            _ = try await transaction.pipeline(effects)
            return id
        }
    }

    private func reserve(_ slug: Slug, _ request: ProvisioningRequest) async throws -> UUID {
        let id = UUID.v7()
        try await client.perform(
            UnitSettings(), [ProvisioningQueries.reserve(id, slug, request)] + ProvisioningQueries.keep(request, slug, for: id))
        return id
    }

    // MARK: The steps

    /// What is done together: the fewer commits, the sooner somebody's tenant is there.
    private static let stages: [[Step]] = [[.schema, .branded, .billed], [.staffed, .ready]]

    @discardableResult
    private func finish(_ id: UUID) async throws -> Tenant {
        for stage in Self.stages {
            // While features work on connections of their own, the stage's holds the lock: one such pair at a time fits any pool.
            if stage.contains(.staffed) {
                try await platform.staffing.pass { try await take(stage, for: id) }
            } else {
                try await take(stage, for: id)
            }
            try platform.plantedStop.pass()
        }
        return try await tenant(id)
    }

    /// Two processes may see the same tenant through: the second waits for the first, and then finds the steps taken.
    private func take(_ stage: [Step], for id: UUID) async throws {
        try await client.transaction(.schemaWork) { transaction in
            let answers = try await transaction.pipeline([
                TenantQueries.lock(SchemaName(tenantID: id)), ProvisioningQueries.progress(of: id),
            ])
            guard let (text, done) = try answers[1].first?.decode((String, [String]).self) else { return }
            let request = try JSONDecoder().decode(ProvisioningRequest.self, from: Data(text.utf8))
            try platform.plantedStop.pass()
            var effects: [SQL] = []
            for step in stage where !done.contains(step.rawValue) {
                effects += try await perform(step, for: id, request, in: transaction)
                effects.append(ProvisioningQueries.record(step.rawValue, for: id))
                try platform.plantedStop.pass()
            }
            if !effects.isEmpty { _ = try await transaction.pipeline(effects) }
        }
    }

    /// - Returns: what remains to be done together with recording the step.
    private func perform(_ step: Step, for id: UUID, _ request: ProvisioningRequest, in transaction: Transaction) async throws -> [SQL] {
        switch step {
        case .schema:
            try await platform.schema(of: id).create(in: transaction)
            return [TenantQueries.setSchemaVersion(platform.schemaPlan.version, of: id)]
        case .branded: return [BrandQueries.save(request.brand, for: id)]
        case .billed: return [ProvisioningQueries.subscribe(id, plan: request.plan)]
        case .staffed:
            let scope = platform.scope(for: try await tenant(id), cause: .provisioning)
            for feature in platform.features { try await feature.provision?(scope, request) }
            return []
        case .ready: return [ProvisioningQueries.open(id), TenantQueries.announceChange(of: id)]
        }
    }

    private func tenant(_ id: UUID) async throws -> Tenant {
        guard let tenant = try await platform.directory.tenant(id: id) else { throw Failure.notFound }
        return tenant
    }
}

public struct SlugTaken: Error, CustomStringConvertible {
    let slug: Slug
    public var description: String { "\"\(slug)\" is taken." }
}
