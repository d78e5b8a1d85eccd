import Foundation
import Logging
import Platform
import Postgres
import ServiceLifecycle
import Tenant
import Web

/// Wires the product together and serves it.
@main
struct Server {
    static func main() async {
        do {
            try await run()
        } catch let error as ConfigurationError {
            stop(error.description)
        } catch {
            stop("The server could not start: \(error)")
        }
    }

    private static func run() async throws {
        let configuration = try Configuration()
        let logger = makeLogger(configuration)
        let logins = try await DatabaseSetup(configuration, logger: logger).logins()
        if let owner = logins.owner {
            try await Startup(configuration, owner: owner, serverRole: logins.serverRole, logger: logger).prepare()
        }
        let client = PostgresClient(logins.server, logger: logger)
        let platform = try Platform(
            configuration: configuration, features: Features.platform, client: client, serverRole: logins.serverRole, logger: logger)
        let crm = CRM(platform: platform, staticFiles: try staticFiles(configuration))
        var settings = ServerSettings()
        settings.host = "0.0.0.0"
        settings.port = configuration.port
        settings.shutdownGrace += configuration.drainTime
        let server = buildServer(try buildSite(crm, settings: settings), settings: settings, logger: logger) { port in
            Welcome(configuration, port: port).say()
        }
        let isWorker = CommandLine.arguments.contains("--worker")
        var services: [any Service] = [
            DatabaseService(client: client), PlatformService(platform: platform, runsJobs: isWorker || configuration.runsJobs),
        ]
        if let owner = logins.owner {
            services.append(CaretakerService(owner: owner, platform: platform, serverRole: logins.serverRole))
        }
        try await Web.run(isWorker ? nil : server, with: services, settings: settings, logger: logger) {
            platform.live.close()
            try? await Task.sleep(for: configuration.drainTime)
        }
    }

    private static func staticFiles(_ configuration: Configuration) throws -> StaticFiles {
        try StaticFiles(directory: configuration.templatesDirectory + "/static", reloads: configuration.environment == .development)
    }

    private static func makeLogger(_ configuration: Configuration) -> Logger {
        let level = configuration.logLevel
        let isProduction = configuration.isProduction
        LoggingSystem.bootstrap { label -> any LogHandler in
            isProduction ? JSONLogHandler(label: label, level: level) : TextLogHandler(level: level)
        }
        return Logger(label: "tessera")
    }

    private static func stop(_ sentence: String) {
        FileHandle.standardError.write(Data((sentence + "\n").utf8))
        exit(1)
    }
}
