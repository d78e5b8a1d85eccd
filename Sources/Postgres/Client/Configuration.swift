import Foundation

extension PostgresClient {
    /// Where the database is and how the pool behaves.
    public struct Configuration: Sendable {
        /// libpq's parameters by keyword, passwords included: never to be logged.
        var parameters: [String: String]
        /// How many connections are kept open.
        public var connections = 8
        /// How many units may wait for a connection; more fail with `poolExhausted`.
        public var queueLimit = 1024
        /// How long a unit without a deadline waits for a connection.
        public var leaseTimeout: Duration = .seconds(5)
        /// How long one attempt to connect may take; in whole seconds, at least two.
        public var connectTimeout: Duration = .seconds(5)
        /// Off for poolers that give each transaction another server connection.
        public var preparesStatements = true
        /// What `pg_stat_activity` shows.
        public var applicationName = "tessera"

        /// - Parameter url: a libpq URL or `key=value` string.
        /// - Throws: ``PostgresError`` of kind `configuration`; it never shows a part of the string.
        public init(url: String) throws {
            parameters = try ConnectionString.parse(url)
        }

        /// The user to log in as.
        public var user: String? {
            get { parameters["user"] }
            set { parameters["user"] = newValue }
        }

        /// The password to log in with.
        public var password: String? {
            get { parameters["password"] }
            set { parameters["password"] = newValue }
        }

        /// The database to connect to.
        public var database: String? {
            get { parameters["dbname"] }
            set { parameters["dbname"] = newValue }
        }

        /// What libpq is given: the connection string's parameters and ours.
        package var connectionParameters: [String: String] {
            var all = parameters
            all["client_encoding"] = "UTF8"
            all["application_name"] = applicationName
            all["connect_timeout"] = String(max(2, connectTimeout.components.seconds))
            if all["sslmode"] == nil, ConnectionString.leavesMachine(all) { all["sslmode"] = "require" }
            // A peer that vanished without a word is noticed within a minute.
            all.merge(["keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3"]) { old, _ in old }
            return all
        }
    }
}
