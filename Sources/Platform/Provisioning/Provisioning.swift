import Foundation
import Postgres
import Web

/// Makes tenants, in steps that are each recorded and each safe to repeat: kill it anywhere, `finishAll` goes on from there.
public struct Provisioning: Sendable {
    enum Step: String, CaseIterable {
        case schema, branded, billed, staffed, ready
    }

    private let platform: Platform
    private var client: PostgresClient { platform.client }

    /// - Parameter platform: one whose client is the `owner` login.
    public init(_ platform: Platform) {
        self.platform = platform
    }

    /// Orders a tenant and sees it through.
    /// - Throws: `SlugError`, `SlugTaken`, or `Failure.invalid` naming the wrong field, before anything is made.
    @discardableResult
    public func create(_ request: ProvisioningRequest) async throws -> Tenant {
        _ = try await ProvisioningPreview(platform).changes(for: request)
        let id = try await reserve(request)
        return try await finish(id)
    }

    /// Sees every tenant through that something once stopped.
    public func finishAll() async throws {
        let started = try await client.perform(UnitSettings(), ProvisioningQueries.unfinished)
        for row in started { try await finish(row.decode(UUID.self)) }
    }

    private func reserve(_ request: ProvisioningRequest) async throws -> UUID {
        let slug = try Slug(request.slug)
        let id = UUID.v7()
        do {
            try await client.perform(
                UnitSettings(), [try ProvisioningQueries.reserve(id, slug, request), try ProvisioningQueries.keep(request, for: id)])
        } catch let error as PostgresError where error.kind == .uniqueViolation {
            throw SlugTaken(slug: slug)
        }
        return id
    }

    @discardableResult
    private func finish(_ id: UUID) async throws -> Tenant {
        let (request, done) = try await progress(of: id)
        for step in Step.allCases where !done.contains(step.rawValue) {
            try await perform(step, for: id, request)
            try await client.perform(UnitSettings(), ProvisioningQueries.record(step.rawValue, for: id))
        }
        return try await tenant(id)
    }

    private func perform(_ step: Step, for id: UUID, _ request: ProvisioningRequest) async throws {
        switch step {
        case .schema:
            try await TenantSchema(tenantID: id, plan: platform.schemaPlan, serverRole: platform.serverRole).create(by: client)
            try await client.perform(UnitSettings(), TenantQueries.setSchemaVersion(platform.schemaPlan.version, of: id))
        case .branded:
            try await client.perform(UnitSettings(), BrandQueries.save(request.brand, for: id))
        case .billed:
            try await client.perform(UnitSettings(), ProvisioningQueries.subscribe(id, plan: request.plan))
        case .staffed:
            let scope = platform.scope(for: try await tenant(id), cause: .provisioning)
            for feature in platform.features { try await feature.provision?(scope, request) }
        case .ready:
            try await client.perform(UnitSettings(), [TenantQueries.setState(.active, of: id), TenantQueries.announceChange(of: id)])
        }
    }

    private func progress(of id: UUID) async throws -> (ProvisioningRequest, Set<String>) {
        let answers = try await client.perform(
            UnitSettings(), [ProvisioningQueries.request(of: id), ProvisioningQueries.steps(of: id)])
        guard let text = try answers[0].first?.decode(String.self) else { throw Failure.notFound }
        let request = try JSONDecoder().decode(ProvisioningRequest.self, from: Data(text.utf8))
        return (request, Set(try answers[1].map { try $0.decode(String.self) }))
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
