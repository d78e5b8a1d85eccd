import Crypto
import Foundation
import Logging
import Postgres

/// The two logins of the product, ready to connect with.
public struct DatabaseLogins: Sendable {
    /// Owns nothing and inherits nothing; what serves requests.
    public var server: PostgresClient.Configuration
    /// Owns schemas and creates roles; nil where this process was not given it.
    public var owner: PostgresClient.Configuration?

    /// The name that tenant roles are granted to.
    public var serverRole: String { server.user ?? NSUserName() }
}

/// Finds, or with rights enough makes, the `server` and `owner` roles.
public struct DatabaseSetup: Sendable {
    private let configuration: Configuration
    private let logger: Logger

    public init(_ configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// - Throws: `PostgresError` when the database cannot be reached.
    public func logins() async throws -> DatabaseLogins {
        var given = try PostgresClient.Configuration(url: configuration.databaseURL.revealed)
        given.preparesStatements = configuration.preparesStatements
        given.connections = configuration.databaseConnections
        if let url = configuration.databaseOwnerURL {
            var owner = try PostgresClient.Configuration(url: url.revealed)
            owner.connections = 2
            return DatabaseLogins(server: given, owner: owner)
        }
        return try await logins(on: given)
    }

    /// Makes both roles with the rights of `given`, which may be a superuser of a database of its own.
    public func logins(on given: PostgresClient.Configuration) async throws -> DatabaseLogins {
        try await derived(from: given)
    }

    private func derived(from given: PostgresClient.Configuration) async throws -> DatabaseLogins {
        var administrator = given
        administrator.connections = 1
        return try await withClient(administrator, logger: logger) { client in
            let row = try await client.perform(
                UnitSettings(),
                "select current_database()::text, (rolsuper or (rolcreaterole and rolcreatedb)) from pg_roles where rolname = current_user")
            guard let (database, mayCreateRoles) = try row.first?.decode((String, Bool).self), mayCreateRoles else {
                return DatabaseLogins(server: given, owner: nil)
            }
            let owner = Login(name: "\(database)_owner", password: password(for: "\(database)_owner"))
            let server = Login(name: "\(database)_server", password: password(for: "\(database)_server"))
            try await create(owner: owner, server: server, in: database, by: client)
            return DatabaseLogins(server: given.as(server, connections: given.connections), owner: given.as(owner, connections: 2))
        }
    }

    /// Derived rather than stored: whoever holds `SECRET_KEY` can log in, nobody else, and nothing needs to be kept.
    private func password(for role: String) -> String {
        let key = SymmetricKey(data: Data(configuration.secretKeys[0].revealed.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Data("database role \(role)".utf8), using: key)
        return code.map { String(format: "%02x", $0) }.joined()
    }

    private func create(owner: Login, server: Login, in database: String, by client: PostgresClient) async throws {
        try await client.transaction(UnitSettings()) { transaction in
            // Two servers may start at once on a new database; roles belong to the whole cluster.
            try await transaction.execute("select pg_advisory_xact_lock(7305513)")
            let known = try await transaction.query("select rolname::text from pg_roles where rolname in (\(owner.name), \(server.name))")
            let names = try known.map { try $0.decode(String.self) }
            for (login, options) in [(owner, "createrole"), (server, "noinherit")] {
                let verb = names.contains(login.name) ? "alter" : "create"
                try await transaction.execute(.ddl("\(verb) role \(quoted(login.name)) login \(options) password '\(login.password)'"))
            }
            // So that `console stats` sees what others do; only a superuser can be sure of being allowed to grant it.
            let isSuperuser = try await transaction.query("select rolsuper from pg_roles where rolname = current_user")
            if try isSuperuser.first?.decode(Bool.self) == true {
                try await transaction.execute(.ddl("grant pg_read_all_stats to \(quoted(owner.name))"))
            }
            for statement in Self.ownership(of: quoted(database), owner: quoted(owner.name), server: quoted(server.name)) {
                try await transaction.execute(statement)
            }
        }
        logger.info("database roles are in place", metadata: ["owner": "\(owner.name)", "server": "\(server.name)"])
    }

    private static func ownership(of database: String, owner: String, server: String) -> [SQL] {
        [
            .ddl("grant connect, create, temporary on database \(database) to \(owner)"),
            .ddl("grant connect on database \(database) to \(server)"),
            .ddl("create schema if not exists extensions authorization \(owner)"),
            "create extension if not exists pg_trgm schema extensions",
            "create extension if not exists unaccent schema extensions",
            "grant usage on schema extensions to public",
            "revoke all on schema public from public",
            .ddl("create schema if not exists platform authorization \(owner)"),
            .ddl("grant usage on schema platform to \(server)"),
            .ddl(
                "alter default privileges for role \(owner) in schema platform grant select, insert, update, delete on tables to \(server)"),
        ]
    }

    private func quoted(_ name: String) -> String {
        "\"" + name.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}

struct Login {
    let name: String
    let password: String
}

extension PostgresClient.Configuration {
    fileprivate func `as`(_ login: Login, connections: Int) -> Self {
        var copy = self
        copy.user = login.name
        copy.password = login.password
        copy.connections = connections
        return copy
    }
}

/// Runs `body` with a client that lives as long as it does.
public func withClient<T: Sendable>(
    _ configuration: PostgresClient.Configuration, logger: Logger, _ body: @Sendable (PostgresClient) async throws -> T
) async throws -> T {
    let client = PostgresClient(configuration, logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await client.run() }
        defer { group.cancelAll() }
        return try await body(client)
    }
}
