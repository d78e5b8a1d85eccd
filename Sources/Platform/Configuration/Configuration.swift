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
    /// Whether this process runs jobs besides serving people; `server --worker` always does, and serves nobody.
    public let runsJobs: Bool
    /// How long the server goes on taking requests after SIGTERM, while load balancers find out from `/health/ready`.
    public let drainTime: Duration
    /// How many spare tenants a server with the owner's login keeps ready.
    public let spareTenants: Int
    /// Whether servers with the owner's login purge deleted tenants when their days to be restored are over.
    public let purgesTenants: Bool
    /// Addresses and ranges, separated by commas, whose `X-Forwarded-…` headers count.
    public let trustedProxies: String
    /// Calls of the API that one token may make in a minute; 0 for as many as it likes.
    public let apiRateLimit: Int
    /// Pages that one signed-in person, or one address without a session, may open in a minute; 0 for as many as they like.
    public let pageRateLimit: Int
    public let metricsToken: Secret?
    public let smtpURL: Secret?
    /// Sends mail through Resend's API instead.
    public let resendKey: Secret?
    public let resendBase: String
    public let emailFrom: String
    /// Where people write who need whoever runs the platform; shown to the admins of suspended tenants.
    public let supportEmail: String?
    public let storageDirectory: String
    /// Keeps files in a bucket instead.
    public let s3: S3Settings?
    /// What people may attach to records.
    public let fileLimits: FileLimits
    public let templatesDirectory: String
    /// Where tenants' webhooks and the like may go although it is not on the public internet.
    public let outboundRules: AddressRules
    /// Requests of one tenant that are worked on at the same time; more have to wait.
    public let tenantConcurrency: Int
    /// What one list may cost the database, in its planner's units; what costs more is refused with what to do about it.
    public let queryCostLimit: Int
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
        spareTenants = reader.integer("SPARE_TENANTS", default: 0, in: 0...1_000)
        purgesTenants = reader.flag("PURGE_DELETED_TENANTS", default: true)
        runsJobs = reader.flag("RUN_JOBS", default: true)
        drainTime = .seconds(reader.integer("DRAIN_SECONDS", default: 0, in: 0...60))
        trustedProxies = reader.string("TRUSTED_PROXIES", default: "")
        apiRateLimit = reader.integer("API_RATE_LIMIT", default: 6_000, in: 0...1_000_000)
        pageRateLimit = reader.integer("PAGE_RATE_LIMIT", default: 1_200, in: 0...1_000_000)
        metricsToken = reader.optionalSecret("METRICS_TOKEN")
        smtpURL = reader.optionalSecret("SMTP_URL")
        resendKey = reader.optionalSecret("RESEND_API_KEY")
        resendBase = reader.serviceURL("RESEND_API_BASE", default: "https://api.resend.com")
        // The sender needs a domain with a dot in it, which `localhost` has not.
        emailFrom = reader.string("EMAIL_FROM", default: "no-reply@\(baseDomain.contains(".") ? baseDomain : "\(baseDomain).test")")
        if (try? EmailAddress(emailFrom)) == nil { reader.complain("EMAIL_FROM is \"\(emailFrom)\": use an e-mail address.") }
        supportEmail = reader.optional("SUPPORT_EMAIL")
        reader.check("SUPPORT_EMAIL") { _ = try EmailAddress($0) }
        storageDirectory = reader.string("STORAGE_DIR", default: ".data/files")
        s3 = reader.s3Settings()
        fileLimits = reader.fileLimits()
        templatesDirectory = reader.string("TEMPLATES_DIR", default: "templates")
        outboundRules = AddressRules(permitting: reader.ranges("OUTBOUND_ALLOW"))
        tenantConcurrency = reader.integer("TENANT_CONCURRENCY", default: 32, in: 1...10_000)
        queryCostLimit = reader.integer("QUERY_COST_LIMIT", default: 500_000, in: 1...1_000_000_000)
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
    /// Where tenants' files are kept.
    public var fileStore: any FileStore { if let s3 { S3Bucket(s3) } else { FileFolder(storageDirectory) } }
    /// Whether mail leaves, or is kept in the outbox.
    public var sendsMail: Bool { resendKey != nil || smtpURL != nil }
    /// Where mail is kept when no mail server is configured.
    public var outboxDirectory: String { storageDirectory + "/outbox" }
}

public struct ConfigurationError: Error, CustomStringConvertible {
    public let problems: [String]
    public var description: String { problems.joined(separator: "\n") }
}
