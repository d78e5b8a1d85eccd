import AsyncHTTPClient
import Foundation
import Logging
import Platform
import Postgres
import Tenant
import Web

/// The product, listening on a free port of this machine, with a database of its own.
public final class TestSite: Sendable {
    public let platform: Platform
    /// The same platform with the owner's login: provisioning, migrations.
    public let owner: Platform
    public let crm: CRM
    public let port: Int
    private let services: [Task<Void, Never>]

    /// One site serves all tests of a run; each test brings a tenant of its own.
    public static func shared() async throws -> TestSite { try await start.value }
    private static let start = Task { try await TestSite() }

    public init(configure: (inout [String: String]) -> Void = { _ in }) async throws {
        let database = try await TestCluster.makeDatabase()
        var environment = [
            "APP_ENV": "test", "SECRET_KEY": "a key that only tests ever sign with", "BASE_DOMAIN": "localhost",
            "STORAGE_DIR": NSTemporaryDirectory() + "tessera-test-\(UUID().uuidString)", "TEMPLATES_DIR": Self.projectFolder + "/templates",
            "DATABASE_URL": try TestCluster.url(), "METRICS_TOKEN": "metrics-for-tests",
        ]
        configure(&environment)
        let configuration = try Configuration(environment: environment)
        let logins = try await DatabaseSetup(configuration, logger: quietLogger).logins(on: database)
        guard let ownerLogin = logins.owner else { throw TestCluster.NoTestCluster() }
        let ownerClient = PostgresClient(ownerLogin, logger: quietLogger)
        let client = PostgresClient(logins.server, logger: quietLogger)
        let make = { (client: PostgresClient) in
            try Platform(
                configuration: configuration, features: Features.platform, client: client, serverRole: logins.serverRole, logger: quietLogger)
        }
        let (platform, owner) = (try make(client), try make(ownerClient))
        var services = [Task { await ownerClient.run() }, Task { await client.run() }]
        try await PlatformMigrations(owner: ownerClient).apply()
        services.append(Task { await platform.run() })
        let cheapHasher = PasswordHasher(cost: .init(memory: 8 * 1024 * 1024, passes: 1))
        let crm = CRM(
            platform: platform, staticFiles: try StaticFiles(directory: configuration.templatesDirectory + "/static"), hasher: cheapHasher)
        var settings = ServerSettings()
        settings.port = 0
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = buildServer(try buildSite(crm, settings: settings), settings: settings, logger: quietLogger) { port.yield($0) }
        services.append(Task { try? await server.run() })
        var listening = ports.makeAsyncIterator()
        self.port = await listening.next() ?? 0
        (self.platform, self.owner, self.crm, self.services) = (platform, owner, crm, services)
    }

    public static let projectFolder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// A new tenant with an admin, a manager, a rep and a read-only person.
    public func makeTenant() async throws -> TestTenant {
        let slug = "t\(UUID().uuidString.prefix(10).lowercased().replacingOccurrences(of: "-", with: ""))"
        let request = ProvisioningRequest(slug: slug, name: "Tenant \(slug)", adminEmail: "admin@\(slug).test", adminName: "Ada", isDemo: true)
        let tenant = try await Provisioning(owner).create(request)
        try await DemoTenants(owner).staff(tenant)
        return TestTenant(site: self, tenant: tenant)
    }
}

extension HTTPClient {
    static let tests = HTTPClient(eventLoopGroupProvider: .singleton)
}
