import Foundation
import Logging
import Postgres
import Web

/// Everything the product reads from its environment, read once at start.
public struct Configuration: Sendable {
    public enum Environment: String, Sendable, CaseIterable {
        case development, test, production
    }

    public let environment: Environment
    /// What the server logs in as; with rights enough and no `databaseOwnerURL`, set-up derives both roles from it.
    public let databaseURL: Secret
    /// What owns schemas and creates roles: migrations, provisioning and the console.
    public let databaseOwnerURL: Secret?
    public let preparesStatements: Bool
    /// Connections the server keeps open.
    public let databaseConnections: Int
    public let baseDomain: String
    public let port: Int
    /// First signs, all verify: a rotation keeps the old key behind the new one for a while.
    public let secretKeys: [Secret]
    public let seedsOnStartup: Bool
    /// Addresses and ranges, separated by commas, whose `X-Forwarded-…` headers count.
    public let trustedProxies: String
    public let metricsToken: Secret?
    public let smtpURL: Secret?
    public let emailFrom: String
    public let storageDirectory: String
    public let templatesDirectory: String
    public let logLevel: Logger.Level

    /// - Throws: `ConfigurationError`, which names every variable that is missing or malformed.
    public init(environment variables: [String: String] = ProcessInfo.processInfo.environment) throws {
        var reader = EnvironmentReader(variables)
        environment = reader.choice("APP_ENV", default: .production)
        databaseURL = reader.secret("DATABASE_URL")
        databaseOwnerURL = reader.optionalSecret("DATABASE_OWNER_URL")
        preparesStatements = reader.flag("DATABASE_PREPARE", default: true)
        databaseConnections = reader.integer("DATABASE_CONNECTIONS", default: 8, in: 1...200)
        baseDomain = reader.string("BASE_DOMAIN", default: "localhost").lowercased()
        port = reader.integer("PORT", default: 8080, in: 0...65535)
        secretKeys = reader.secretKeys("SECRET_KEY")
        seedsOnStartup = reader.flag("SEED_ON_STARTUP", default: false)
        trustedProxies = reader.string("TRUSTED_PROXIES", default: "")
        metricsToken = reader.optionalSecret("METRICS_TOKEN")
        smtpURL = reader.optionalSecret("SMTP_URL")
        // The sender needs a domain with a dot in it, which `localhost` has not.
        emailFrom = reader.string("EMAIL_FROM", default: "no-reply@\(baseDomain.contains(".") ? baseDomain : "\(baseDomain).test")")
        if (try? EmailAddress(emailFrom)) == nil { reader.complain("EMAIL_FROM is \"\(emailFrom)\": use an e-mail address.") }
        storageDirectory = reader.string("STORAGE_DIR", default: ".data/files")
        templatesDirectory = reader.string("TEMPLATES_DIR", default: "templates")
        logLevel = reader.choice("LOG_LEVEL", default: .info)
        for name in ["DATABASE_URL", "DATABASE_OWNER_URL"] { reader.check(name) { _ = try PostgresClient.Configuration(url: $0) } }
        reader.check("SMTP_URL") { _ = try SMTPServer(url: $0) }
        reader.check("TRUSTED_PROXIES") { _ = try TrustedProxies(parsing: $0) }
        if seedsOnStartup && environment == .production {
            reader.complain("SEED_ON_STARTUP makes demo logins with a known password; it cannot be used with APP_ENV=production.")
        }
        try reader.finish()
    }

    public var isProduction: Bool { environment == .production }
    /// Where mail is kept when no mail server is configured.
    public var outboxDirectory: String { storageDirectory + "/outbox" }
}

public struct ConfigurationError: Error, CustomStringConvertible {
    public let problems: [String]
    public var description: String { problems.joined(separator: "\n") }
}
