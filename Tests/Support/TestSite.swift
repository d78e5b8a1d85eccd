import AsyncHTTPClient
import Foundation
import Logging
import Platform
import Postgres
import Tenant
import Web

/// The product, listening on a free port of this machine, with a database of its own.
public final class TestSite: Sendable {
    public let base: TestPlatform
    public let crm: CRM
    public let port: Int
    private let serving: Task<Void, Never>

    /// One site serves all tests of a run; each test brings a tenant of its own.
    public static func shared() async throws -> TestSite { try await start.value }
    private static let start = Task { try await TestSite() }

    /// - Parameter database: another site's, to see what a restart remembers; nil makes a new one.
    public init(environment: [String: String] = [:], database: PostgresClient.Configuration? = nil) async throws {
        let base = try await TestPlatform(features: Features.platform, environment: environment, database: database)
        let templates = base.platform.configuration.templatesDirectory
        let cheapHasher = PasswordHasher(cost: .init(memory: 8 * 1024 * 1024, passes: 1))
        crm = CRM(platform: base.platform, staticFiles: try StaticFiles(directory: templates + "/static"), hasher: cheapHasher)
        var settings = ServerSettings()
        settings.port = 0
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let server = buildServer(try buildSite(crm, settings: settings), settings: settings, logger: quietLogger) { listening.yield($0) }
        serving = Task { try? await server.run() }
        port = await ports.first { _ in true } ?? 0
        self.base = base
    }

    public var platform: Platform { base.platform }
    /// The same platform with the owner's login: provisioning, migrations.
    public var owner: Platform { base.owner }

    /// Ends the server and everything below it.
    public func stop() async {
        serving.cancel()
        await serving.value
        await base.stop()
    }

    public static let projectFolder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// A new tenant with an admin, a manager, a rep and a read-only person.
    public func makeTenant() async throws -> TestTenant {
        let slug = "t\(UUID().uuidString.prefix(10).lowercased().replacingOccurrences(of: "-", with: ""))"
        let request = ProvisioningRequest(
            slug: slug, name: "Tenant \(slug)", adminEmail: "admin@\(slug).test", adminName: "Ada", isDemo: true)
        let tenant = try await Self.gate.pass {
            let tenant = try await Provisioning(owner).create(request)
            try await DemoTenants(owner).staff(tenant)
            return tenant
        }
        return TestTenant(site: self, tenant: tenant)
    }

    private static let gate = Gate(width: 2)
}

extension HTTPClient {
    /// Redirects are answers like any other: tests look at them.
    static let tests: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
