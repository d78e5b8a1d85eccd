import Foundation
import Platform
import Postgres
import Support
import Tenant
import Testing
import Web

/// A database of its own, and the console's binary to run against it.
struct TestFleet: Sendable {
    /// What a command printed, and how it ended.
    struct Ending: Sendable {
        let status: Int32
        let output: String
        let messages: String

        var json: JSONValue { (try? JSONValue(parsing: Array(output.utf8))) ?? .null }
        /// The rows of a `-o json` answer.
        var data: [JSONValue] { json["data"]?.array ?? [] }
    }

    /// The superuser's way into the database.
    let database: PostgresClient.Configuration
    private let environment: [String: String]

    /// - Parameter database: a new and empty one unless given.
    init(_ database: PostgresClient.Configuration? = nil, environment: [String: String] = [:]) async throws {
        if let database { self.database = database } else { self.database = try await TestCluster.makeDatabase() }
        self.environment = [
            "APP_ENV": "test", "SECRET_KEY": "a key that only tests ever sign with", "BASE_DOMAIN": "localhost", "USER": "olga",
            "DATABASE_URL": self.database.keywords, "STORAGE_DIR": NSTemporaryDirectory() + "tessera-test-\(UUID().uuidString)",
        ].merging(environment) { $1 }
    }

    /// A fleet with its schemas in place and these tenants in it.
    static func installed(_ slugs: String...) async throws -> TestFleet {
        let fleet = try await TestFleet()
        _ = try await fleet.run("migrate", "apply")
        for slug in slugs { _ = try await fleet.create(slug) }
        return fleet
    }

    func create(_ slug: String, _ more: String...) async throws -> Ending {
        let required = ["tenant", "create", slug, "--name", "The \(slug)", "--admin-email", "ada@\(slug).example", "--admin-name", "Ada"]
        return try await run(required + more)
    }

    func run(_ arguments: String..., input: String = "") async throws -> Ending {
        try await run(arguments, input: input)
    }

    /// - Parameter started: lent the process, to kill it.
    func run(
        _ arguments: [String], input: String = "", started: @Sendable (pid_t) -> Void = { _ in }
    ) async throws -> Ending {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("console-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["in", "out", "err"].map { folder.appendingPathComponent($0) }
        try Data(input.utf8).write(to: files[0])
        for file in files.dropFirst() { try Data().write(to: file) }
        let process = Process()
        process.executableURL = Self.binary
        process.arguments = arguments
        process.environment = environment
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in ended.resume() }
            do {
                try process.run()
                started(process.processIdentifier)
            } catch {
                ended.resume(throwing: error)
            }
        }
        let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return Ending(status: process.terminationStatus, output: texts[1], messages: texts[2])
    }

    /// Beside the tests' own binary, where the same build has put it.
    private static let binary = URL(fileURLWithPath: CommandLine.arguments[0])
        .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("console")

    /// Runs a statement as the superuser.
    @discardableResult
    func sql(_ statement: SQL) async throws -> Rows {
        try await withClient(database, logger: quietLogger) { try await $0.perform(UnitSettings(), statement) }
    }

    func count(_ statement: SQL) async throws -> Int {
        try await sql(statement).first?.decode(Int.self) ?? 0
    }

    /// The schema of a tenant, for looking into it.
    func schema(of slug: String) async throws -> String {
        let id = try await sql("select id from platform.tenants where slug = \(slug)").first?.decode(UUID.self)
        return SchemaName(tenantID: id ?? UUID()).description
    }

    /// Works on the fleet as the product does, with the owner's login and perhaps other features.
    func withPlatform<T: Sendable>(
        features: [Feature] = Features.platform, _ body: @Sendable (Platform) async throws -> T
    ) async throws -> T {
        let configuration = try Configuration(environment: environment)
        let logins = try await DatabaseSetup(configuration, logger: quietLogger).logins(on: database)
        var owner = try #require(logins.owner)
        owner.connections = 5
        return try await withClient(owner, logger: quietLogger) { client in
            try await body(
                Platform(
                    configuration: configuration, features: features, client: client, serverRole: logins.serverRole, logger: quietLogger))
        }
    }

    /// Tenants as a build left them that did not know all of today's features.
    /// - Parameter features: what that build knew.
    func createOutdated(_ slugs: [String], knowing features: [Feature] = oldFeatures) async throws {
        try await withPlatform(features: features) { platform in
            for slug in slugs {
                let request = ProvisioningRequest(slug: slug, name: slug, adminEmail: "ada@\(slug).example", adminName: "Ada")
                try await Provisioning(platform).create(request)
            }
        }
    }

    func createOutdated(_ slug: String) async throws {
        try await createOutdated([slug])
    }

    func createOutdatedSpare() async throws {
        _ = try await withPlatform(features: Self.oldFeatures) { try await SparePool($0).fill(to: 1) }
    }

    static let oldFeatures = Features.platform.filter { ["home", "users"].contains($0.name) }
}

extension PostgresClient.Configuration {
    /// As libpq's `key='value'` string.
    fileprivate var keywords: String {
        connectionParameters.map { key, value in
            "\(key)='\(value.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
        }.joined(separator: " ")
    }
}
