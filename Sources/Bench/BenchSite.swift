import AsyncHTTPClient
import Foundation
import NIOCore
import Platform
import Postgres
import Tenant
import Web

/// A server with tenants full of contacts, and the tokens to call it with.
final class BenchSite {
    let port = 18_080
    let helloPort = 18_081
    let tenants: [Tenant]
    /// How many schemas there are where a fleet is measured, spares included.
    let fleetSize: Int
    let tokens: [String]
    let database: PostgresClient.Configuration
    let environment: [String: String]
    let serverRole: String
    private let server: Program
    /// From the start of the process until it was ready to serve.
    let startUp: Duration

    static func start(tenants count: Int, fleet: Int, contacts: Int) async throws -> BenchSite {
        guard let url = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"] else { throw MissingDatabase() }
        say("making \(count) tenants with \(contacts) contacts each")
        let storage = NSTemporaryDirectory() + "/tessera-bench-\(UUID().uuidString)"
        let environment = [
            "DATABASE_URL": url, "SECRET_KEY": "only for measuring and never for serving people", "APP_ENV": "production",
            "STORAGE_DIR": storage, "PORT": "18080", "BASE_DOMAIN": "localhost", "LOG_LEVEL": "warning",
            "API_RATE_LIMIT": "0", "PAGE_RATE_LIMIT": "0",
            "TEMPLATES_DIR": ProcessInfo.processInfo.environment["TEMPLATES_DIR"] ?? "templates",
        ]
        let configuration = try Configuration(environment: environment)
        let logins = try await DatabaseSetup(configuration, logger: benchLogger).logins()
        guard let owner = logins.owner else { throw MissingDatabase() }
        let made = try await withClient(owner, logger: benchLogger) { client -> [Tenant] in
            try await PlatformMigrations(owner: client).apply()
            let platform = try Platform(
                configuration: configuration, features: Features.platform, client: client, serverRole: logins.serverRole,
                logger: benchLogger)
            return try await fill(platform, client, count: count, contacts: contacts)
        }
        return try await BenchSite(
            tenants: made, fleetSize: fleet, database: owner, serverRole: logins.serverRole, environment: environment)
    }

    private static func fill(_ platform: Platform, _ client: PostgresClient, count: Int, contacts: Int) async throws -> [Tenant] {
        var tenants: [Tenant] = []
        for number in 0..<count {
            let request = ProvisioningRequest(
                slug: "bench\(number)", name: "Bench \(number)", adminEmail: "admin@bench\(number).test", adminName: "Ada", isDemo: true)
            let tenant = try await Provisioning(platform).create(request)
            try await DemoTenants(platform).staff(tenant)
            try await client.perform(BenchData.settings(of: tenant), BenchData.contacts(contacts))
            try await client.perform(BenchData.settings(of: tenant), BenchData.entries)
            tenants.append(tenant)
        }
        _ = try await client.executeOutsideTransaction("vacuum analyze")
        return tenants
    }

    private init(
        tenants: [Tenant], fleetSize: Int, database: PostgresClient.Configuration, serverRole: String, environment: [String: String]
    ) async throws {
        self.tenants = tenants
        self.fleetSize = fleetSize
        self.database = database
        self.environment = environment
        self.serverRole = serverRole
        // The server of a run that was killed would be measured in place of ours.
        if (try? await HTTPClient.shared.execute(HTTPClientRequest(url: "http://127.0.0.1:\(port)/"), timeout: .seconds(1))) != nil {
            throw PortTaken(port: port)
        }
        let began = ContinuousClock.now
        server = try Self.launch(environment)
        try await Self.wait(for: port)
        startUp = ContinuousClock.now - began
        tokens = try await Self.signIn(tenants, port: port)
    }

    private static func launch(_ environment: [String: String]) throws -> Program {
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
        return try Program("\(folder)/server", [], environment: environment)
    }

    static func wait(for port: Int) async throws {
        for _ in 0..<2_000 {
            if let answer = try? await HTTPClient.shared.execute(
                HTTPClientRequest(url: "http://127.0.0.1:\(port)/health/ready"), timeout: .seconds(1)),
                answer.status == .ok || answer.status == .notFound
            {
                return
            }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw ServerSilent()
    }

    private static func signIn(_ tenants: [Tenant], port: Int) async throws -> [String] {
        var tokens: [String] = []
        for tenant in tenants {
            var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/api/v1/auth/token")
            request.method = .POST
            request.headers.add(name: "Host", value: "\(tenant.slug).localhost")
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: "{\"email\":\"admin@\(tenant.slug).test\",\"password\":\"demo-password\"}"))
            let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
            let body = try await answer.body.collect(upTo: 1 << 20)
            guard let token = (try? JSONValue(parsing: Array(body.readableBytesView)))?["access_token"]?.string else {
                throw ServerSilent()
            }
            tokens.append(token)
        }
        return tokens
    }

    /// The same call by the admin of each tenant.
    func calls(_ path: String, method: String = "GET", body: String? = nil) -> [Load.Call] {
        zip(tenants, tokens).map { tenant, token in
            Load.Call(method: method, path: path, host: "\(tenant.slug).localhost", token: token, body: body)
        }
    }

    var serverMemory: Int { server.memory }

    func stop() {
        server.stop()
        if let folder = environment["STORAGE_DIR"] { try? FileManager.default.removeItem(atPath: folder) }
    }
}

struct MissingDatabase: Error, CustomStringConvertible {
    let description = "TEST_DATABASE_URL is not set or has too few rights: run bin/bench"
}

struct PortTaken: Error, CustomStringConvertible {
    let port: Int
    var description: String { "something else answers on port \(port)" }
}

struct ServerSilent: Error, CustomStringConvertible {
    let description = "the server did not answer"
}
